//! Errors on standard error: `error[code]: message` and a hint, or one JSON line.

use crate::out::harmless;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use model::Error;
use serde::Serialize;
use std::{io::Write, process::ExitCode};

/// Prints an error and gives the exit status of its kind.
pub fn failure(error: &Error, json: bool) -> ExitCode {
    say(&words(error, json));
    ExitCode::from(error.exit_status())
}

/// Prints what is wrong with the command line, or the help or version that was asked for.
pub fn usage(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // A reader that has gone needs no help.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let json = std::env::args_os()
        .take_while(|arg| arg != "--")
        .any(|arg| arg == "--json");
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
        say(&error.to_string());
        return ExitCode::from(2);
    }
    let line: Vec<String> = std::env::args_os()
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    failure(&of_clap(error, &line), json)
}

/// What scripts read; the order of its fields is the contract's.
#[derive(Serialize)]
struct Report<'a> {
    error: Fields<'a>,
}

#[derive(Serialize)]
struct Fields<'a> {
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

fn words(error: &Error, json: bool) -> String {
    if json {
        let line = Report {
            error: Fields {
                code: &error.code,
                message: &error.message,
                hint: error.hint.as_deref(),
            },
        };
        return serde_json::to_string(&line).unwrap_or_default() + "\n";
    }
    let hint = error
        .hint
        .as_ref()
        .map(|hint| format!("hint: {}\n", harmless(hint)))
        .unwrap_or_default();
    format!(
        "error[{}]: {}\n{hint}",
        error.code,
        harmless(&error.message)
    )
}

/// Clap's message as an error of ours: its first paragraph is the message, the rest the hint.
fn of_clap(wrong: &clap::Error, line: &[String]) -> Error {
    let text = wrong.to_string();
    if wrong.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "));
        let words = usage.unwrap_or("copydesk").split(' ');
        let command: Vec<&str> = words
            .take_while(|word| !word.starts_with(['[', '<']))
            .collect();
        let hint = format!("See `{} --help`.", command.join(" "));
        return Error::usage("usage", "A command is missing.").hint(hint);
    }
    let (first, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut hint = joined(rest);
    if let (ErrorKind::UnknownArgument, Some(ContextValue::String(arg))) =
        (wrong.kind(), wrong.get(ContextKind::InvalidArg))
        && is_a_value(arg, line)
    {
        hint.insert_str(
            0,
            "A value that begins with a dash is joined to its option, as in --title='-5 degrees'. ",
        );
    }
    let error = Error::usage("usage", joined(first.trim_start_matches("error: ")));
    if hint.is_empty() {
        error
    } else {
        error.hint(hint)
    }
}

/// Whether what was not understood stands where an option's value would: behind one that has none yet.
fn is_a_value(arg: &str, line: &[String]) -> bool {
    let one = arg.starts_with('-') && !arg.starts_with("--");
    one && line
        .windows(2)
        .any(|two| two[0].starts_with("--") && !two[0].contains('=') && two[1].starts_with(arg))
}

fn joined(lines: &str) -> String {
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Nothing can be said about standard error that can't be written to.
fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{of_clap, words};
    use crate::args::Line;
    use clap::Parser;
    use model::Error;

    #[test]
    fn an_error_is_a_line_and_a_hint_for_people_and_one_line_for_scripts() {
        let error = Error::refused("not-now", "The article is a draft.").hint("Submit it first.");
        assert_eq!(
            words(&error, false),
            "error[not-now]: The article is a draft.\nhint: Submit it first.\n"
        );
        let json = words(&error, true);
        assert_eq!(json.lines().count(), 1);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["error"]["code"], "not-now");
        assert_eq!(value["error"]["hint"], "Submit it first.");
    }

    #[test]
    fn where_a_command_is_missing_the_help_of_its_group_is_named() {
        for (line, help) in [
            (&["copydesk"][..], "`copydesk --help`"),
            (
                &["copydesk", "--json", "library"],
                "`copydesk library --help`",
            ),
            (
                &["copydesk", "library", "words"],
                "`copydesk library words --help`",
            ),
        ] {
            let hint = of_clap(&Line::try_parse_from(line).unwrap_err(), &[])
                .hint
                .unwrap();
            assert!(hint.contains(help), "{line:?}: {hint}");
        }
    }

    #[test]
    fn a_usage_error_says_what_is_missing() {
        let error = of_clap(
            &Line::try_parse_from(["copydesk", "article", "new"]).unwrap_err(),
            &[],
        );
        assert_eq!((error.code.as_str(), error.exit_status()), ("usage", 2));
        assert!(error.message.contains("--title"), "{}", error.message);
        assert!(error.hint.unwrap().contains("Usage: copydesk article new"));
    }

    #[test]
    fn a_value_that_begins_with_a_dash_is_told_how_it_is_given() {
        let line = ["copydesk", "article", "new", "--title", "-5 degrees"];
        let given = line.map(str::to_owned);
        let error = of_clap(&Line::try_parse_from(line).unwrap_err(), &given);
        let hint = error.hint.unwrap();
        assert!(hint.contains("as in --title='-5 degrees'"), "{hint}");
        let error = of_clap(&Line::try_parse_from(line).unwrap_err(), &[]);
        assert!(!error.hint.unwrap().contains("as in"));
        let joined = ["copydesk", "article", "new", "--title=-5 degrees"];
        assert!(Line::try_parse_from(joined).is_ok());
    }
}
