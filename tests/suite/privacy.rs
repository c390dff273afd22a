//! What leaves the machine, and what is left behind on it: no connection, no word of a text, a name or an address in what a
//! program says unasked, nothing beside the library.

mod story;
mod trace;

use crate::{
    checkout::{read, sources},
    newsroom::{Newsroom, program},
};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use story::{PRIVATE, Told, WORDS, told};

/// Which of `words` stand in `text`, whatever their case.
fn found<'a>(text: &str, words: &[&'a str]) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let stands = |word: &&&str| text.contains(&word.to_lowercase());
    words.iter().filter(stands).copied().collect()
}

#[test]
fn the_main_path_in_the_terminal_opens_no_socket_and_starts_no_program() {
    let Told { runs, .. } = told();
    for run in runs {
        let asked = trace::asked(&run.trace);
        assert!(asked.is_empty(), "{:?}: {asked:#?}", run.args);
        let started = trace::started(&run.trace);
        assert_eq!(started.len(), 1, "{:?}: {started:?}", run.args);
    }
    // Every command is among them, but the receiver, which is there to be spoken to.
    let help = Newsroom::empty().run(&["--help"]).out;
    let listed = help.split("Commands:").nth(1).unwrap();
    let listed = listed.split("Options:").next().unwrap();
    let names: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| !["help", "receive"].contains(name))
        .collect();
    assert!(names.len() > 20, "{help}");
    for name in names {
        let walked = runs.iter().any(|run| run.args[0] == name);
        assert!(walked, "the path does not pass by `{name}`");
    }
}

#[test]
fn what_goes_well_says_no_word_and_what_fails_nothing_private() {
    let Told { runs, .. } = told();
    assert!(runs.iter().filter(|run| run.status != 0).count() >= 6);
    for run in runs {
        let words = found(&run.err, if run.status == 0 { WORDS } else { PRIVATE });
        assert!(words.is_empty(), "{:?}: {words:?} in {}", run.args, run.err);
    }
    // They would be found: the lists of the terminal say them.
    let said: String = runs.iter().map(|run| run.out.as_str()).collect();
    for word in WORDS {
        let secret = [story::PASSPHRASE, story::HOME].contains(word);
        assert_eq!(found(&said, &[word]).is_empty(), secret, "{word}");
    }
}

#[test]
fn nothing_is_left_behind_beside_what_was_asked_for() {
    let Told { room, .. } = told();
    for place in ["tmp", story::HOME] {
        let left = below(&room.path(place));
        assert!(left.is_empty(), "{left:?}");
    }
    let beside = fs::read_dir(room.path("")).unwrap();
    let mut beside: Vec<String> = beside
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .filter(|name| !story::ASKED_FOR.contains(&name.as_str()))
        .collect();
    beside.sort();
    assert_eq!(beside, ["traces"]);
}

fn below(dir: &Path) -> Vec<String> {
    let mut all = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(below(&path));
        }
        all.push(path.display().to_string());
    }
    all
}

/// A receiver under the eyes of strace, and where it listens.
struct Receiver {
    room: Newsroom,
    child: Child,
    address: String,
}

impl Receiver {
    fn new() -> Self {
        let room = Newsroom::empty();
        fs::create_dir(room.path("inbox")).unwrap();
        let mut command = trace::strace(&room.path("trace"), true);
        command
            .arg(program())
            .args([
                "receive",
                "--listen",
                "127.0.0.1:0",
                "--behind-proxy",
                "--inbox",
            ])
            .arg(room.path("inbox"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(room.path("log")).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().to_owned();
        Self {
            room,
            child,
            address,
        }
    }

    fn post(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let _ = write!(
            stream,
            "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{head}\r\n{body}"
        );
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    /// Ends it; gives its trace and its log.
    fn end(mut self) -> (String, String) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap();
        let begun = Instant::now();
        loop {
            let trace = fs::read_to_string(self.room.path("trace")).unwrap();
            let main = id.as_raw_nonzero().to_string();
            let mut lines = trace.lines();
            if lines.any(|line| line.starts_with(&main) && line.contains(" +++ ")) {
                return (trace, fs::read_to_string(self.room.path("log")).unwrap());
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{trace}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn the_receiver_is_seen_to_listen_and_says_nothing_of_what_it_took() {
    const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
    let receiver = Receiver::new();
    let from = format!("{FORM}X-Forwarded-For: {}\r\n", story::ADDRESS);
    let whole = format!(
        "article=ferry&author={}&email={}&body={}",
        story::NAME.replace(' ', "+"),
        story::EMAIL,
        story::COMMENT
    );
    assert!(receiver.post(&from, &whole).starts_with("HTTP/1.1 20"));
    // And what is refused: nothing said, a kind that it does not take, no form at all, an address that is none.
    for (head, body) in [
        (from.as_str(), whole.replace("body=", "text=")),
        ("Content-Type: text/vexbrand\r\n", whole.clone()),
        (FORM, format!("{}%", story::COMMENT)),
        (
            &format!("{FORM}X-Forwarded-For: {}\r\n", story::EMAIL),
            whole.clone(),
        ),
        (&from, whole.replace("ferry", "../../Vexbrand")),
    ] {
        let answer = receiver.post(head, &body);
        assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    }
    let limits = format!("/proc/{}/limits", receiver.child.id());
    let limits = fs::read_to_string(limits).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<_> = core.unwrap().split_whitespace().skip(4).take(2).collect();
    assert_eq!(core, ["0", "0"], "no picture of the memory");
    let (seen, log) = receiver.end();
    let asked = trace::asked(&seen);
    let has = |what: &str| asked.iter().any(|line| line.contains(what));
    assert!(has("socket(AF_INET"), "{asked:#?}");
    assert!(
        has("bind(") && has("listen(") && has("accept4("),
        "{asked:#?}"
    );
    assert!(!has("connect("), "{asked:#?}");
    assert!(
        log.contains("kept 2") && log.contains("malformed 1"),
        "{log}"
    );
    assert_eq!(found(&log, WORDS), Vec::<&str>::new(), "{log}");
}

/// What is put into the lines that a source logs, apart from plain words.
fn logged(text: &str) -> Vec<String> {
    let mut found = vec![];
    for call in text.split("tracing::").skip(1) {
        let Some((level, rest)) = call.split_once("!(") else {
            continue;
        };
        if !["error", "warn", "info", "debug", "trace"].contains(&level) {
            continue;
        }
        let call = rest.split(";\n").next().unwrap_or_default();
        let call = call.split("),\n").next().unwrap_or_default();
        let mut parts = call.splitn(3, '"').skip(1);
        let (words, args) = (parts.next().unwrap_or_default(), parts.next());
        let within = words.split('{').skip(1);
        found.extend(within.filter_map(|one| Some(one.split_once('}')?.0.to_owned())));
        let args = args.unwrap_or_default().split(',');
        let ends = [' ', '\n', '(', ')'];
        let plain = |one: &str| one.trim_matches(ends).to_owned();
        found.extend(args.map(plain));
    }
    found.retain(|one| !one.is_empty());
    found
}

#[test]
fn the_log_is_given_codes_and_kinds_alone() {
    let spoilt = "tracing::warn!(\"a {title} {}\", error.message);\n";
    assert_eq!(logged(spoilt), ["title", "error.message"]);
    let mut all = vec![];
    for source in sources("src-tauri", &[".rs"]) {
        for one in logged(&source.text) {
            // The name of an event of the shell's own.
            if !["error.code", "cause.kind", "event"].contains(&one.as_str()) {
                all.push(format!("{}: {one}", source.name));
            }
        }
    }
    assert_eq!(all, Vec::<String>::new());
    // A library's words go nowhere, and nothing else writes to standard error by itself.
    let main = read("src-tauri/src/main.rs");
    assert!(main.contains("with_target(env!(\"CARGO_CRATE_NAME\"), tracing::Level::WARN)"));
}

#[test]
fn what_breaks_off_says_where_and_not_over_what() {
    let room = Newsroom::empty();
    let mut command: Command = room.command(&["library", "stats"]);
    let broken = command
        .env("COPYDESK_BREAK_OFF", WORDS.join(" "))
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    assert!(!broken.status.success());
    let said = String::from_utf8_lossy(&broken.stderr);
    assert!(said.starts_with("error[internal]: broke off at "), "{said}");
    assert!(said.contains("quiet.rs:"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(found(&said, WORDS), Vec::<&str>::new(), "{said}");
    let left = below(&room.path(""));
    assert!(left.is_empty(), "{left:?}");
}
