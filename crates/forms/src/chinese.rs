//! Dates and numbers as Chinese papers write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Weekday};

/// Returns a day as 2026年2月10日.
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Returns a day with its weekday as 2026年2月10日（周二）.
pub(crate) fn day_with_weekday(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}（周{weekday}）", day(date))
}

/// Returns a minute as 2026年2月10日 09:50, in the offset it carries.
pub(crate) fn minute(time: DateTime<FixedOffset>) -> String {
    format!(
        "{} {:02}:{:02}",
        day(time.date_naive()),
        time.hour(),
        time.minute()
    )
}

/// Returns a mobile number in the groups people read aloud; other numbers stay as they are.
pub(crate) fn phone(number: &str) -> String {
    let mobile =
        number.len() == 11 && number.starts_with('1') && number.bytes().all(|b| b.is_ascii_digit());
    if mobile {
        format!("{} {} {}", &number[..3], &number[3..7], &number[7..])
    } else {
        number.to_owned()
    }
}

/// Returns the year of a day in digits, as in 〔2026〕.
pub(crate) fn year(date: NaiveDate) -> String {
    date.year().to_string()
}

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// Returns an amount as it is written where nobody may alter it: 48600元 as 肆万捌仟陆佰元整.
///
/// Takes digits with at most two decimals, with or without thousands marks and 元; nothing else is an amount.
pub(crate) fn capital_amount(text: &str) -> Option<String> {
    let plain: String = text
        .trim()
        .trim_end_matches('元')
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥'))
        .collect();
    let (yuan, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 12 || cents.len() > 2 || !digits(yuan) || !digits(cents) {
        return None;
    }
    let yuan = yuan.trim_start_matches('0');
    let mut out = whole(yuan);
    if !out.is_empty() {
        out.push('元');
    }
    let digit = |at: usize| {
        cents
            .as_bytes()
            .get(at)
            .map_or(0, |b| usize::from(b - b'0'))
    };
    let (jiao, fen) = (digit(0), digit(1));
    if jiao > 0 {
        out.push_str(DIGITS[jiao]);
        out.push('角');
    }
    if fen > 0 {
        if jiao == 0 && !out.is_empty() {
            out.push('零');
        }
        out.push_str(DIGITS[fen]);
        out.push('分');
    } else if out.is_empty() {
        out.push_str("零元整");
    } else {
        out.push('整');
    }
    Some(out)
}

/// Returns a whole number without leading zeros in capital characters.
fn whole(digits: &str) -> String {
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    const GROUPS: [&str; 3] = ["", "万", "亿"];
    let mut out = String::new();
    let (mut zero, mut group_used) = (false, false);
    for (at, byte) in digits.bytes().enumerate() {
        let place = digits.len() - 1 - at;
        let digit = usize::from(byte - b'0');
        if digit == 0 {
            zero = true;
        } else {
            if zero && !out.is_empty() {
                out.push('零');
            }
            zero = false;
            group_used = true;
            out.push_str(DIGITS[digit]);
            out.push_str(PLACES[place % 4]);
        }
        if place.is_multiple_of(4) {
            if group_used {
                out.push_str(GROUPS[place / 4]);
            }
            group_used = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::capital_amount;

    #[track_caller]
    fn check(amount: &str, capital: &str) {
        assert_eq!(capital_amount(amount).as_deref(), Some(capital), "{amount}");
    }

    #[test]
    fn amounts_are_written_so_that_nobody_can_alter_them() {
        check("48600元", "肆万捌仟陆佰元整");
        check("48,600.50", "肆万捌仟陆佰元伍角整");
        check("10005.07", "壹万零伍元零柒分");
        check("100000000", "壹亿元整");
        check("100010000", "壹亿零壹万元整");
        check("120030405.9", "壹亿贰仟零叁万零肆佰零伍元玖角整");
        check("0.05", "伍分");
        check("0", "零元整");
        check("10", "壹拾元整");
    }

    #[test]
    fn what_is_no_amount_stays_for_the_pen() {
        for text in ["", "约三万", "1.234", "1e5", "-3", "9999999999999"] {
            assert_eq!(capital_amount(text), None, "{text}");
        }
    }
}
