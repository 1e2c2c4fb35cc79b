use super::{IdentifierError, normal};

/// A phone number in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    /// Area code of a landline; empty for a mobile and for a 400 number.
    area: String,
    local: String,
    /// 分机号; empty if there is none.
    extension: String,
}

impl Phone {
    /// Reads a mainland mobile number, a landline with area code, or a 400 or 800 number.
    ///
    /// Blanks, hyphens, brackets and the country code are optional; an extension follows `转`, `-`, `x`, `#` or `ext`.
    ///
    /// # Errors
    /// `phone.shape`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = normal::number(text);
        let mut rest = text.as_str();
        for prefix in ["+86", "0086", "(86)"] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest);
        }
        let (main, extension) = split_extension(rest)?;
        let digits = digits(main)?;
        let digits = match digits.strip_prefix("86") {
            Some(mobile) if is_mobile(mobile) => mobile.to_owned(),
            _ => digits,
        };
        let no_extension = extension.is_empty();
        if is_mobile(&digits) && no_extension {
            return Ok(Self::whole(digits));
        }
        if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
            return Ok(Self {
                extension,
                ..Self::whole(digits)
            });
        }
        let area_length = match digits.as_bytes() {
            [b'0', b'1' | b'2', ..] => 3,
            [b'0', b'3'..=b'9', ..] => 4,
            _ => return Err(IdentifierError::PhoneShape),
        };
        let (area, local) = digits
            .split_at_checked(area_length)
            .ok_or(IdentifierError::PhoneShape)?;
        let local_fits = matches!(local.len(), 7 | 8) && !local.starts_with(['0', '1']);
        if !local_fits {
            return Err(IdentifierError::PhoneShape);
        }
        Ok(Self {
            area: area.to_owned(),
            local: local.to_owned(),
            extension,
        })
    }

    fn whole(digits: String) -> Self {
        Self {
            area: String::new(),
            local: digits,
            extension: String::new(),
        }
    }

    /// Returns the number as it is stored and printed: `19900010592`, `0999-8123456-12`.
    pub fn normal(&self) -> String {
        let parts = [&self.area, &self.local, &self.extension];
        let parts: Vec<&str> = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect();
        parts.join("-")
    }

    /// Returns the number as lists show it: `199****0592`, `0999-***3456`.
    pub fn masked(&self) -> String {
        if self.area.is_empty() {
            return normal::mask(&self.local, 3, 4);
        }
        format!("{}-{}", self.area, normal::mask(&self.local, 0, 4))
    }

    /// Returns the digits under which the number is found, without extension.
    pub fn search_key(&self) -> String {
        format!("{}{}", self.area, self.local)
    }

    /// Returns the search key back to front, so that the last digits are a prefix.
    pub fn tail_key(&self) -> String {
        normal::back_to_front(&self.search_key())
    }

    /// Tells whether the number can receive a text message.
    pub fn is_mobile(&self) -> bool {
        self.area.is_empty() && is_mobile(&self.local)
    }
}

fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]) && digits.len() == 11
}

/// Splits off an extension. A hyphen only starts one when a whole landline number stands before it.
fn split_extension(text: &str) -> Result<(&str, String), IdentifierError> {
    for mark in ["转", "EXT.", "EXT", "X", "#"] {
        if let Some((main, extension)) = text.split_once(mark) {
            return check_extension(extension).map(|extension| (main, extension));
        }
    }
    if let Some((main, extension)) = text.rsplit_once('-') {
        let before = main.chars().filter(char::is_ascii_digit).count();
        if before >= 10 {
            return check_extension(extension).map(|extension| (main, extension));
        }
    }
    Ok((text, String::new()))
}

fn check_extension(extension: &str) -> Result<String, IdentifierError> {
    let fits =
        (1..=6).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_digit());
    if fits {
        Ok(extension.to_owned())
    } else {
        Err(IdentifierError::PhoneShape)
    }
}

fn digits(text: &str) -> Result<String, IdentifierError> {
    let mut digits = String::new();
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '-' | '(' | ')' | '‐' | '–' | '—' => {}
            _ => return Err(IdentifierError::PhoneShape),
        }
    }
    Ok(digits)
}
