//! A seat at a desk whose clock can be set: commands go the same way as from the window.

use std::path::Path;

use fachuang_api::Front;
use fachuang_api::wire::Nothing;
use fachuang_api::wire::account::{ChangePassword, LogIn, Session};
use fachuang_core::time::{Clock, SetClock};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::host;

/// What the desk said no with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", if hint.is_empty() { String::new() } else { format!("（{hint}）") })]
pub struct Refused {
    pub code: String,
    /// Path of the field it is about; empty for none.
    pub field: String,
    pub message: String,
    pub hint: String,
}

impl Refused {
    fn read(error: &Value) -> Self {
        let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
        Self {
            code: text("code"),
            field: text("field"),
            message: text("message"),
            hint: text("hint"),
        }
    }

    fn unreadable(command: &str) -> Self {
        Self {
            code: "answer.unreadable".to_owned(),
            field: String::new(),
            message: format!("命令 {command} 的回答无法读取。"),
            hint: String::new(),
        }
    }

    /// There is no folder to carry files in.
    pub(crate) fn no_stick() -> Self {
        Self {
            code: "exchange.folder_missing".to_owned(),
            field: String::new(),
            message: "没有可放交换文件的文件夹。".to_owned(),
            hint: String::new(),
        }
    }

    /// Returns the code with the field, as tables show it.
    pub fn brief(&self) -> String {
        if self.field.is_empty() {
            self.code.clone()
        } else {
            format!("{}@{}", self.code, self.field)
        }
    }
}

impl From<fachuang_api::Refusal> for Refused {
    fn from(refusal: fachuang_api::Refusal) -> Self {
        Self {
            code: refusal.code,
            field: refusal.field,
            message: refusal.message,
            hint: refusal.hint,
        }
    }
}

/// Somebody at the desk.
#[derive(Debug)]
pub struct Seat {
    front: Front,
    clock: SetClock,
    /// Login of who sits there; empty for nobody.
    login: String,
}

impl Seat {
    /// Returns an empty seat at the desk of invented people in `data`.
    pub fn invented(data: &Path, now_ms: i64, seed: &str) -> Self {
        let clock = SetClock::at_ms(now_ms);
        Self {
            front: host::invented(data, &clock, seed),
            clock,
            login: String::new(),
        }
    }

    /// Moves the clock forwards; it never goes back.
    pub fn advance_to(&mut self, ms: i64) {
        self.clock.set_ms(ms.max(self.clock.now_ms()));
    }

    /// Returns the time on the clock in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Asks the desk as the member of staff who sits there.
    ///
    /// # Errors
    /// Whatever the desk refuses.
    pub fn ask<A: DeserializeOwned>(
        &mut self,
        command: &str,
        args: &impl Serialize,
    ) -> Result<A, Refused> {
        let request = json!({ "command": command, "args": args }).to_string();
        read(command, &self.front.call(&request))
    }

    /// Asks the desk from the citizen's window.
    ///
    /// # Errors
    /// Whatever the desk refuses.
    pub fn ask_as_citizen<A: DeserializeOwned>(
        &mut self,
        command: &str,
        args: &impl Serialize,
    ) -> Result<A, Refused> {
        let request = json!({ "command": command, "args": args }).to_string();
        read(command, &self.front.call_rating(&request))
    }

    /// Lets somebody sit down, unless they sit there already.
    ///
    /// # Errors
    /// Whatever the login is refused for.
    pub fn sit(&mut self, login: &str, password: &str) -> Result<(), Refused> {
        if self.login == login {
            return Ok(());
        }
        self.login.clear();
        let _: Nothing = self.ask("lock", &Nothing {})?;
        let wish = LogIn {
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let _: Session = self.ask("log_in", &wish)?;
        self.login = login.to_owned();
        Ok(())
    }

    /// Turns a one-time password into the account's own.
    ///
    /// # Errors
    /// Whatever the login or the new password is refused for.
    pub fn claim(&mut self, login: &str, one_time: &str, password: &str) -> Result<(), Refused> {
        self.sit(login, one_time)?;
        let wish = ChangePassword {
            old_password: one_time.to_owned(),
            new_password: password.to_owned(),
        };
        let _: Nothing = self.ask("change_password", &wish)?;
        Ok(())
    }
}

/// Reads the answer of a front.
pub(crate) fn read<A: DeserializeOwned>(command: &str, answer: &str) -> Result<A, Refused> {
    let mut answer: Value =
        serde_json::from_str(answer).map_err(|_| Refused::unreadable(command))?;
    match answer.get_mut("ok") {
        Some(ok) => serde_json::from_value(ok.take()).map_err(|_| Refused::unreadable(command)),
        None => Err(Refused::read(&answer["error"])),
    }
}
