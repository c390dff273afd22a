//! From the command line to an open library: which one, made if it isn't there, and who sits at it. What fails here
//! is told in a small native message, since there is no page yet to tell it.

use crate::{ids, lock::Shut, paths, state::Shell};
use desk::{Desk, Hand, NewLibrary, Quiet};
use model::{Error, Kind, PersonId, Result, person::Person};
use std::{io::IsTerminal, path::Path, process::ExitCode};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// Opens the library that was asked for, or makes it where there is nothing yet. The desk begins locked where it was left
/// so, or where who sits at it has a passphrase.
///
/// # Errors
/// What keeps it from being opened or made; a person asked for who doesn't work there.
pub fn shell() -> Result<Shell> {
    let ids = ids::Source::default();
    let dir = paths::library()?;
    let desk = match (is_new(&dir)?, paths::synced_anyway()) {
        (true, true) => make(&dir, &ids)?,
        (true, false) => {
            desk::library::must_be_here(&dir)?;
            make(&dir, &ids)?
        }
        (false, true) => Desk::open_anyway(&dir)?,
        (false, false) => Desk::open(&dir)?,
    };
    let desk = desk
        .with_dictionaries(paths::dictionaries())
        .with_home(paths::libraries());
    let asked = paths::person()
        .map(|name| desk::person_named(&desk, &name))
        .transpose()?;
    let shell = Shell::new(desk, ids);
    let (last, locked) = paths::remembered(shell.desk.dir());
    let sits = match asked {
        Some(person) => Some(person.id),
        None => seat(&people(&shell)?, last),
    };
    if let Some(person) = sits {
        shell.seat(person, None);
        let sealed = desk::key::is_sealed(&shell.desk, person)?;
        shell.lock.set(match (locked && last == sits, sealed) {
            (true, _) => Some(Shut::Locked),
            (false, true) => Some(Shut::AtStart),
            (false, false) => None,
        });
    }
    Ok(shell)
}

/// Whether there is nothing at `dir`, or an empty folder.
fn is_new(dir: &Path) -> Result<bool> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(cause) => Err(Error::io(dir, &cause)),
    }
}

/// Makes a library whose first person is the one at the computer, who gets every role.
fn make(dir: &Path, ids: &ids::Source) -> Result<Desk> {
    let hand = Hand {
        actor: None,
        now: ids::now(),
        ids,
        progress: &Quiet,
        passphrases: None,
    };
    desk::library::create(
        dir,
        NewLibrary {
            person: Some(paths::user()),
            ..NewLibrary::default()
        },
        &hand,
    )
}

/// Who works in the library.
fn people(shell: &Shell) -> Result<Vec<Person>> {
    let ask = crate::bridge::read(serde_json::json!({}))?;
    Ok(desk::library::show(&shell.desk, &shell.hand(&Quiet), ask)?.people)
}

/// Who sits at the window where nobody is asked for: the one who sat there last, else the library's first.
fn seat(people: &[Person], last: Option<PersonId>) -> Option<PersonId> {
    let known = people.iter().find(|person| Some(person.id) == last);
    known.or_else(|| people.first()).map(|person| person.id)
}

/// Prints `error` as the terminal does, and gives its exit status.
pub fn fail(error: &Error) -> ExitCode {
    eprintln!("error[{}]: {}", error.code, error.message);
    if let Some(hint) = &error.hint {
        eprintln!("hint: {hint}");
    }
    ExitCode::from(status(error))
}

/// The same for what a native message says as well: where nobody reads along, standard error is the system's log, which gets
/// the code alone, as the sentence may name people and places.
fn note(error: &Error) -> ExitCode {
    if std::io::stderr().is_terminal() {
        return fail(error);
    }
    eprintln!("error[{}]", error.code);
    ExitCode::from(status(error))
}

/// Prints `error`, shows it in a native message, and gives its exit status once that is closed.
pub fn tell(error: &Error) -> ExitCode {
    let printed = note(error);
    #[cfg(debug_assertions)]
    if crate::dialogs::answers::file().is_some() {
        return printed;
    }
    let text = said(error, paths::library().ok().as_deref());
    let status = i32::from(status(error));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| {
            let handle = app.handle().clone();
            let message = app
                .dialog()
                .message(text)
                .title("Copydesk")
                .kind(MessageDialogKind::Error);
            message.show(move |_| handle.exit(status));
            Ok(())
        })
        .build(tauri::generate_context!());
    if let Ok(app) = app {
        app.run(|_, _| ());
    }
    printed
}

/// What the native message says: which library it is about, what is wrong, what to do without a terminal, and the hint.
fn said(error: &Error, library: Option<&Path>) -> String {
    let which =
        library.map(|dir| format!("Copydesk did not open the library at {}.", dir.display()));
    let here = match error.code.as_str() {
        "no-library" => Some(
            "To begin a new library, start Copydesk on a folder that is empty or not there yet.",
        ),
        "damaged" | "damaged-log" => {
            Some("Before anything else copy the library’s folder, as it is, to another place.")
        }
        _ => None,
    };
    // Whoever copies it into a terminal repairs this library, and not whichever is theirs.
    let repair = "copydesk library repair";
    let hint = error.hint.as_deref().map(|hint| match library {
        Some(dir) => {
            let dir = dir.display().to_string().replace('\'', r"'\''");
            hint.replace(
                repair,
                &format!("copydesk --library '{dir}' library repair"),
            )
        }
        None => hint.to_owned(),
    });
    let parts = [
        which.as_deref(),
        Some(error.message.as_str()),
        here,
        hint.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The exit status: what can't be opened is 3, whatever the reason short of damage or a failing system.
fn status(error: &Error) -> u8 {
    match error.kind {
        Kind::Damaged | Kind::System => error.exit_status(),
        Kind::Refused | Kind::Usage | Kind::Unreadable => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_new, said, seat};
    use model::{Error, PersonId, person::Person};
    use std::path::Path;

    fn person(number: u8, name: &str) -> Person {
        let id = PersonId(uuid::Uuid::from_bytes([number; 16]));
        Person {
            id,
            name: name.to_owned(),
            roles: [].into(),
        }
    }

    #[test]
    fn the_last_person_sits_down_again_and_else_the_first() {
        let people = [person(1, "Marlis Aebi"), person(2, "Tom Oduya")];
        assert_eq!(seat(&people, Some(people[1].id)), Some(people[1].id));
        assert_eq!(seat(&people, Some(person(9, "").id)), Some(people[0].id));
        assert_eq!(seat(&people, None), Some(people[0].id));
        assert_eq!(seat(&[], None), None);
    }

    #[test]
    fn a_message_names_the_library_and_says_first_what_needs_no_terminal() {
        let error = Error::damaged("damaged", "The library's file is damaged.")
            .hint("Run `copydesk library repair`, or restore a backup.");
        let said = said(&error, Some(Path::new("/srv/Ana's news/library")));
        let at = |words: &str| said.find(words);
        assert!(at("/srv/Ana's news/library") < at("is damaged"), "{said}");
        assert!(at("copy the library’s folder").is_some(), "{said}");
        assert!(
            at("copy the library’s folder") < at("library repair"),
            "{said}"
        );
        assert!(at("/srv/Ana's news/library").is_some(), "{said}");
        let run = r"copydesk --library '/srv/Ana'\''s news/library' library repair";
        assert!(at(run).is_some(), "{said}");
    }

    #[test]
    fn nothing_and_an_empty_folder_are_new_and_a_full_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(is_new(dir.path()), Ok(true));
        assert_eq!(is_new(&dir.path().join("none")), Ok(true));
        std::fs::write(dir.path().join("letter.txt"), "x").unwrap();
        assert_eq!(is_new(dir.path()), Ok(false));
        assert_eq!(
            is_new(&dir.path().join("letter.txt")).unwrap_err().code,
            "not-readable"
        );
    }
}
