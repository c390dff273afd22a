//! What it said yes to is there: many at once, killed, and with a disk that is full.

use super::{FORM, Receiver, comments, request};
use crate::newsroom::program;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

fn bodies(comments: &[Value]) -> BTreeSet<String> {
    let body = |comment: &Value| comment["body"].as_str().unwrap().to_owned();
    comments.iter().map(body).collect()
}

#[test]
fn two_hundred_at_once_are_all_there() {
    let receiver = Receiver::proxied();
    thread::scope(|scope| {
        for n in 0..200 {
            let receiver = &receiver;
            scope.spawn(move || {
                let body = format!("article=a&author=A&body=Number+{n}");
                let answer = receiver.form(&format!("10.0.{}.{n}", n / 50), body);
                assert_eq!(answer.status, 200, "{n}");
            });
        }
    });
    let found = receiver.comments();
    assert_eq!(found.len(), 200);
    let expected: BTreeSet<String> = (0..200).map(|n| format!("Number {n}")).collect();
    assert_eq!(bodies(&found), expected);
}

/// Sends comment after comment until nobody answers; gives those that were said yes to.
fn sender(address: &str, next: &AtomicUsize) -> Vec<String> {
    let mut taken = vec![];
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let [_, a, b, c] = u32::try_from(n).unwrap().to_be_bytes();
        let headers = format!("X-Forwarded-For: 10.{a}.{b}.{c}\r\n");
        let text = format!("Number {n} {}", "and on ".repeat(n % 900));
        let body = format!("article=a&author=A&body={}", text.replace(' ', "+"));
        let sent = request(
            "application/x-www-form-urlencoded",
            &headers,
            body.as_bytes(),
        );
        let Ok(mut stream) = TcpStream::connect(address) else {
            return taken;
        };
        let mut heard = vec![];
        let answered = stream
            .write_all(&sent)
            .and_then(|()| stream.read_to_end(&mut heard));
        if heard.starts_with(b"HTTP/1.1 200 OK\r\n") {
            taken.push(text.trim_end().to_owned());
        }
        if answered.is_err() || heard.is_empty() {
            return taken;
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_said_yes_to() {
    let mut dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("inbox")).unwrap();
    let (next, mut taken) = (AtomicUsize::new(0), BTreeSet::new());
    for round in 0..15 {
        let mut receiver = Receiver::at(dir, &["--behind-proxy"]);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        thread::scope(|scope| {
            let address = receiver.address.clone();
            let senders: Vec<_> = (0..4)
                .map(|_| {
                    let (address, next) = (address.clone(), &next);
                    scope.spawn(move || sender(&address, next))
                })
                .collect();
            thread::sleep(Duration::from_millis(
                40 + u64::from(now.subsec_nanos()) % 120,
            ));
            receiver.child.kill().unwrap();
            receiver.child.wait().unwrap();
            for sender in senders {
                taken.extend(sender.join().unwrap());
            }
        });
        // What was only being written is hidden; everything that has a name is whole.
        let inbox = receiver.inbox();
        for entry in fs::read_dir(&inbox).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with('.') {
                assert!(name.ends_with(".part"), "{name}");
                fs::remove_file(path).unwrap();
            }
        }
        let found = bodies(&comments(&inbox));
        let lost: Vec<_> = taken.difference(&found).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        dir = std::mem::replace(&mut receiver.dir, TempDir::new().unwrap());
    }
    println!("{} said yes to", taken.len());
    assert!(taken.len() > 30, "{}", taken.len());
}

#[test]
fn an_inbox_has_an_end_and_takes_again_once_it_is_emptied() {
    let receiver = Receiver::with(&["--behind-proxy", "--at-most", "3"]);
    let send = |n: usize| receiver.form(&format!("192.0.2.{n}"), FORM);
    for n in 0..3 {
        assert_eq!(send(n).status, 200);
    }
    let answer = send(4);
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").is_some());
    assert!(answer.body.contains("What you typed is not lost"));
    assert_eq!(receiver.comments().len(), 3);
    for entry in fs::read_dir(receiver.inbox()).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    thread::sleep(Duration::from_millis(5_200));
    assert_eq!(send(5).status, 200);
    assert_eq!(receiver.comments().len(), 1);
}

/// A receiver whose inbox is a small disk, mounted where it alone sees it; and where the test sees it. Root may mount in
/// a space of its own; anyone else makes themselves root in one first.
fn on_a_small_disk() -> (Receiver, PathBuf) {
    for space in [&["--mount"][..], &["--user", "--map-root-user", "--mount"]] {
        let dir = TempDir::new().unwrap();
        let inbox = dir.path().join("inbox");
        fs::create_dir(&inbox).unwrap();
        let script = "mount -t tmpfs -o size=64k tmpfs \"$0\" && exec \"$@\"";
        let mut tried = Command::new("unshare");
        tried.args(space).args(["sh", "-c", script]).arg(&inbox);
        let can = tried.arg("true").stderr(Stdio::null()).status();
        if !can.is_ok_and(|ended| ended.success()) {
            continue;
        }
        let mut command = Command::new("unshare");
        command.args(space).args(["sh", "-c", script]).arg(&inbox);
        command.arg(program()).args(["receive", "--behind-proxy"]);
        command
            .args(["--listen", "127.0.0.1:0", "--inbox"])
            .arg(&inbox);
        let receiver = Receiver::by(dir, command);
        let root = PathBuf::from(format!("/proc/{}/root", receiver.child.id()));
        let seen = root.join(inbox.strip_prefix("/").unwrap());
        return (receiver, seen);
    }
    panic!("no small disk can be mounted here, neither by root nor in a space of one's own");
}

#[test]
fn a_full_disk_takes_no_more_and_loses_nothing() {
    let (receiver, inbox) = on_a_small_disk();
    let send = |n: usize| {
        let body = format!("article=a&author=A&body=Number+{n}+{}", "x".repeat(3_000));
        receiver.form(&format!("10.0.0.{n}"), body).status
    };
    let statuses: Vec<u16> = (0..40).map(send).collect();
    let kept = statuses.iter().take_while(|status| **status == 200).count();
    assert!((5..=16).contains(&kept), "{statuses:?}");
    assert!(
        statuses[kept..].iter().all(|status| *status == 503),
        "{statuses:?}"
    );
    // Nothing half written is left to take up the room.
    let found = comments(&inbox);
    assert_eq!(found.len(), kept);
    let first = found[0]["id"].as_str().unwrap();
    fs::remove_file(inbox.join(format!("{first}.json"))).unwrap();
    assert_eq!(send(50), 200);
    assert_eq!(send(51), 503);
    assert_eq!(comments(&inbox).len(), kept);
    let (status, log) = receiver.end();
    assert_eq!(status, Some(0));
    assert!(
        log.contains("could not be written") && !log.contains("Number"),
        "{log}"
    );
}

/// A receiver whose system calls strace follows, with these arguments of its own; none where it can't.
fn traced(args: &[&str]) -> Option<Traced> {
    let dir = TempDir::new().unwrap();
    let (inbox, trace) = (dir.path().join("inbox"), dir.path().join("trace"));
    fs::create_dir(&inbox).unwrap();
    let mut tried = Command::new("strace");
    tried.args(["-f", "-qq", "-o", "/dev/null", "true"]);
    if !tried
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|ended| ended.success())
    {
        return None;
    }
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-s", "16", "-o"])
        .arg(trace)
        .args(args);
    command.arg(program()).args(["receive", "--behind-proxy"]);
    command
        .args(["--listen", "127.0.0.1:0", "--inbox"])
        .arg(inbox);
    Some(Traced(Receiver::by(dir, command)))
}

/// A receiver that strace runs; it is ended itself, since without its tracer it would go on.
struct Traced(Receiver);

impl Traced {
    fn end(&mut self) {
        let tracer = self.0.child.id();
        let inner = fs::read_to_string(format!("/proc/{tracer}/task/{tracer}/children"));
        for inner in inner.unwrap_or_default().split_whitespace() {
            let _ = Command::new("kill").args(["-TERM", inner]).status();
        }
        let _ = self.0.child.wait();
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        self.end();
    }
}

#[test]
fn file_name_and_folder_are_on_the_disk_before_the_answer_leaves() {
    let calls = "trace=openat,fsync,rename,sendto,write,writev";
    let Some(mut receiver) = traced(&["-e", calls]) else {
        return println!("not checked: strace can't follow programs here");
    };
    assert_eq!(receiver.0.form("192.0.2.1", FORM).status, 200);
    receiver.end();
    let trace = fs::read_to_string(receiver.0.dir.path().join("trace")).unwrap();
    let lines: Vec<&str> = trace.lines().collect();
    let at = |from: usize, what: &str| {
        let found = lines[from..].iter().position(|line| line.contains(what));
        from + found.unwrap_or_else(|| panic!("no {what} after line {from}:\n{trace}"))
    };
    let text = at(0, "\"{\\\"id\\\"");
    let file = at(text, "fsync(");
    let name = at(file, "rename(");
    let folder = at(name, "fsync(");
    let answer = at(folder, "HTTP/1.1 200");
    assert_eq!(at(0, "HTTP/1.1 200"), answer, "{trace}");
    // Their own calls came back before the next began.
    for call in [file, name, folder] {
        assert!(lines[call].ends_with("= 0"), "{}", lines[call]);
    }
}

#[test]
fn a_disk_that_fails_is_no_yes() {
    for fault in [
        "inject=fsync:error=ENOSPC",
        "inject=rename:error=EIO",
        // The first of a thread is the file's, the second its folder's.
        "inject=fsync:error=EIO:when=2+",
    ] {
        let Some(receiver) = traced(&["-e", fault]) else {
            return println!("not checked: strace can't follow programs here");
        };
        let answer = receiver.0.form("192.0.2.1", FORM);
        assert_eq!(answer.status, 503, "{fault}");
        assert_eq!(
            fs::read_dir(receiver.0.inbox()).unwrap().count(),
            0,
            "{fault}"
        );
    }
}

#[test]
fn an_inbox_that_is_gone_is_no_yes() {
    let receiver = Receiver::proxied();
    fs::remove_dir(receiver.inbox()).unwrap();
    assert_eq!(receiver.form("192.0.2.1", FORM).status, 503);
    fs::create_dir(receiver.inbox()).unwrap();
    assert_eq!(receiver.form("192.0.2.1", FORM).status, 200);
    assert_eq!(receiver.comments().len(), 1);
}
