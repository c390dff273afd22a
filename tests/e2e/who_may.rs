//! Who may what, over the window's own bridge: the page is refused what the table of the desk refuses whoever sits at it, by the
//! same code, and nothing else for a role.

use crate::{
    asks::{WHO, args, asks_only, furnished, told},
    newsroom,
    office::{CHIEF, COMMANDS},
    stage::{Newsroom, Window},
};
use serde_json::{Value, json};
use std::{fs, path::Path, time::Instant};

/// Refusals of the bridge and of the lock: where one comes, nobody asked the desk.
const BEFORE_THE_DESK: [&str; 4] = ["bad-arguments", "path-not-chosen", "locked", "sealed"];

/// Refusals for what somebody is.
const OF_ROLES: [&str; 2] = ["wrong-role", "no-person"];

/// How many commands the page calls in one go, since the driver waits a minute for an answer and no longer.
const AT_ONCE: usize = 16;

/// A library in which every command can go through for someone, closed, with what is beside it and the names of what is in it.
struct Furnished {
    room: newsroom::Newsroom,
    names: Value,
}

impl Furnished {
    fn new() -> Self {
        let (office, names) = furnished();
        let backup = json!({"dest": names["backup"]});
        office.does(CHIEF, "library_backup", backup);
        Self {
            room: office.close(),
            names,
        }
    }

    /// The library once more, for one window.
    fn copy(&self) -> Newsroom {
        let newsroom = Newsroom::empty();
        copied(&self.room.path("library"), &newsroom.library());
        newsroom
    }

    /// Every command with what it is asked, and what a role is told.
    fn asks(&self, role: &str) -> Vec<Ask> {
        let ask = |command: &'static str| {
            let out = self.room.path(&format!("out-{command}-{role}"));
            Ask {
                command,
                args: args(command, &self.names, &out),
                told: told(command, role),
            }
        };
        COMMANDS.iter().map(|(command, _)| ask(command)).collect()
    }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

/// A command as it is called once.
struct Ask {
    command: &'static str,
    args: Value,
    told: &'static str,
}

impl Ask {
    fn is_refused(&self) -> bool {
        OF_ROLES.contains(&self.told)
    }

    /// The paths that it names, each of which somebody has to have chosen.
    fn paths<'a>(&'a self, room: &'a Path) -> impl Iterator<Item = &'a Path> {
        let values = self.args.as_object().unwrap().values();
        values
            .filter_map(Value::as_str)
            .map(Path::new)
            .filter(move |path| path.starts_with(room))
    }
}

/// Calls commands from the page, one after the other: the code of each, `ok` where it went through.
async fn codes(window: &Window, asks: &[&Ask]) -> Vec<String> {
    let script = "const [calls, done] = arguments;
        (async () => {
            const codes = [];
            for (const [command, args] of calls)
                codes.push(await window.__TAURI_INTERNALS__.invoke(command, {args}).then(() => 'ok', e => e?.code ?? String(e)));
            done(codes);
        })()";
    let mut codes = vec![];
    for part in asks.chunks(AT_ONCE) {
        let calls: Vec<Value> = part
            .iter()
            .map(|ask| json!([ask.command, ask.args]))
            .collect();
        let answer = window.driver.execute_async(script, vec![json!(calls)]);
        let answer = answer.await.unwrap().json().clone();
        let here: Vec<String> = serde_json::from_value(answer).unwrap();
        codes.extend(here);
    }
    assert_eq!(codes.len(), asks.len());
    codes
}

/// Lets somebody choose every path that is going to be named, so that no command is refused for its path.
async fn choose(newsroom: &Newsroom, window: &Window, asks: &[Ask], room: &Path) {
    let paths: Vec<Option<&Path>> = asks
        .iter()
        .flat_map(|ask| ask.paths(room))
        .map(Some)
        .collect();
    newsroom.answers(&paths);
    for path in paths {
        let picked = window.invoke("pick_path", json!({"what": "library"})).await;
        assert_eq!(picked, Ok(json!(path)));
    }
}

/// The newest that the journal has.
async fn newest(window: &Window) -> Value {
    let page = window.invoke("activity_list", json!({"limit": 1})).await;
    page.unwrap()["items"][0]["id"].clone()
}

/// What is wrong with what a window answers somebody; how many commands were refused them, and how many went through.
async fn as_one(whole: &Furnished, role: &str, who: &str) -> (Vec<String>, [usize; 2]) {
    let newsroom = whole.copy();
    let window = Window::open(&newsroom, who).await;
    window.find("go-desk").await;
    let asks = whole.asks(role);
    choose(&newsroom, &window, &asks, &whole.room.path("")).await;
    let before = newest(&window).await;
    let mut wrong = vec![];
    let mut differs = |ask: &Ask, code: &str| {
        wrong.push(format!(
            "{} as {role}: {code}, not {}",
            ask.command, ask.told
        ));
    };
    // What is refused changes nothing, and what only asks is then answered as the table says, to the letter.
    let (refused, others): (Vec<&Ask>, Vec<&Ask>) = asks.iter().partition(|ask| ask.is_refused());
    let (asking, acting): (Vec<&Ask>, Vec<&Ask>) =
        others.into_iter().partition(|ask| asks_only(ask.command));
    let still = [refused.clone(), asking].concat();
    for (ask, code) in still.iter().zip(codes(&window, &still).await) {
        if code != ask.told {
            differs(ask, &code);
        }
    }
    assert_eq!(newest(&window).await, before, "{role} did something");
    // One act changes what the next one finds; but none is refused for who asks it, or before the desk hears of it.
    let mut done = 0;
    for (ask, code) in acting.iter().zip(codes(&window, &acting).await) {
        done += usize::from(code == "ok");
        if OF_ROLES.contains(&&*code) || BEFORE_THE_DESK.contains(&&*code) {
            differs(ask, &code);
        }
    }
    println!(
        "{role}: {} refused, {} asked, {done} of {} done",
        refused.len(),
        still.len() - refused.len(),
        acting.len()
    );
    window.close().await;
    (wrong, [refused.len(), done])
}

#[tokio::test]
async fn the_page_is_refused_what_the_table_refuses_whoever_sits_at_it() {
    let start = Instant::now();
    let whole = Furnished::new();
    let (mut wrong, mut refused, mut done) = (vec![], 0, 0);
    // Whoever works here sits at the window, or the first of them: it is never nobody.
    let people = WHO.iter().filter(|(_, who)| !who.is_empty());
    for (role, who) in people.clone() {
        let (differs, counts) = as_one(&whole, role, who).await;
        wrong.extend(differs);
        refused += counts[0];
        done += counts[1];
    }
    println!(
        "{} commands as {}: {refused} refusals over the bridge, {done} acts, in {} s",
        COMMANDS.len(),
        people.count(),
        start.elapsed().as_secs()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the shell answers itself. None of it asks the library for what a role protects: who sits down and the lock have rules of
/// their own (`locking`), and paths are those that somebody chose (`bridge`).
const OF_THE_SHELL: [&str; 13] = [
    "act_as",
    "call_off",
    "lock_desk",
    "take_up",
    "door",
    "stir",
    "pick_path",
    "cancel_job",
    "open_folder",
    "open_library",
    "last_bundle",
    "remember_bundle",
    "set_view",
];

#[test]
fn what_the_shell_answers_itself_is_a_short_list_that_somebody_looked_at() {
    let names: &[&str] = &include!("../../src-tauri/src/names.rs");
    assert_eq!(names, OF_THE_SHELL);
}

#[tokio::test]
async fn a_text_that_is_sent_in_pieces_is_refused_all_the_same() {
    let whole = Furnished::new();
    let newsroom = whole.copy();
    let window = Window::open(&newsroom, crate::office::MODERATOR).await;
    window.find("go-desk").await;
    let mut ask = args("draft_save", &whole.names, Path::new("/nowhere"));
    let content = ask.as_object_mut().unwrap().remove("content").unwrap();
    let text = content.to_string();
    let piece = json!({"name": "first", "of": "", "from": 0, "to": 0, "with": text});
    let payload = json!({"args": ask, "content": piece, "had": ""});
    let refused = window
        .call("draft_save", payload.clone())
        .await
        .unwrap_err();
    assert_eq!(refused["code"], "wrong-role");
    // The same by a writer goes through: it was asked as the page asks it.
    let person = window.invoke("person_list", json!({})).await.unwrap();
    let writer = person.as_array().unwrap().iter();
    let writer = writer
        .clone()
        .find(|one| one["name"] == crate::office::WRITER);
    let sits = json!({"person": writer.unwrap()["id"]});
    window.invoke("act_as", sits).await.unwrap();
    window.call("draft_save", payload).await.unwrap();
    window.close().await;
}
