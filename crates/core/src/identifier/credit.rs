use super::{IdentifierError, normal};

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 统一社会信用代码 of an organisation, in its normal form and checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a typed code.
    ///
    /// The first characters are not decoded: published tables of them contradict each other.
    /// 依据：GB 32100-2015《法人和其他组织统一社会信用代码编码规则》。
    ///
    /// # Errors
    /// `credit.length`, `credit.alphabet`, `credit.check`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code: String = normal::number(text)
            .chars()
            .filter(|character| *character != '-')
            .collect();
        let length = code.chars().count();
        if length != 18 {
            return Err(IdentifierError::CreditLength(length));
        }
        let mut weight = 1;
        let mut sum = 0;
        let mut last = 0;
        for (index, character) in code.chars().enumerate() {
            let value = ALPHABET
                .find(character)
                .ok_or(IdentifierError::CreditAlphabet)?;
            if index == 17 {
                last = value;
            } else {
                sum += value * weight;
                weight = weight * 3 % 31;
            }
        }
        if (31 - sum % 31) % 31 != last {
            return Err(IdentifierError::CreditCheck);
        }
        Ok(Self(code))
    }

    /// Returns the code as 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
