//! The command line as a whole; each group's own commands are beside what they do.

use crate::{
    activity, article, asset, bin, bundle, byline, check, comment, commenter, edition,
    global::Global, import, key, library, person, profile, receive, review, rules, search,
    template, theme,
};
use clap::{Parser, Subcommand};

/// A newsroom in one folder: draft, review, moderate, and publish a bundle that proves itself.
#[derive(Debug, Parser)]
#[command(
    name = "copydesk",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit status: 0 done; 1 refused by a rule; 2 usage; 3 the input can’t be read; 4 damage found; \
    5 the system failed.\nAn ID is an id or a unique beginning of one."
)]
pub struct Line {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new library
    Init(library::Init),
    /// People and their roles
    Person {
        #[command(subcommand)]
        command: person::Command,
    },
    /// Write, read and submit articles
    Article {
        #[command(subcommand)]
        command: article::Command,
    },
    /// What was thrown away: list it, take it back, delete it for good
    Bin {
        #[command(subcommand)]
        command: bin::Command,
    },
    /// How the site looks: colours, type, logo, and the theme’s files out and in
    Theme {
        #[command(subcommand)]
        command: theme::Command,
    },
    /// What an article of a kind begins with
    Template {
        #[command(subcommand)]
        command: template::Command,
    },
    /// Pictures and attachments
    Asset {
        #[command(subcommand)]
        command: asset::Command,
    },
    /// Profiles of the public authors, which articles take their bylines from
    Byline {
        #[command(subcommand)]
        command: byline::Command,
    },
    /// Approve, send back, and note
    Review {
        #[command(subcommand)]
        command: review::Command,
    },
    /// What the checks say of an article; exits 1 where something blocks
    Check(check::Ask),
    /// Readers’ comments and the decisions on them
    Comment {
        #[command(subcommand)]
        command: comment::Command,
    },
    /// Who sends comments: find, ban, forget
    Commenter {
        #[command(subcommand)]
        command: commenter::Command,
    },
    /// The rules for comments, and what was learned from decisions
    Rules {
        #[command(subcommand)]
        command: rules::Command,
    },
    /// Take readers’ comments from the form on a published site into a folder; needs no library
    Receive(receive::Ask),
    /// Take in an article or an archive
    Import(import::Ask),
    /// Editions: which articles a bundle holds, and in which order
    Edition {
        #[command(subcommand)]
        command: edition::Command,
    },
    /// Profiles of bundles: which parts one holds, and how they are made
    Profile {
        #[command(subcommand)]
        command: profile::Command,
    },
    /// Print a bundle: a release, or a proof to look at
    Export(bundle::Export),
    /// Check a bundle; exits 4 and lists every fault where there is one
    Verify {
        /// The bundle: a .zip or a folder
        path: String,
        /// The newsroom’s public key, or a file that holds it [default: the open library’s]
        #[arg(long, value_name = "PUBKEY")]
        key: Option<String>,
        /// A newer bundle of the same newsroom: which keys were revoked since is in its manifest
        #[arg(long, value_name = "PATH")]
        newer: Option<String>,
    },
    /// The newsroom’s keys and those that were revoked
    Key {
        #[command(subcommand)]
        command: key::Command,
    },
    /// Find articles by their words
    Search(search::Ask),
    /// What was done, newest first: all of it, or of an article, by someone, about something, in some days
    Activity(activity::Ask),
    /// Take back your own last act
    Undo,
    /// The library itself: check, back up, restore, repair
    Library {
        #[command(subcommand)]
        command: library::Command,
    },
}

#[cfg(test)]
mod tests {
    use super::Line;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_sound() {
        Line::command().debug_assert();
    }

    #[test]
    fn global_options_may_stand_anywhere() {
        let line = Line::try_parse_from([
            "copydesk",
            "article",
            "list",
            "--json",
            "--as",
            "Ida Brandt",
        ])
        .unwrap();
        assert!(line.global.json);
        assert_eq!(line.global.actor.as_deref(), Some("Ida Brandt"));
    }

    #[test]
    fn who_acts_is_not_mistaken_for_whom_it_is_done_to() {
        let line = [
            "copydesk", "--as", "Ida", "person", "set", "Nils", "--name", "Niels",
        ];
        assert_eq!(
            Line::try_parse_from(line).unwrap().global.actor.as_deref(),
            Some("Ida")
        );
    }

    #[test]
    fn a_change_names_what_it_changes_and_a_decision_is_one() {
        let refused = |line: &str| Line::try_parse_from(line.split(' ')).is_err();
        assert!(refused("copydesk article edit 0193"));
        assert!(!refused(
            "copydesk article edit 0193 --title A --tag b --tag c"
        ));
        assert!(refused("copydesk person set Ida"));
        assert!(refused("copydesk comment decide 0193"));
        assert!(refused("copydesk comment decide 0193 --publish --spam"));
        assert!(!refused(
            "copydesk comment decide 0193 0194 --reject --reason hate"
        ));
        assert!(refused("copydesk article diff 0193 ab"));
    }
}
