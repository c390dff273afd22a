//! The TypeScript client, made from the list of commands and the records they name.

use crate::*;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

/// What the lock screen shows.
const DOOR: &str =
    "{ locked: boolean, newsroom: string, person: string | null, keys: Array<KeyView> }";

/// What was being typed into an article when the desk was locked; `sending` is what was on its way to be saved.
const TYPED: &str = "type Typed = { article: string, base: string, content: Content, was?: string, cursor?: Cursor, sending?: Content, };";

/// What the shell itself answers: name, arguments, result.
const SHELL: [(&str, &str, &str); 13] = [
    (
        "act_as",
        "{ person: string, passphrase?: string, attempt?: string }",
        "LibraryView",
    ),
    ("call_off", "{ attempt: string }", "null"),
    (
        "lock_desk",
        "{ person: string, kept: unknown, typed: Array<Typed> }",
        DOOR,
    ),
    (
        "take_up",
        "Record<string, never>",
        "{ kept: unknown, typed: Array<Typed> } | null",
    ),
    ("door", "Record<string, never>", DOOR),
    ("stir", "Record<string, never>", "null"),
    (
        "pick_path",
        "{ what: \"import\" | \"import-folder\" | \"media\" | \"media-folder\" | \"export\" | \"export-folder\" | \"verify\" | \"verify-folder\" | \"key\" | \"profile\" | \"profile-as\" | \"backup\" | \"sealed-backup\" | \"backup-folder\" | \"restored\" | \"library\" | \"picture\" | \"activity\" | \"inbox\" | \"comments\" | \"comments-folder\" | \"comments-wxr\" | \"comments-jsonl\" | \"comments-csv\" | \"theme\" | \"theme-out\" }",
        "string | null",
    ),
    ("cancel_job", "Record<string, never>", "null"),
    ("open_folder", "{ path: string }", "null"),
    ("open_library", "{ path: string }", "null"),
    (
        "last_bundle",
        "Record<string, never>",
        "{ out: string, edition: string, profile: string } | null",
    ),
    (
        "remember_bundle",
        "{ out: string, edition: string, profile: string }",
        "null",
    ),
    ("set_view", "{ zoom: number | null, turn: boolean }", "null"),
];

struct Declared<'a> {
    config: &'a Config,
    out: std::collections::BTreeMap<String, String>,
}

impl TypeVisitor for Declared<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(self.config);
        if self.out.contains_key(&name) {
            return;
        }
        self.out.insert(name, T::decl(self.config));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:ident = $module:ident :: $function:ident ($of:ident :: $args:ident) -> $ret:ty;)*) => {
        /// The text of `ui/src/lib/ipc/generated.ts`.
        #[must_use]
        pub fn typescript() -> String {
            let config = Config::default();
            let mut declared = Declared { config: &config, out: Default::default() };
            let mut calls = String::new();
            declared.visit::<model::Error>();
            $(
                <$ret as TS>::visit_dependencies(&mut declared);
                <$ret as TS>::visit_generics(&mut declared);
                declared.visit::<$ret>();
                <$of::$args as TS>::visit_dependencies(&mut declared);
                let _ = writeln!(
                    calls,
                    "/**{} */\nexport const {} = (args: {}): Promise<{}> => invoke(\"{}\", {{ args }});",
                    concat!($($doc),*),
                    camel(stringify!($name)),
                    <$of::$args as TS>::inline(&config),
                    <$ret as TS>::name(&config),
                    stringify!($name),
                );
            )*
            for (name, args, ret) in SHELL {
                let _ = writeln!(
                    calls,
                    "export const {} = (args: {args}): Promise<{ret}> => invoke(\"{name}\", {{ args }});",
                    camel(name),
                );
            }
            declared.out.insert("Typed".into(), TYPED.into());
            let mut out = String::from(
                "// Made from the list of commands in the desk crate; `./dev types` makes it again.\n\nimport { invoke } from \"./invoke\";\n\n",
            );
            for decl in declared.out.values() {
                let _ = writeln!(out, "export {decl}");
            }
            out.push('\n');
            out.push_str(&calls);
            out
        }
    };
}

include!("list.rs");

/// `article_list` as `articleList`.
fn camel(name: &str) -> String {
    let mut up = false;
    name.chars()
        .filter_map(|c| match c {
            '_' => {
                up = true;
                None
            }
            c if up => {
                up = false;
                Some(c.to_ascii_uppercase())
            }
            c => Some(c),
        })
        .collect()
}
