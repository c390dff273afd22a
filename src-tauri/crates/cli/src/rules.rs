//! `copydesk rules …`.

use crate::{files, out::Out, outcome::Outcome, session::Session, table::Table};
use clap::{ArgGroup, Args, Subcommand};
use desk::{LearnedView, RulesTried, comment};
use model::{Error, Result, comment::Rules};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The rules for comments, as JSON to be edited
    Show {
        /// Those that come with the program
        #[arg(long)]
        usual: bool,
    },
    /// What rules would do with the newest comments; nothing changes by it
    Test {
        /// Rules as JSON [default: those that are set]
        #[arg(long, value_name = "FILE")]
        file: Option<String>,
        /// With how many comments at most
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: Option<u32>,
    },
    /// Set the rules for what comes in from now on
    Set(Set),
    /// What was learned from the newsroom’s own decisions, and how well it does
    Learned {
        /// Learn anew first
        #[arg(long)]
        anew: bool,
        /// What was decided so far shall teach nothing any more
        #[arg(long)]
        reset: bool,
    },
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(["file", "usual"])))]
pub struct Set {
    /// Rules as JSON
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// Those that come with the program
    #[arg(long)]
    usual: bool,
    /// Have them judge what waits already
    #[arg(long)]
    waiting: bool,
}

fn read(file: &str) -> Result<Rules> {
    let bad = |cause: &str| {
        Error::unreadable("bad-rules", format!("These are no rules: {cause}."))
            .hint("`copydesk rules show` prints what they look like.")
    };
    let text = files::text(file)?;
    let said: serde_json::Value =
        serde_json::from_str(&text).map_err(|cause| bad(&cause.to_string()))?;
    // A list in the place of rules with names would be read as the usual ones.
    let named = said.as_object().is_some_and(|all| {
        all.iter()
            .all(|(name, one)| name == "lists" || !one.is_array())
    });
    if !named {
        return Err(bad(
            "each rule stands after its name, and only `lists` is a list",
        ));
    }
    serde_json::from_str(&text).map_err(|cause| bad(&cause.to_string()))
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    match command {
        Command::Show { usual } => {
            let view = comment::show_rules(&desk, &hand, comment::ShowRules::default())?;
            let rules = if usual { view.usual } else { view.rules };
            if out.json {
                out.value(&rules)?;
            } else {
                let text = serde_json::to_string_pretty(&rules)
                    .map_err(|cause| Error::system("json", cause.to_string()))?;
                out.line(text)?;
            }
            Ok(Outcome::Done)
        }
        Command::Test { file, limit } => {
            let rules = file.as_deref().map(read).transpose()?;
            let tried = comment::try_rules(&desk, &hand, comment::TryRules { rules, limit })?;
            session.machine.finish();
            if out.json {
                out.value(&tried)?;
                return Ok(Outcome::Done);
            }
            test(&tried, out)
        }
        Command::Set(ask) => {
            let rules = ask.file.as_deref().map(read).transpose()?;
            let done = comment::set_rules(
                &desk,
                &hand,
                comment::SetRules {
                    rules,
                    waiting: ask.waiting,
                },
            )?;
            session.machine.finish();
            out.act(&done)
        }
        Command::Learned { anew, reset } => {
            if reset {
                let view = comment::show_rules(&desk, &hand, comment::ShowRules::default())?;
                let mut rules = view.rules;
                rules.learned.since = Some(hand.now);
                let ask = comment::SetRules {
                    rules: Some(rules),
                    waiting: false,
                };
                comment::set_rules(&desk, &hand, ask)?;
            }
            let view = comment::learn_now(&desk, &hand, comment::Learn { anew })?;
            if out.json {
                out.value(&view)?;
                return Ok(Outcome::Done);
            }
            learned(&view, out)
        }
    }
}

fn test(tried: &RulesTried, out: &mut Out) -> Result<Outcome> {
    out.line(format!(
        "Of the newest {} comments, {} would become something else.",
        tried.looked, tried.changed
    ))?;
    if tried.decided > 0 {
        let told = |agrees, left| {
            let otherwise = tried.decided.saturating_sub(agrees).saturating_sub(left);
            format!(
                "as they did with {agrees}, otherwise with {otherwise}, and leave {left} to a person"
            )
        };
        out.line(format!(
            "Of {} that people decided, the rules that are set do {};",
            tried.decided,
            told(tried.agrees_now, tried.left_now)
        ))?;
        out.line(format!(
            "these do {}.",
            told(tried.agrees_then, tried.left_then)
        ))?;
    }
    let mut table = Table::new(["now", "then", "comments"]);
    for one in &tried.moves {
        let n = one.n.to_string();
        table.row([one.now.name(), one.then.name(), n.as_str()]);
    }
    if !table.is_empty() {
        out.table(&table)?;
    }
    let mut table = Table::new(["found", "now", "then"]);
    for one in &tried.codes {
        let (now, then) = (one.now.to_string(), one.then.to_string());
        table.row([one.code.as_str(), &now, &then]);
    }
    if !table.is_empty() {
        out.table(&table)?;
    }
    for one in &tried.examples {
        out.line(format!(
            "  {}  {} → {} ({}): {}: {}",
            one.comment,
            one.now.name(),
            one.then.name(),
            one.found.join(", "),
            one.author,
            one.body.replace(char::is_whitespace, " ")
        ))?;
    }
    Ok(Outcome::Done)
}

fn learned(view: &LearnedView, out: &mut Out) -> Result<Outcome> {
    out.line(format!(
        "Seen: {} decisions, {} published and {} refused.",
        view.seen, view.published, view.refused
    ))?;
    if let Some(why) = &view.silent {
        out.line(format!("It stays silent. {why}"))?;
    }
    if view.held_out == 0 {
        return Ok(Outcome::Done);
    }
    out.line(format!(
        "Trained on the first {}, and tried on the {} after them:",
        view.trained_on, view.held_out
    ))?;
    let mut table = Table::new([
        "holds from",
        "precision",
        "recall",
        "held rightly",
        "held wrongly",
        "missed",
    ]);
    for one in &view.thresholds {
        let share = |share: Option<u32>| share.map_or("–".to_owned(), |n| format!("{n} %"));
        let row = [
            format!("{} %", one.from),
            share(one.precision()),
            share(one.recall()),
            one.true_positive.to_string(),
            one.false_positive.to_string(),
            one.false_negative.to_string(),
        ];
        table.row([&row[0], row[1].as_str(), &row[2], &row[3], &row[4], &row[5]]);
    }
    out.table(&table)?;
    Ok(Outcome::Done)
}
