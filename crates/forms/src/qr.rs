//! QR codes as rectangles.

use qrcode::{Color, EcLevel, QrCode};

use crate::{FormError, display::Item};

/// Makes neighbouring rows overlap, so that no reader shows a hairline between them.
const OVERLAP_PT: f32 = 0.02;

/// Returns the dark modules of a code with an edge of `size` points, and the edge of one module.
pub(crate) fn draw(content: &str, size: f32) -> Result<(Vec<Item>, f32), FormError> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M)
        .map_err(|_| FormError::QrTooLong(content.to_owned()))?;
    let count = code.width();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a QR code has at most 177 modules in a row"
    )]
    let (module, place) = (size / count as f32, |nth: usize| {
        size * nth as f32 / count as f32
    });
    let colors = code.to_colors();
    let mut items = Vec::new();
    for (row, modules) in colors.chunks(count).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                items.push(Item::Rect {
                    x: place(column),
                    y: place(row),
                    width: place(column + run.len()) - place(column),
                    height: module + OVERLAP_PT,
                    stroke: None,
                });
            }
            column += run.len();
        }
    }
    Ok((items, module))
}
