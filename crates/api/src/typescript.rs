//! TypeScript of the wire: generated from the command list, compared with the committed file by a test.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

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

struct Declarations<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found
            .insert(name, format!("{docs}export {}", T::decl(self.config)));
        T::visit_dependencies(self);
    }
}

/// Returns the TypeScript source of every wire type and of the command list.
pub fn typescript() -> String {
    let config = Config::default();
    let mut types = Declarations {
        config: &config,
        found: BTreeMap::new(),
    };
    let mut commands = String::new();
    macro_rules! line {
        ($($name:ident($request:ty) -> $answer:ty, $access:ident, $module:ident :: $handler:ident;)*) => { $(
            types.visit::<$request>();
            types.visit::<$answer>();
            commands.push_str(&format!(
                "  {}: {{ request: {}; answer: {}; access: \"{}\" }};\n",
                stringify!($name),
                <$request as TS>::ident(&config),
                <$answer as TS>::ident(&config),
                Access::$access.who(),
            ));
        )* };
    }
    for_each_command!(line);
    let declarations: Vec<String> = types.found.into_values().collect();
    format!(
        "// Generated from crates/api by `cargo xtask codegen`. Do not edit.\n\n{}\n\n/** Every command with its request and answer. */\nexport interface Commands {{\n{commands}}}\n",
        declarations.join("\n\n")
    )
}
