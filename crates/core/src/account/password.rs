//! What a password must look like. The numbers are settings, since 等保 level and customer differ.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::naming::plain_form;

/// Demands on a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Fewest code points, counted after normalisation.
    pub min_length: usize,
    /// Fewest of the three classes letters, digits and other signs; 2 keeps out a PIN.
    pub min_classes: usize,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            min_length: 8,
            min_classes: 2,
        }
    }
}

/// Why a new password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Fewer code points than the office asks for.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// Fewest code points allowed.
        min: usize,
    },
    /// Fewer classes of characters than the office asks for.
    #[error("the password mixes fewer than {min} of letters, digits and signs")]
    TooSimple {
        /// Fewest classes allowed.
        min: usize,
    },
    /// The password is the login name.
    #[error("the password is the login name")]
    SameAsLogin,
}

impl PasswordFault {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password.too_short",
            Self::TooSimple { .. } => "password.too_simple",
            Self::SameAsLogin => "password.same_as_login",
        }
    }
}

impl PasswordRules {
    /// Accepts or refuses `password` for the account `login`.
    ///
    /// Letters are letters of any script, so Han characters count as letters. Case does not hide a login name.
    ///
    /// # Errors
    /// `password.too_short`, `password.too_simple`, `password.same_as_login`.
    pub fn check(&self, login: &str, password: &str) -> Result<(), PasswordFault> {
        let password: String = password.nfc().collect();
        if plain_form(&password) == plain_form(login) {
            return Err(PasswordFault::SameAsLogin);
        }
        if password.chars().count() < self.min_length {
            return Err(PasswordFault::TooShort {
                min: self.min_length,
            });
        }
        let classes = [
            password.chars().any(char::is_alphabetic),
            password.chars().any(char::is_numeric),
            password.chars().any(|c| !c.is_alphanumeric()),
        ];
        if classes.iter().filter(|present| **present).count() < self.min_classes {
            return Err(PasswordFault::TooSimple {
                min: self.min_classes,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(login: &str, password: &str) -> Option<&'static str> {
        let verdict = PasswordRules::default().check(login, password);
        verdict.err().map(|fault| fault.code())
    }

    #[test]
    fn each_rule_refuses_with_its_own_code() {
        for (login, password, expected) in [
            ("wang", "abc-123", Some("password.too_short")),
            ("wang", "abcdefgh", Some("password.too_simple")),
            ("wang", "12345678", Some("password.too_simple")),
            ("wang", "!!!!!!!!", Some("password.too_simple")),
            ("wang-2026", "WANG-2026", Some("password.same_as_login")),
            ("wang", "wang", Some("password.same_as_login")),
            ("wang-2026", "ｗａｎｇ-2026", Some("password.same_as_login")),
            ("wang", "abcdefg1", None),
            ("wang", "桂花巷口第三棵1", None),
            ("wang", "correct horse", None),
        ] {
            assert_eq!(code(login, password), expected, "{password}");
        }
    }

    #[test]
    fn length_counts_code_points_not_bytes() {
        assert_eq!(code("wang", "门前大树1"), Some("password.too_short"));
        assert_eq!(code("wang", "门前大树下1棵树"), None);
    }

    #[test]
    fn an_office_may_ask_for_more() {
        let strict = PasswordRules {
            min_length: 12,
            min_classes: 3,
        };
        assert_eq!(
            strict.check("wang", "abcdefg1"),
            Err(PasswordFault::TooShort { min: 12 })
        );
        assert_eq!(
            strict.check("wang", "abcdefghijk1"),
            Err(PasswordFault::TooSimple { min: 3 })
        );
        assert_eq!(strict.check("wang", "abcdefghij-1"), Ok(()));
    }
}
