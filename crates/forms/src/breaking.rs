//! Where a line of Chinese text may end.

/// May not stand at the start of a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〕〉〗｝］”’…—～·•‥％‰℃″′々〻ー﹚﹜,.;:?!)]}%";

/// May not stand at the end of a line; a box stays with what it ticks.
const NOT_LAST: &str = "（《「『【〔〈〖｛［“‘￥＄([{¥$№□√";

/// Units that stay with the number before them.
const UNITS: &str = "年月日时分秒号元角周岁天个件份次页条款项楼室栋";

/// The character that blanks for the pen are made of.
pub(crate) const BLANK: char = '＿';

/// Returns whether a character may not stand at the start of a line.
pub fn forbidden_first(character: char) -> bool {
    NOT_FIRST.contains(character)
}

/// Returns whether a character may not stand at the end of a line.
pub fn forbidden_last(character: char) -> bool {
    NOT_LAST.contains(character)
}

/// Returns, for each character of a text, whether a line may begin with it.
///
/// Numbers, dates, identity numbers and words of letters stay whole.
pub fn line_starts(text: &[char]) -> Vec<bool> {
    (0..text.len())
        .map(|at| at > 0 && may_start(text, at))
        .collect()
}

fn may_start(text: &[char], at: usize) -> bool {
    let (before, here) = (text[at - 1], text[at]);
    // Spaces hang at the end of the line before.
    if is_space(here) || forbidden_first(here) {
        return false;
    }
    if is_space(before) {
        let inner = text[..at].iter().rev().find(|c| !is_space(**c)).copied();
        let number_goes_on = inner.is_some_and(|c| c.is_ascii_digit()) && here.is_ascii_digit();
        return inner.is_some_and(|c| !forbidden_last(c)) && !number_goes_on;
    }
    if forbidden_last(before) {
        return false;
    }
    // A blank for the pen is one line.
    if before == BLANK && here == BLANK {
        return false;
    }
    if is_digit(before) && UNITS.contains(here) {
        return false;
    }
    if is_digit(here) && (before == '第' || ends_date_part(&text[..at])) {
        return false;
    }
    is_wide(before) || is_wide(here)
}

/// Returns whether a date that ends in 年 or 月 goes on, as in 2026年2月10日.
fn ends_date_part(before: &[char]) -> bool {
    let mut from_end = before.iter().rev();
    let unit = from_end.next().is_some_and(|c| "年月时分".contains(*c));
    unit && from_end.next().is_some_and(|c| is_digit(*c))
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// Returns whether a character is blank and may hang over the end of a line.
pub(crate) fn is_space(character: char) -> bool {
    character == ' ' || character == '\u{3000}'
}

/// Returns whether a character is a unit of its own, like a Han character, and not a letter of a word.
fn is_wide(character: char) -> bool {
    let full_width_letter = matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let quote = matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·');
    !full_width_letter && (quote || u32::from(character) >= 0x2E80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, pieces: &[&str]) {
        let chars: Vec<char> = text.chars().collect();
        let mut found = vec![String::new()];
        for (at, start) in line_starts(&chars).into_iter().enumerate() {
            if start {
                found.push(String::new());
            }
            found.last_mut().unwrap().push(chars[at]);
        }
        assert_eq!(found, pieces);
    }

    #[test]
    fn closing_marks_stay_with_the_word_before_and_opening_marks_with_the_word_after() {
        check("（甲）乙，丙。", &["（甲）", "乙，", "丙。"]);
        check(
            "《民法典》“约定”……",
            &["《民", "法", "典》", "“约", "定”……"],
        );
    }

    #[test]
    fn numbers_dates_and_words_stay_whole() {
        check("于2026年2月10日到", &["于", "2026年2月10日", "到"]);
        check("电199 0001 5001转", &["电", "199 0001 5001", "转"]);
        check("证519921********9314号", &["证", "519921********9314号"]);
        check(
            "办件YC-Y260210-3014K到",
            &["办", "件", "YC-Y260210-3014K", "到"],
        );
        check("第43条约", &["第43条", "约"]);
    }

    #[test]
    fn a_blank_for_the_pen_stays_whole() {
        check("因＿＿＿＿＿＿＿，", &["因", "＿＿＿＿＿＿＿，"]);
        check("第＿＿＿＿＿号", &["第", "＿＿＿＿＿", "号"]);
    }

    #[test]
    fn a_name_with_a_middle_dot_never_begins_a_line_with_the_dot() {
        check("阿的·木呷", &["阿", "的·", "木", "呷"]);
    }
}
