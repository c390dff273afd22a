//! `copydesk receive`, from outside: every limit, every trick, and that what it said yes to is on the disk.

mod disk;
mod limits;
mod sites;

use crate::newsroom::program;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

/// A receiver of a test's own; dropped, it is gone.
struct Receiver {
    dir: TempDir,
    child: Child,
    address: String,
}

/// What came back, byte by byte.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// The site whose forms most tests' receivers take.
const SITE: &str = "https://example.org";
/// A form as a browser sends it.
const FORM: &str = "article=harbour-ferry&author=Ana+N%C3%BA%C3%B1ez&email=ana%40example.org\
    &body=It+sails.%0D%0AAt+last.&subject=";

impl Receiver {
    /// One with these arguments.
    fn with(args: &[&str]) -> Self {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("inbox")).unwrap();
        Self::at(dir, args)
    }

    /// One for a site, behind a proxy, so that every test's request comes from where it likes.
    fn proxied() -> Self {
        Self::with(&["--site", SITE, "--behind-proxy"])
    }

    /// One in a folder that is there already.
    fn at(dir: TempDir, args: &[&str]) -> Self {
        let mut command = Command::new(program());
        command
            .args(["receive", "--listen", "127.0.0.1:0", "--inbox"])
            .arg(dir.path().join("inbox"))
            .args(args);
        Self::by(dir, command)
    }

    fn by(dir: TempDir, mut command: Command) -> Self {
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let log = fs::read_to_string(dir.path().join("log")).unwrap();
        let address = line.trim().strip_prefix("http://");
        let address = address.unwrap_or_else(|| panic!("{line}{log}")).to_owned();
        Self {
            dir,
            child,
            address,
        }
    }

    fn inbox(&self) -> PathBuf {
        self.dir.path().join("inbox")
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        let patience = Some(Duration::from_secs(60));
        stream.set_read_timeout(patience).unwrap();
        stream
    }

    /// Sends these very bytes and reads until the end.
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // It may answer before it has read everything.
        let _ = stream.write_all(bytes);
        Answer::read(&mut stream)
    }

    /// Posts a body of a kind, with more headers, each with its line end.
    fn post(&self, kind: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
        self.raw(&request(kind, headers, body.as_ref()))
    }

    /// Posts a form from an address of its own.
    fn form(&self, from: &str, body: impl AsRef<[u8]>) -> Answer {
        let headers = format!("X-Forwarded-For: {from}\r\nOrigin: {SITE}\r\n");
        self.post("application/x-www-form-urlencoded", &headers, body)
    }

    /// Every comment that is in the inbox, and nothing else is.
    fn comments(&self) -> Vec<Value> {
        comments(&self.inbox())
    }

    /// Told to end as a service manager does it; gives its exit status and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        self.tell("TERM");
        let status = self.child.wait().unwrap().code();
        (
            status,
            fs::read_to_string(self.dir.path().join("log")).unwrap(),
        )
    }

    fn tell(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let mut kill = Command::new("kill");
        kill.args([&format!("-{signal}"), &pid]);
        assert!(kill.status().unwrap().success());
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = vec![];
        let ended = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{ended:?}: {text:?}"));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("{head}")),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

fn request(kind: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST /comments HTTP/1.1\r\nHost: example.org\r\nContent-Type: {kind}\r\n{headers}\
        Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn comments(inbox: &Path) -> Vec<Value> {
    let mut names: Vec<String> = fs::read_dir(inbox)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let read = |name: &String| {
        let text = fs::read_to_string(inbox.join(name)).unwrap();
        let value: Value =
            serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{name}: {cause}: {text:?}"));
        assert_eq!(format!("{}.json", value["id"].as_str().unwrap()), *name);
        value
    };
    names.iter().map(read).collect()
}

#[test]
fn a_comment_becomes_one_file_that_says_all_of_it() {
    let receiver = Receiver::with(&["--site", SITE, "--thanks", "Tack & <välkommen>!"]);
    let headers = format!("Origin: {SITE}\r\nReferer: {SITE}/\r\n");
    let address = "&address=https%3A%2F%2Fexample.org%2Ftown%2Fferry%2F";
    let body = format!("{FORM}{address}&parent=c-1");
    let answer = receiver.post("application/x-www-form-urlencoded", &headers, body);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.body.contains("Tack &amp; &lt;välkommen&gt;!"));
    assert!(
        answer
            .body
            .contains("<a href=\"https://example.org/town/ferry/\">")
    );
    assert!(!answer.body.contains("<script"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));

    // Their names say the millisecond: the next one comes in another.
    let first = receiver.comments()[0]["created"].clone();
    let first: model::Time = first.as_str().unwrap().parse().unwrap();
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    while now().as_millis() <= u128::from(first.0.unsigned_abs()) {
        std::thread::yield_now();
    }
    let json =
        r#"{"article":"0193","author":"Ida","body":"Yes.","address":"https://evil.example/"}"#;
    let answer = receiver.post("application/json", &headers, json);
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (201, r#"{"ok":true}"#)
    );

    let found = receiver.comments();
    let text = |at: usize, name: &str| found[at][name].as_str().map(str::to_owned);
    for (name, value) in [
        ("article", "harbour-ferry"),
        ("author", "Ana Núñez"),
        ("email", "ana@example.org"),
        ("body", "It sails.\nAt last."),
        ("address", "https://example.org/town/ferry/"),
        ("parent", "c-1"),
        ("ip", "127.0.0.1"),
    ] {
        assert_eq!(text(0, name).as_deref(), Some(value), "{name}");
    }
    let created: model::Time = text(0, "created").unwrap().parse().unwrap();
    assert!(created.0 > 1_700_000_000_000);
    assert_eq!(
        text(1, "author").as_deref(),
        Some("Ida"),
        "they sort by time"
    );
    assert_eq!(text(1, "address"), None, "another site's page");
    #[cfg(unix)]
    for entry in fs::read_dir(receiver.inbox()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn it_speaks_the_readers_language() {
    let receiver = Receiver::proxied();
    let headers = "Accept-Language: fa-IR,fa;q=0.9,en;q=0.8\r\n";
    let answer = receiver.post("application/x-www-form-urlencoded", headers, FORM);
    assert!(answer.body.contains("<html lang=\"fa\" dir=\"rtl\">"));
    assert!(answer.body.contains("سپاس"));
    let headers = "Accept-Language: de\r\n";
    let answer = receiver.post(
        "application/x-www-form-urlencoded",
        headers,
        "article=a&author=A",
    );
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("Bitte ausfüllen: Kommentar."),
        "{answer:?}"
    );
    assert!(answer.body.contains("ist nicht verloren"), "{answer:?}");
}

#[test]
fn scripts_are_told_where_it_listens() {
    let dir = TempDir::new().unwrap();
    let mut command = Command::new(program());
    command.args(["receive", "--json", "--listen", "127.0.0.1:0", "--inbox"]);
    let mut child = command
        .arg(dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let address = told["listening"].as_str().unwrap();
    TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn nothing_can_be_read_through_it() {
    let receiver = Receiver::proxied();
    assert_eq!(receiver.form("192.0.2.1", FORM).status, 200);
    let id = receiver.comments()[0]["id"].as_str().unwrap().to_owned();
    for path in [
        format!("/{id}.json"),
        format!("/inbox/{id}.json"),
        "/../inbox".into(),
        "/%2e%2e/log".into(),
        "/comments".into(),
        "//".into(),
    ] {
        let answer = receiver.raw(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes());
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            !answer.body.contains(&id) && !answer.body.contains("Ana"),
            "{path}"
        );
    }
    let answer = receiver.raw(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(answer.status == 200 && answer.body.contains("comments of a newsroom"));
    let answer = receiver.raw(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    for method in ["PUT", "DELETE", "PATCH", "PROPFIND", "TRACE", "BREW"] {
        let asked = format!("{method} /{id}.json HTTP/1.1\r\nHost: a\r\n\r\n");
        assert_eq!(receiver.raw(asked.as_bytes()).status, 405, "{method}");
    }
    assert_eq!(receiver.comments().len(), 1);
}

#[test]
fn its_log_holds_counts_and_no_reader() {
    let receiver = Receiver::proxied();
    receiver.form("192.0.2.1", FORM);
    receiver.form("192.0.2.1", FORM.replace("subject=", "subject=Buy"));
    receiver.form("192.0.2.1", "author=Ana");
    receiver.post("text/plain", "X-Forwarded-For: 192.0.2.2\r\n", "Ana");
    let (status, log) = receiver.end();
    assert_eq!(status, Some(0), "{log}");
    assert_eq!(
        log.trim(),
        "answered-thanks 2, kept 1, missing-field 1, trapped 1, unknown-kind 1"
    );
}

#[test]
fn told_to_end_it_finishes_what_is_under_way() {
    let mut receiver = Receiver::proxied();
    let mut stream = receiver.connect();
    let headers = format!("Origin: {SITE}\r\n");
    let whole = request(
        "application/x-www-form-urlencoded",
        &headers,
        FORM.as_bytes(),
    );
    let (first, rest) = whole.split_at(whole.len() - 20);
    stream.write_all(first).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    receiver.tell("TERM");
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        TcpStream::connect(&receiver.address).is_err(),
        "no new ones"
    );
    stream.write_all(rest).unwrap();
    assert_eq!(Answer::read(&mut stream).status, 200);
    assert_eq!(receiver.child.wait().unwrap().code(), Some(0));
    assert_eq!(receiver.comments().len(), 1);
}

#[test]
fn an_interrupt_ends_it_too() {
    let mut receiver = Receiver::proxied();
    receiver.tell("INT");
    assert_eq!(receiver.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_it_cant_do_at_all_it_says_at_once() {
    let room = crate::newsroom::Newsroom::empty();
    let file = room.file("file", "");
    fs::create_dir(room.path("inbox")).unwrap();
    let refused = |listen: &str, inbox: &str, more: &[&str]| {
        let args = ["--json", "receive", "--listen", listen, "--inbox", inbox];
        room.run(&[&args, more].concat()).refusal()
    };
    let (any, inbox) = ("127.0.0.1:0", "inbox");
    assert_eq!(refused(any, &file, &[]), (5, "no-inbox".into()));
    assert_eq!(refused(any, "nowhere", &[]), (5, "no-inbox".into()));
    // Nobody can make a file there, not even root.
    #[cfg(target_os = "linux")]
    assert_eq!(refused(any, "/proc", &[]), (5, "inbox-not-writable".into()));
    let taken = std::net::TcpListener::bind(any).unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert_eq!(refused(&address, inbox, &[]), (5, "address-in-use".into()));
    assert_eq!(refused("harbour", inbox, &[]), (2, "bad-address".into()));
    let site = ["--site", "example.org"];
    assert_eq!(refused(any, inbox, &site), (2, "bad-site".into()));
    assert_eq!(
        refused(any, inbox, &["--thanks", "a\nb"]),
        (2, "bad-thanks".into())
    );
    assert_eq!(
        refused(any, inbox, &["--at-most", "0"]),
        (2, "usage".into())
    );
    assert_eq!(fs::read_dir(room.path("inbox")).unwrap().count(), 0);
}

/// Ends what a client sends, and goes on listening.
fn half_close(stream: &TcpStream) {
    stream.shutdown(Shutdown::Write).unwrap();
}
