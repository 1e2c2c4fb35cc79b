//! Every command with its request and answer as JSON Schema.

use schemars::schema_for;
use serde_json::{Value, json};

use crate::command::{Access, for_each_command};
use crate::wire::account::*;
use crate::wire::catalogue::*;
use crate::wire::duty::*;
use crate::wire::exchange::*;
use crate::wire::hall::*;
use crate::wire::institution::*;
use crate::wire::intake::*;
use crate::wire::keys::*;
use crate::wire::list::*;
use crate::wire::paper::*;
use crate::wire::parameter::*;
use crate::wire::person::*;
use crate::wire::print::*;
use crate::wire::procedure::*;
use crate::wire::rating::*;
use crate::wire::setting::*;
use crate::wire::slip::*;
use crate::wire::supervise::*;
use crate::wire::template::*;
use crate::wire::ticket::*;
use crate::wire::*;

/// Returns the command list with schemas.
pub fn schema() -> Value {
    let mut commands = serde_json::Map::new();
    macro_rules! line {
        ($($name:ident($request:ty) -> $answer:ty, $access:ident, $module:ident :: $handler:ident;)*) => { $(
            commands.insert(stringify!($name).to_owned(), json!({
                "access": Access::$access.who(),
                "request": schema_for!($request),
                "answer": schema_for!($answer),
            }));
        )* };
    }
    for_each_command!(line);
    json!({ "commands": commands, "error": schema_for!(crate::refusal::Refusal) })
}
