//! Tables on a terminal, where a Chinese character takes two columns.

/// Returns the columns a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.chars()
        .map(|character| match character as u32 {
            0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
            0x1100..=0x115F
            | 0x2E80..=0xA4CF
            | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE4F
            | 0xFF00..=0xFF60
            | 0xFFE0..=0xFFE6
            | 0x20000..=0x3FFFD => 2,
            _ => 1,
        })
        .sum()
}

/// Lays rows out in columns under a head; the last column is not padded.
pub fn lay_out(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|text| width(text)).collect();
    for row in rows {
        for (known, text) in widths.iter_mut().zip(row) {
            *known = (*known).max(width(text));
        }
    }
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let mut row = String::new();
        for (cell, wide) in cells.iter().zip(&widths) {
            row.push_str(cell);
            row.push_str(&" ".repeat(wide + 2 - width(cell)));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    };
    line(&head.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
    line(
        &widths
            .iter()
            .map(|wide| "-".repeat(*wide))
            .collect::<Vec<_>>(),
    );
    for row in rows {
        line(row);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let text = lay_out(
            &["甲", "second"],
            &[
                vec!["郭䶮𬭬".to_owned(), "x".to_owned()],
                vec!["ab".to_owned(), "阿的·木呷".to_owned()],
            ],
        );
        let starts: Vec<usize> = text
            .lines()
            .zip(["second", "---------", "x", "阿的·木呷"])
            .map(|(line, cell)| width(&line[..line.rfind(cell).unwrap()]))
            .collect();
        assert_eq!(starts, [8, 8, 8, 8]);
        assert!(text.lines().all(|line| line == line.trim_end()));
    }
}
