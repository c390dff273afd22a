//! What is left behind where a program breaks off: the place in the program, and nothing of what it worked on. The window has
//! this file too.

use std::{io::Write, panic::Location};

/// From here on a panic says on standard error where it was, never why: its message may quote the text that it met. And no
/// picture of the memory, which holds texts and opened keys, is written by the system.
pub fn keep() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(place).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "error[internal]: broke off{place}");
    }));
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Where the system won't, it goes on as it was.
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(debug_assertions)]
    provoked();
}

/// The file within its crate, without the folders of whoever built it.
fn place(at: &Location<'_>) -> String {
    let file = at.file().replace('\\', "/");
    let short = match file.split_once("/registry/src/") {
        Some((_, within)) => within.split_once('/').map_or(within, |(_, file)| file),
        None if file.starts_with('/') => file.rsplit('/').next().unwrap_or_default(),
        None => &file,
    };
    format!(" at {short}:{}", at.line())
}

/// Breaks off with the words that a test wants to see nowhere.
#[cfg(debug_assertions)]
#[expect(
    clippy::disallowed_methods,
    reason = "only the shell and the terminal read the environment"
)]
fn provoked() {
    if let Some(words) = std::env::var_os("COPYDESK_BREAK_OFF") {
        #[expect(clippy::panic, reason = "a test asks for it, of a debug build alone")]
        std::panic::panic_any(words.to_string_lossy().into_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::place;
    use std::panic::Location;

    #[test]
    fn a_place_names_no_folder_of_the_person() {
        let here = place(Location::caller());
        assert!(here.contains("quiet.rs:"), "{here}");
        assert!(!here.contains(" at /"), "{here}");
    }
}
