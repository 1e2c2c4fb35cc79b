//! Code 128 bar codes as rectangles.

use crate::{FormError, display::Item};

/// Widths of bars and gaps of the symbols 0 to 105, in modules.
const SYMBOLS: &str = "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232";

/// Code set B, whose symbols are the printable characters from the space on.
const START_B: usize = 104;
const STOP: &str = "2331112";

/// Modules that stay blank on either side.
const QUIET: u32 = 10;

/// Returns the widths of bars and gaps of a text, beginning with a bar.
pub(crate) fn widths(content: &str) -> Result<Vec<u32>, FormError> {
    let mut symbols = vec![START_B];
    for byte in content.bytes() {
        if !(b' '..=b'~').contains(&byte) {
            return Err(FormError::Barcode(content.to_owned()));
        }
        symbols.push(usize::from(byte - b' '));
    }
    let weighted = symbols
        .iter()
        .skip(1)
        .zip(1..)
        .map(|(value, at)| value * at);
    symbols.push((START_B + weighted.sum::<usize>()) % 103);
    let digits = symbols
        .iter()
        .flat_map(|symbol| SYMBOLS[symbol * 6..symbol * 6 + 6].bytes())
        .chain(STOP.bytes());
    Ok(digits.map(|digit| u32::from(digit - b'0')).collect())
}

/// Returns the bars of a text as wide as asked for, quiet zones included.
pub(crate) fn draw(content: &str, width: f32, height: f32) -> Result<Vec<Item>, FormError> {
    let widths = widths(content)?;
    let modules = widths.iter().sum::<u32>() + 2 * QUIET;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred modules")]
    let place = |module: u32| width * module as f32 / modules as f32;
    let mut items = Vec::new();
    let mut at = QUIET;
    for (nth, module) in widths.into_iter().enumerate() {
        if nth.is_multiple_of(2) {
            items.push(Item::Rect {
                x: place(at),
                y: 0.0,
                width: place(at + module) - place(at),
                height,
                stroke: None,
            });
        }
        at += module;
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_symbol_is_eleven_modules_wide_and_like_no_other() {
        let symbols: BTreeSet<&str> = (0..106).map(|at| &SYMBOLS[at * 6..at * 6 + 6]).collect();
        assert_eq!((symbols.len(), SYMBOLS.len()), (106, 636));
        for symbol in symbols {
            let bars: u8 = symbol.bytes().step_by(2).map(|b| b - b'0').sum();
            let all: u8 = symbol.bytes().map(|b| b - b'0').sum();
            assert_eq!((all, bars % 2), (11, 0), "{symbol}");
        }
    }

    #[test]
    fn a_number_ends_with_its_check_symbol() {
        // 104 + 1*57 + 2*35 = 231, and 231 mod 103 is 25.
        let widths = widths("YC").unwrap();
        let check: String = widths[18..24].iter().map(u32::to_string).collect();
        assert_eq!(check, SYMBOLS[25 * 6..26 * 6]);
    }

    #[test]
    fn a_text_outside_the_code_set_is_refused() {
        assert_eq!(widths("云"), Err(FormError::Barcode("云".into())));
    }
}
