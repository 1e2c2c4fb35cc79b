use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::{NumberError, PRIME, compact, weighted_sum};

/// Letters that may stand in a ticket number: no I, no O, no U.
pub const LETTERS: &str = "ABCDEFGHJKLMNPQRSTVWXYZ";

/// Added to the sum before the check character is looked up; part of the format, never to be changed.
const OFFSET: u64 = 4;

/// Marks a device within its site during one epoch; a mark is never used twice.
///
/// The first ten marks are one digit, all others two letters, so that the counter behind it may grow without doubt
/// about where it begins. A restored or copied device takes the next mark and starts counting anew.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeviceMark(String);

impl DeviceMark {
    /// Returns the mark with this running number: `1` to `9`, `0`, then `AA`, `AB` and so on.
    ///
    /// None when all 539 marks of a site are used up.
    pub fn nth(number: u32) -> Option<Self> {
        if number < 10 {
            return Some(Self(((number + 1) % 10).to_string()));
        }
        let number = number - 10;
        let letter = |index: u32| LETTERS.chars().nth(index as usize);
        let size = LETTERS.len() as u32;
        Some(Self(
            [letter(number / size)?, letter(number % size)?]
                .into_iter()
                .collect(),
        ))
    }

    /// Reads a mark.
    ///
    /// # Errors
    /// `number.shape`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let characters = compact(text);
        let fits = match characters.as_slice() {
            [digit] => digit.is_ascii_digit(),
            [first, second] => LETTERS.contains(*first) && LETTERS.contains(*second),
            _ => false,
        };
        if fits {
            Ok(Self(characters.into_iter().collect()))
        } else {
            Err(NumberError::Shape)
        }
    }

    /// Returns the running number of the mark, the inverse of [`DeviceMark::nth`].
    pub fn index(&self) -> u32 {
        let place = |character| LETTERS.find(character).unwrap_or_default() as u32;
        let characters: Vec<char> = self.0.chars().collect();
        match characters.as_slice() {
            [digit] => (digit.to_digit(10).unwrap_or_default() + 9) % 10,
            [first, second] => 10 + place(*first) * LETTERS.len() as u32 + place(*second),
            _ => 0,
        }
    }

    /// Returns the mark as it stands in a number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A ticket number (办件号): `YC-Y260210-3014K`.
///
/// Site, window, day, device mark, counter of that device on that day, check character. Written and read by
/// [`TicketNumber::to_string`] and [`TicketNumber::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TicketNumber {
    site: String,
    window: char,
    day: NaiveDate,
    device: DeviceMark,
    counter: u32,
}

impl TicketNumber {
    /// Puts a number together.
    ///
    /// `site` is two of [`LETTERS`], `window` one of them; the day lies in this century; the counter starts at 1.
    ///
    /// # Errors
    /// `number.shape`.
    pub fn new(
        site: &str,
        window: char,
        day: NaiveDate,
        device: DeviceMark,
        counter: u32,
    ) -> Result<Self, NumberError> {
        let letters = |text: &str| text.chars().all(|character| LETTERS.contains(character));
        let fits = site.len() == 2
            && letters(site)
            && LETTERS.contains(window)
            && (2000..2100).contains(&day.year())
            && counter > 0;
        if !fits {
            return Err(NumberError::Shape);
        }
        Ok(Self {
            site: site.to_owned(),
            window,
            day,
            device,
            counter,
        })
    }

    /// Reads a number in any case and width, with or without its hyphens.
    ///
    /// # Errors
    /// `number.shape`, `number.day_impossible`, `number.check`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let characters = compact(text);
        // Two of the site, one of the window, six of the day, one of the device, three of the counter, one check.
        if characters.len() < 14 {
            return Err(NumberError::Shape);
        }
        let (head, tail) = characters.split_at(9);
        let site: String = head[..2].iter().collect();
        let day = read_day(&head[3..9])?;
        let mark_length = if tail[0].is_ascii_digit() { 1 } else { 2 };
        let device = DeviceMark::parse(&tail[..mark_length].iter().collect::<String>())?;
        let (counter, check) = tail[mark_length..].split_at(tail.len() - mark_length - 1);
        let padded = counter.len() > 3 && counter[0] == '0';
        if counter.len() < 3 || padded || !counter.iter().all(char::is_ascii_digit) {
            return Err(NumberError::Shape);
        }
        let counter: String = counter.iter().collect();
        let counter = counter.parse().map_err(|_| NumberError::Shape)?;
        let number = Self::new(&site, head[2], day, device, counter)?;
        if !LETTERS.contains(check[0]) {
            return Err(NumberError::Shape);
        }
        if check[0] != number.check_character() {
            return Err(NumberError::Check);
        }
        Ok(number)
    }

    /// Returns the two letters of the site that gave the number out.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Returns the letter of the window.
    pub fn window(&self) -> char {
        self.window
    }

    /// Returns the day on which the number was given out.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Returns the mark of the device that gave the number out.
    pub fn device(&self) -> &DeviceMark {
        &self.device
    }

    /// Returns the running number of the device on that day.
    pub fn counter(&self) -> u32 {
        self.counter
    }

    /// Returns the number without hyphens and check character, as a key that sorts by site, window and day.
    pub fn body(&self) -> String {
        format!(
            "{}{}{}{}{:03}",
            self.site,
            self.window,
            self.day.format("%y%m%d"),
            self.device.as_str(),
            self.counter
        )
    }

    fn check_character(&self) -> char {
        let body = self.body();
        let sum = OFFSET + weighted_sum(body.chars().map(value));
        let place = (sum % PRIME) as usize;
        LETTERS.as_bytes()[place].into()
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        let (site, rest) = body.split_at(2);
        let (day, series) = rest.split_at(7);
        write!(formatter, "{site}-{day}-{series}{}", self.check_character())
    }
}

/// Digits and letters share values; a digit where a letter belongs is already refused by the shape.
fn value(character: char) -> u64 {
    match character.to_digit(10) {
        Some(digit) => digit.into(),
        None => LETTERS.find(character).unwrap_or_default() as u64,
    }
}

fn read_day(digits: &[char]) -> Result<NaiveDate, NumberError> {
    let pair = |index: usize| -> Option<u32> {
        Some(digits[index].to_digit(10)? * 10 + digits[index + 1].to_digit(10)?)
    };
    match (pair(0), pair(2), pair(4)) {
        (Some(year), Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(2000 + year as i32, month, day)
                .ok_or(NumberError::DayImpossible)
        }
        _ => Err(NumberError::Shape),
    }
}
