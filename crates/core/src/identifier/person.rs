use chrono::{Datelike, NaiveDate};

use super::{IdKind, IdentifierError, normal};

/// Sex as coded by GB/T 2261.1.
///
/// 依据：GB/T 2261.1-2003《个人基本信息分类与代码 第1部分：人的性别代码》。
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    Unknown,
    Male,
    Female,
    Unstated,
}

impl Gender {
    /// Returns the one-digit code of the standard.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "0",
            Self::Male => "1",
            Self::Female => "2",
            Self::Unstated => "9",
        }
    }

    /// Finds the sex with this code of the standard.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Unknown, Self::Male, Self::Female, Self::Unstated]
            .into_iter()
            .find(|gender| gender.code() == code)
    }

    /// Tells whether the value says anything that another value could contradict.
    pub fn is_known(self) -> bool {
        matches!(self, Self::Male | Self::Female)
    }
}

/// Something to look at twice in a number that is taken nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdWarning {
    /// The birth year lies before 1900; the standard's own second example is such a number.
    BornBefore1900,
    /// A 15-digit number has no check character, so a slip cannot show.
    Unchecked,
}

impl IdWarning {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::BornBefore1900 => "id.born_before_1900",
            Self::Unchecked => "id.unchecked",
        }
    }
}

/// The number of a person's document, in its normal form and checked as far as its kind allows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    kind: IdKind,
    number: String,
}

impl Identifier {
    /// Reads a typed number of the given kind as of `today`.
    ///
    /// # Errors
    /// `id.empty`, `id.length`, `id.shape`, `id.check_digit`, `id.birth_impossible`, `id.birth_future`,
    /// `id.wrong_kind`, `id.unexpected`.
    pub fn parse(kind: IdKind, text: &str, today: NaiveDate) -> Result<Self, IdentifierError> {
        let number = normal::number(text);
        if kind == IdKind::None {
            return if number.is_empty() {
                Ok(Self { kind, number })
            } else {
                Err(IdentifierError::IdUnexpected)
            };
        }
        if number.is_empty() {
            return Err(IdentifierError::IdEmpty);
        }
        match kind {
            IdKind::ResidentId => check_resident(&number, today)?,
            IdKind::ResidentId15 => check_resident_15(&number, today)?,
            IdKind::HmtResidence => check_hmt(&number, today)?,
            IdKind::ForeignPermanent => check_foreign(&number, today)?,
            IdKind::DisabilityCard => check_disability(&number, today)?,
            IdKind::Passport | IdKind::TravelPermit => check_latin(&number)?,
            IdKind::Officer
            | IdKind::Soldier
            | IdKind::HouseholdBook
            | IdKind::Other
            | IdKind::None => check_free(&number)?,
        }
        Ok(Self { kind, number })
    }

    /// Returns the kind of the document.
    pub fn kind(&self) -> IdKind {
        self.kind
    }

    /// Returns the number in its normal form: half width, upper case, without blanks.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Returns the birth date that the number contains, if its kind contains one.
    pub fn birth(&self) -> Option<NaiveDate> {
        birth_at(self.converted()?.as_str())
    }

    /// Returns the sex that the number contains, if its kind is known to contain one.
    ///
    /// The permanent-residence card is left out: the meaning of its serial number is not confirmed.
    pub fn gender(&self) -> Option<Gender> {
        if self.kind == IdKind::ForeignPermanent {
            return None;
        }
        let number = self.converted()?;
        let serial = number.as_bytes().get(16)?;
        Some(if serial % 2 == 1 {
            Gender::Male
        } else {
            Gender::Female
        })
    }

    /// Returns the 18-character number by which a person is known, if the document has one.
    ///
    /// A 15-digit number is brought to 18 for comparison and search; what was entered stays as it is.
    pub fn converted(&self) -> Option<String> {
        match self.kind {
            IdKind::ResidentId | IdKind::HmtResidence => Some(self.number.clone()),
            IdKind::ResidentId15 => to_18(&self.number),
            IdKind::ForeignPermanent => (self.number.len() == 18).then(|| self.number.clone()),
            IdKind::DisabilityCard => self.number.get(..18).map(str::to_owned),
            _ => None,
        }
    }

    /// Returns the number as lists and receipts show it: `519921********9314`.
    pub fn masked(&self) -> String {
        let length = self.number.chars().count();
        match self.converted() {
            Some(_) if self.kind != IdKind::DisabilityCard => normal::mask(&self.number, 6, 4),
            Some(_) => normal::mask(&self.number, 6, 2),
            // Numbers of other papers are shorter; a quarter at each end still tells two papers apart.
            None => normal::mask(&self.number, (length / 4).min(4), (length / 4).min(4)),
        }
    }

    /// Returns the values under which the number is found: as entered, and in its 18-character form.
    pub fn search_keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        if !self.number.is_empty() {
            keys.push(self.number.clone());
        }
        if let Some(number) = self.converted()
            && number != self.number
        {
            keys.push(number);
        }
        keys
    }

    /// Returns each search key back to front, so that the last digits are a prefix.
    pub fn tail_keys(&self) -> Vec<String> {
        self.search_keys()
            .iter()
            .map(|key| normal::back_to_front(key))
            .collect()
    }

    /// Lists what the clerk should look at twice.
    pub fn warnings(&self) -> Vec<IdWarning> {
        let mut warnings = Vec::new();
        if self.birth().is_some_and(|birth| birth.year() < 1900) {
            warnings.push(IdWarning::BornBefore1900);
        }
        if self.kind == IdKind::ResidentId15 {
            warnings.push(IdWarning::Unchecked);
        }
        warnings
    }
}

/// Refuses a birth date after the day of registration.
///
/// # Errors
/// `birth.future`.
pub fn check_birth(birth: NaiveDate, today: NaiveDate) -> Result<(), IdentifierError> {
    if birth > today {
        return Err(IdentifierError::BirthFuture);
    }
    Ok(())
}

/// Brings a 15-digit number to 18 characters; other input gives nothing.
///
/// The two-digit year belongs to the twentieth century: 15-digit numbers were issued until 1999.
/// 依据：GB 11643-1999《公民身份号码》。
pub fn to_18(number: &str) -> Option<String> {
    if number.len() != 15 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut long = format!("{}19{}", &number[..6], &number[6..]);
    long.push(check_character(&long)?);
    Some(long)
}

/// Tells whether a number has the shape and the check character of an 18-character identity number.
pub fn is_sound_18(number: &str) -> bool {
    check_mod_11_2(number).is_ok() && birth_at(number).is_some()
}

/// Returns the check character of the first 17 digits.
///
/// 依据：GB 11643-1999《公民身份号码》，校验码按 ISO 7064 MOD 11-2。
fn check_character(digits: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let mut sum = 0;
    let mut characters = digits.chars();
    for weight in WEIGHTS {
        sum += weight * characters.next()?.to_digit(10)?;
    }
    Some(CHARACTERS[(sum % 11) as usize])
}

fn check_mod_11_2(number: &str) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    if found != 18 {
        return Err(IdentifierError::IdLength {
            found,
            expected: "18",
        });
    }
    let last = number.chars().next_back();
    let expected = check_character(number).ok_or(IdentifierError::IdShape)?;
    match last {
        Some(last) if last == expected => Ok(()),
        Some(last) if last == 'X' || last.is_ascii_digit() => Err(IdentifierError::IdCheckDigit),
        _ => Err(IdentifierError::IdShape),
    }
}

fn birth_at(number: &str) -> Option<NaiveDate> {
    let year = number.get(6..10)?.parse().ok()?;
    let month = number.get(10..12)?.parse().ok()?;
    let day = number.get(12..14)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn check_18(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    check_mod_11_2(number)?;
    let birth = birth_at(number).ok_or(IdentifierError::IdBirthImpossible)?;
    if birth > today {
        return Err(IdentifierError::IdBirthFuture);
    }
    Ok(())
}

/// The kind that an 18-character number announces by its first digits.
fn announced_kind(number: &str) -> IdKind {
    if number.starts_with('9') {
        IdKind::ForeignPermanent
    } else if ["810000", "820000", "830000"]
        .iter()
        .any(|area| number.starts_with(area))
    {
        IdKind::HmtResidence
    } else {
        IdKind::ResidentId
    }
}

fn expect_kind(number: &str, kind: IdKind) -> Result<(), IdentifierError> {
    match announced_kind(number) {
        announced if announced == kind => Ok(()),
        announced => Err(IdentifierError::IdWrongKind(announced)),
    }
}

fn check_resident(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    if number.len() == 15 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdentifierError::IdWrongKind(IdKind::ResidentId15));
    }
    check_18(number, today)?;
    expect_kind(number, IdKind::ResidentId)
}

fn check_resident_15(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    if found != 15 {
        return Err(IdentifierError::IdLength {
            found,
            expected: "15",
        });
    }
    let long = to_18(number).ok_or(IdentifierError::IdShape)?;
    check_18(&long, today)
}

fn check_hmt(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    check_18(number, today)?;
    expect_kind(number, IdKind::HmtResidence)
}

fn check_foreign(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    match found {
        18 => {
            check_18(number, today)?;
            expect_kind(number, IdKind::ForeignPermanent)
        }
        15 => {
            let (letters, digits) = number.split_at_checked(3).ok_or(IdentifierError::IdShape)?;
            let fits = letters.bytes().all(|byte| byte.is_ascii_uppercase())
                && digits.bytes().all(|byte| byte.is_ascii_digit());
            if fits {
                Ok(())
            } else {
                Err(IdentifierError::IdShape)
            }
        }
        _ => Err(IdentifierError::IdLength {
            found,
            expected: "18 or 15",
        }),
    }
}

/// A re-issued card carries B and a count after the twenty characters.
fn check_disability(number: &str, today: NaiveDate) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    if found != 20 && found != 22 {
        return Err(IdentifierError::IdLength {
            found,
            expected: "20",
        });
    }
    let (identity, rest) = number
        .split_at_checked(18)
        .ok_or(IdentifierError::IdShape)?;
    check_18(identity, today)?;
    let rest = rest.as_bytes();
    let graded = matches!(rest[0], b'1'..=b'7') && matches!(rest[1], b'1'..=b'4');
    let reissue = rest.len() == 2 || (rest[2] == b'B' && rest[3].is_ascii_digit());
    if graded && reissue {
        Ok(())
    } else {
        Err(IdentifierError::IdShape)
    }
}

fn check_latin(number: &str) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    if !(5..=20).contains(&found) {
        return Err(IdentifierError::IdLength {
            found,
            expected: "5 to 20",
        });
    }
    if number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err(IdentifierError::IdShape)
    }
}

fn check_free(number: &str) -> Result<(), IdentifierError> {
    let found = number.chars().count();
    if found > 50 {
        return Err(IdentifierError::IdLength {
            found,
            expected: "1 to 50",
        });
    }
    if number.chars().any(normal::is_invisible) {
        return Err(IdentifierError::IdShape);
    }
    Ok(())
}
