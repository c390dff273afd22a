//! The bridge: every command of the desk under its own name, made from the one list, and the shell's own beside
//! them. Each runs on a thread that may block, since a command on the window's thread would freeze it. A page calls
//! `invoke(name, {args})`, or `invoke(name, {args, content, had})` where of the content that is asked with, and of the
//! answer, only what changed is sent; failures leave as `model::Error`.

use crate::{events::Teller, own, state::Shell};
use desk::{Desk, Hand};
use model::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use tauri::{
    AppHandle, Manager, Wry,
    ipc::{Invoke, InvokeBody, InvokeError, InvokeResponseBody},
};

/// A command with its types hidden: arguments in as JSON, the answer out as JSON text.
type Command = fn(&Desk, &Hand<'_>, Value) -> Result<String>;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $module:ident::$function:ident($of:ident::$args:ident) -> $ret:ty;)*) => {
        &[$((stringify!($name), |desk, hand, args| {
            let asked: desk::$of::$args = read(args)?;
            write(&desk::$module::$function(desk, hand, asked)?)
        })),*]
    };
}

/// The desk's commands by name.
const COMMANDS: &[(&str, Command)] = include!("../crates/desk/src/commands/list.rs");

/// Answers one call of the page; false where there is no such command.
pub fn answer(invoke: Invoke<Wry>) -> bool {
    let Invoke {
        message, resolver, ..
    } = invoke;
    let app = message.webview_ref().app_handle().clone();
    let name = message.command().to_owned();
    let payload = match message.payload() {
        InvokeBody::Json(Value::Object(payload)) => payload.clone(),
        _ => Map::new(),
    };
    if let Some((name, command)) = COMMANDS.iter().find(|(known, _)| *known == name) {
        // Here, where calls come in by their turn: what was asked before the desk was locked is done, and nothing after.
        let open = app.state::<Shell>().lock.must_be_open();
        resolver.respond_async(async move {
            reply(match open {
                Ok(()) => ask(app, name, *command, payload).await,
                Err(locked) => Err(locked),
            })
        });
        return true;
    }
    if own::NAMES.contains(&name.as_str()) {
        let args = args(payload);
        let shut = match name.as_str() {
            "lock_desk" => own::shut(&app.state::<Shell>()),
            _ => Ok(()),
        };
        resolver.respond_async(async move {
            reply(match shut {
                Ok(()) => own::answer(app, &name, args).await,
                Err(nobody) => Err(nobody),
            })
        });
        return true;
    }
    false
}

/// The arguments in a call, nothing where there are none.
fn args(mut payload: Map<String, Value>) -> Value {
    payload
        .remove("args")
        .unwrap_or_else(|| Value::Object(Map::new()))
}

/// Puts a command to the desk, as whoever sits at the window, with the time of now.
async fn ask(
    app: AppHandle,
    name: &'static str,
    command: Command,
    mut payload: Map<String, Value>,
) -> Result<String> {
    off_the_window(move || {
        let shell = app.state::<Shell>();
        let (piece, had) = (payload.remove("content"), payload.remove("had"));
        let mut args = args(payload);
        if let (Some(piece), Value::Object(args)) = (piece, &mut args) {
            let content = shell.pieces.asked.take(name, read(piece)?)?;
            args.insert("content".into(), parse(&content)?);
        }
        shell.grants.check(name, &args)?;
        let teller = Teller::new(&app, name, &shell.jobs);
        let answer = command(&shell.desk, &shell.hand(&teller), args)?;
        shell.grants.learn(name, &answer);
        match had {
            Some(had) => {
                let had: String = read(had)?;
                write(&shell.pieces.answered.give(name, &had, answer))
            }
            None => Ok(answer),
        }
    })
    .await
}

/// Runs `work` on a thread that may block.
///
/// # Errors
/// Those of `work`; `internal` where it broke off.
pub async fn off_the_window<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| {
            // The panic has said where.
            tracing::error!("a command broke off");
            Err(Error::system(
                "internal",
                "Something went wrong inside Copydesk; nothing was half done.",
            )
            .hint("Try again. If it happens again, please report what you did."))
        })
}

/// Reads a command's arguments.
///
/// # Errors
/// `bad-arguments`, with what is wrong about them.
pub fn read<T: DeserializeOwned>(args: Value) -> Result<T> {
    serde_json::from_value(args).map_err(|cause| bad(&cause))
}

/// The same for what came as text.
fn parse(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|cause| bad(&cause))
}

fn bad(cause: &serde_json::Error) -> Error {
    Error::usage(
        "bad-arguments",
        format!("The command was not understood: {cause}."),
    )
}

/// Writes an answer as JSON.
///
/// # Errors
/// `internal`, where it has no form in JSON, which no record of the desk does.
pub fn write<T: Serialize>(answer: &T) -> Result<String> {
    serde_json::to_string(answer)
        .map_err(|cause| Error::system("internal", format!("The answer was lost: {cause}.")))
}

/// An answer in the bridge's terms.
fn reply(answer: Result<String>) -> std::result::Result<InvokeResponseBody, InvokeError> {
    answer
        .map(InvokeResponseBody::Json)
        .map_err(InvokeError::from)
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;
    use crate::{
        grants::{MAY_TAKE_PATH, TAKES_PATH},
        own,
    };
    use std::collections::BTreeSet;

    #[test]
    fn every_command_has_one_name() {
        let names: BTreeSet<_> = COMMANDS
            .iter()
            .map(|(name, _)| *name)
            .chain(own::NAMES.iter().copied())
            .collect();
        assert_eq!(names.len(), COMMANDS.len() + own::NAMES.len());
    }

    #[test]
    fn every_command_that_takes_a_path_is_on_the_list() {
        let listed = |wanted| COMMANDS.iter().any(|(name, _)| *name == wanted);
        let all = TAKES_PATH.iter().chain(MAY_TAKE_PATH);
        assert!(all.map(|(name, _)| *name).all(listed));
    }

    #[test]
    fn arguments_of_any_shape_are_refused_and_not_fatal() {
        #[derive(serde::Deserialize, Debug)]
        struct Wanted {
            #[expect(dead_code, reason = "only its type matters")]
            text: String,
        }
        for bad in ["null", "[]", "{}", r#"{"text":3}"#, "\"x\""] {
            let value = serde_json::from_str(bad).unwrap();
            assert_eq!(
                super::read::<Wanted>(value).unwrap_err().code,
                "bad-arguments",
                "{bad}"
            );
        }
    }
}
