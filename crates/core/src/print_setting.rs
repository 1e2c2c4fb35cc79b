//! Which printer this computer uses for which kind of paper, and what is corrected on the way there.
//!
//! Kept on this device and nowhere else: another computer has another printer.

use crate::account::role::Right;
use crate::desk::{Tx, View};
use crate::error::{Error, Result};
use crate::person::short_text;

/// Where papers of one kind go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintSetting {
    /// Queue; empty for the usual printer of the desk.
    pub printer: String,
    /// Tray as the print system names it; empty for the one the printer takes by itself.
    pub tray: String,
    /// Half millimetres to the right; negative to the left.
    pub right: i32,
    /// Half millimetres down; negative up.
    pub down: i32,
}

/// Half millimetres by which a printer is corrected at most.
pub const CORRECTION_MAX: i32 = 40;
const NAME_MAX: usize = 120;

fn key(kind: &str, what: &str) -> String {
    format!("print.{kind}.{what}")
}

/// Returns where papers of a kind go.
pub fn get(view: &View<'_>, kind: &str) -> Result<PrintSetting> {
    let text = |what: &str| view.local(&key(kind, what));
    let number = |what: &str| Ok::<_, Error>(text(what)?.parse().unwrap_or(0));
    Ok(PrintSetting {
        printer: text("printer")?,
        tray: text("tray")?,
        right: number("right")?,
        down: number("down")?,
    })
}

/// Sets where papers of a kind go. A tray and a correction belong to a printer.
///
/// # Errors
/// `right.missing`, `print.correction`, `print.printer_missing` and those of texts, at `printer`, `tray`, `right`, `down`.
pub fn set(tx: &mut Tx<'_>, kind: &str, wish: &PrintSetting) -> Result<()> {
    tx.actor().require(Right::PrintPaper)?;
    let text = |field: &'static str, text: &str| {
        short_text(text, NAME_MAX).map_err(|code| Error::at(code, field))
    };
    let printer = text("printer", &wish.printer)?;
    let tray = text("tray", &wish.tray)?;
    for (field, half_mm) in [("right", wish.right), ("down", wish.down)] {
        if half_mm.abs() > CORRECTION_MAX {
            return Err(Error::at("print.correction", field));
        }
    }
    if printer.is_empty() && (!tray.is_empty() || wish.right != 0 || wish.down != 0) {
        return Err(Error::at("print.printer_missing", "printer"));
    }
    for (what, value) in [
        ("printer", printer),
        ("tray", tray),
        ("right", wish.right.to_string()),
        ("down", wish.down.to_string()),
    ] {
        tx.set_local(&key(kind, what), &value)?;
    }
    Ok(())
}

/// Reads millimetres with halves, for example `-1.5`, as half millimetres; none for anything else.
pub fn half_mm(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, half) = match digits.split_once('.') {
        Some((whole, "0")) => (whole, 0),
        Some((whole, "5")) => (whole, 1),
        Some(_) => return None,
        None => (digits, 0),
    };
    let plain = (1..=2).contains(&whole.len()) && whole.bytes().all(|byte| byte.is_ascii_digit());
    let whole: i32 = whole.parse().ok().filter(|_| plain)?;
    Some(sign * (whole * 2 + half))
}

/// Writes half millimetres as millimetres.
pub fn in_mm(half_mm: i32) -> String {
    let sign = if half_mm < 0 { "-" } else { "" };
    let half_mm = half_mm.abs();
    format!("{sign}{}.{}", half_mm / 2, half_mm % 2 * 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_are_read_in_steps_of_a_half_and_written_the_same_way() {
        for (text, half) in [
            ("0", 0),
            ("1.5", 3),
            ("-1.5", -3),
            ("−20", -40),
            ("+2.0", 4),
        ] {
            assert_eq!(half_mm(text), Some(half), "{text}");
            assert_eq!(half_mm(&in_mm(half)), Some(half));
        }
        for text in [
            "", "-", ".", "1.", ".5", "1.2", "1.55", "1,5", "１", "1e1", "+-1", "100",
        ] {
            assert_eq!(half_mm(text), None, "{text}");
        }
    }
}
