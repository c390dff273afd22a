//! The window and the network, as the kernel hears it: it asks for nothing outside, nor does the web view in it. And what it
//! says in its log.

#[path = "../suite/privacy/trace.rs"]
mod trace;

use crate::{
    stage::{Display, Ended, Newsroom, Window, program, tool},
    walk,
    walker::Walker,
};
use serde_json::json;
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// What stands in texts, names, remarks and addresses that are met on the way.
const WORDS: [&str; 8] = [
    "lamp is lit",
    "every* quay",
    "burns oil",
    "Runa Falk",
    "Odd Holm",
    "Marta Lind",
    "quorra.example",
    "heimvexdir",
];

/// Waits until something is so.
fn wait(what: &str, mut is: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(40), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A script that starts the window under strace, which stands beside it and writes to `trace`.
fn traced(newsroom: &Newsroom) -> PathBuf {
    let mut words = vec!["exec".to_owned()];
    let strace = trace::strace(&newsroom.path("trace"), true);
    let all = [strace.get_program()].into_iter().chain(strace.get_args());
    words.extend(all.map(|word| format!("'{}'", word.to_str().unwrap())));
    words.push(format!(
        "'{}' \"$@\"",
        program("copydesk-desktop").display()
    ));
    let script = newsroom.path("traced");
    fs::write(&script, format!("#!/bin/sh\n{}\n", words.join(" "))).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    script
}

/// The lines of a trace that name the network beyond this machine's files and its kernel.
fn internet(trace: &str) -> Vec<&str> {
    let beyond = ["AF_INET", "AF_PACKET", "AF_VSOCK", "nscd", "io_uring_setup"];
    trace::asked(trace)
        .into_iter()
        .filter(|line| beyond.iter().any(|one| line.contains(one)))
        // The kernel is asked which networks there are.
        .filter(|line| !line.contains("AF_NETLINK"))
        .collect()
}

/// An article whose text names addresses in every way that a text can.
fn full_of_addresses(newsroom: &Newsroom) {
    let text = "![A lamp](https://quorra.example/lamp.png)\n\n[A link](https://quorra.example/link) and \
        <https://sub.quorra.example/>.\n\n<img src=\"//quorra.example/raw.png\" srcset=\"https://quorra.example/2x.png 2x\">\n\
        <video src=\"https://quorra.example/film.mp4\" poster=\"https://quorra.example/poster.png\"></video>\n\
        <link rel=\"dns-prefetch\" href=\"//prefetch.quorra.example\"><iframe src=\"https://quorra.example/\"></iframe>\n";
    let file = newsroom.path("addresses.md");
    fs::write(&file, text).unwrap();
    newsroom.terminal(
        "Marta Lind",
        &[
            "article",
            "new",
            "--title",
            "Addresses",
            "--section",
            "Town",
            "--byline",
            "Marta Lind",
            "--file",
            file.to_str().unwrap(),
        ],
    );
}

/// Every file below a folder.
fn below(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else {
        return vec![];
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn found<'a>(bytes: &[u8], words: &[&'a str]) -> Vec<&'a str> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let stands = |word: &&&str| text.contains(&word.to_lowercase());
    words.iter().filter(stands).copied().collect()
}

/// What a page would do to be heard at `at`; it says whether what it waits for went through.
fn tries(at: SocketAddr) -> String {
    format!(
        "const done = arguments[arguments.length - 1];
         const image = new Image(); image.src = 'http://{at}/image'; document.body.append(image);
         const link = document.createElement('link'); link.rel = 'preconnect'; link.href = 'http://{at}'; document.head.append(link);
         const ahead = link.cloneNode(); ahead.rel = 'dns-prefetch'; ahead.href = 'http://prefetch.quorra.example'; document.head.append(ahead);
         navigator.sendBeacon('http://{at}/beacon', 'x');
         try {{ new WebSocket('ws://{at}/socket') }} catch {{}}
         fetch('http://{at}/fetch').then(() => done('went'), () => done('stopped'))"
    )
}

#[tokio::test]
async fn the_main_path_reaches_nothing_and_is_told_nowhere() {
    let newsroom = Newsroom::sample();
    full_of_addresses(&newsroom);
    walk::prepare(&newsroom);
    let script = traced(&newsroom);
    let window = Window::open_by(&newsroom, "Marta Lind", &script).await;
    window.find("go-articles").await;
    // Somebody would hear it, were the page to try.
    let ear = TcpListener::bind("127.0.0.1:0").unwrap();
    ear.set_nonblocking(true).unwrap();
    let at = ear.local_addr().unwrap();
    let tries = tries(at);
    let said = window.driver.execute_async(&tries, vec![]).await.unwrap();
    assert_eq!(said.json(), &json!("stopped"));
    window.click("go-articles").await;
    let row = "[...document.querySelectorAll('[data-test=article-row], [role=row], [role=option], li, tr')]
        .find(row => row.innerText?.includes('Addresses'))";
    window.until(row).await;
    window.script(&format!("{row}.click()")).await;
    let shown = "document.querySelector('[data-test=preview]')?.contentDocument?.body?.innerText?.includes('A link')";
    window.until(shown).await;
    let walker = Walker {
        window: &window,
        newsroom: &newsroom,
        keyboard: false,
    };
    walk::through(&walker).await;
    window.close().await;
    assert!(ear.accept().is_err(), "nobody called");
    let told = newsroom.path("trace");
    wait("the trace is whole", || {
        fs::read_to_string(&told).unwrap().contains("+++ exited")
    });
    let seen = fs::read_to_string(&told).unwrap();
    for part in ["WebKitNetworkProcess", "WebKitWebProcess"] {
        assert!(seen.contains(&format!("/{part}\"")), "{part} was watched");
    }
    // The driver of this test speaks to the window by a port on this machine: it listens, and calls nobody.
    let internet = internet(&seen);
    assert!(
        internet.iter().any(|line| line.contains("bind(")),
        "the driver's port is seen"
    );
    let calls = ["connect(", "sendto(", "sendmsg(", "sendmmsg("];
    let calls: Vec<_> = internet
        .iter()
        .filter(|line| calls.iter().any(|one| line.contains(one)))
        .collect();
    // What the page did try ends at a port of this machine at which nobody listens.
    let wall = "sin_port=htons(1), sin_addr=inet_addr(\"127.0.0.1\")";
    let tried = calls.iter().any(|line| line.contains(wall));
    assert!(tried, "the try is seen: {calls:#?}");
    // Its processes find the driver by a port and by the names that this machine keeps.
    let here = ["sin_addr=inet_addr(\"127.0.0.1\")", "nscd"];
    let outside: Vec<_> = calls
        .iter()
        .filter(|line| !here.iter().any(|one| line.contains(one)))
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
    let log = fs::read(newsroom.path("window.log")).unwrap();
    assert_eq!(
        found(&log, &WORDS),
        Vec::<&str>::new(),
        "{}",
        String::from_utf8_lossy(&log)
    );
    for folder in ["config", "data", "cache"] {
        for file in below(&newsroom.path(folder)) {
            let words = found(&fs::read(&file).unwrap(), &WORDS);
            assert!(words.is_empty(), "{}: {words:?}", file.display());
        }
    }
}

#[test]
fn by_itself_it_has_no_socket_beyond_this_machine_at_all() {
    let newsroom = Newsroom::sample();
    full_of_addresses(&newsroom);
    let display = Display::get();
    let mut command = Command::new(tool("dbus-run-session"));
    command.arg("--").arg(traced(&newsroom));
    newsroom.surround(&mut command, "Marta Lind");
    command
        .env("DISPLAY", display.name())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(newsroom.path("window.log")).unwrap())
        .process_group(0);
    let group = Ended(Some(command.spawn().unwrap()));
    let seen = || fs::read_to_string(newsroom.path("trace")).unwrap_or_default();
    wait("the web view starts", || {
        seen().contains("WebKitWebProcess")
    });
    // It keeps looking into the library; a person would be at the first screen by now.
    std::thread::sleep(Duration::from_secs(6));
    let desktop = newsroom.desktop();
    assert!(
        Path::new(&format!("/proc/{}", desktop.as_raw_nonzero())).exists(),
        "it runs"
    );
    let tables = ["tcp", "tcp6", "udp", "udp6"]
        .map(|table| format!("/proc/{}/net/{table}", desktop.as_raw_nonzero()));
    assert!(tables.iter().all(|table| Path::new(table).exists()));
    let seen = seen();
    drop(group);
    assert!(
        trace::asked(&seen)
            .iter()
            .any(|line| line.contains("AF_UNIX")),
        "the display is spoken to"
    );
    assert_eq!(internet(&seen), Vec::<&str>::new());
}

#[test]
fn a_web_view_that_does_call_is_seen() {
    let newsroom = Newsroom::empty();
    let display = Display::get();
    let ear = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", ear.local_addr().unwrap());
    let browser = fs::read_dir("/usr/lib").unwrap().find_map(|entry| {
        let path = entry.unwrap().path().join("webkit2gtk-4.1/MiniBrowser");
        path.exists().then_some(path)
    });
    let mut command = Command::new(tool("dbus-run-session"));
    let strace = trace::strace(&newsroom.path("trace"), true);
    command
        .arg("--")
        .arg(strace.get_program())
        .args(strace.get_args());
    command
        .arg(browser.expect("WebKitGTK's own browser comes with it"))
        .arg(&address);
    newsroom.surround(&mut command, "");
    command
        .env("DISPLAY", display.name())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let group = Ended(Some(command.spawn().unwrap()));
    let (mut call, _) = ear.accept().unwrap();
    let mut request = [0; 4];
    call.read_exact(&mut request).unwrap();
    assert_eq!(&request, b"GET ");
    let _ = call.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
    let calls = || {
        let seen = fs::read_to_string(newsroom.path("trace")).unwrap();
        internet(&seen)
            .iter()
            .any(|line| line.contains("connect(") && line.contains("127.0.0.1"))
    };
    wait("the call is seen", calls);
    drop(group);
}

#[test]
fn what_breaks_off_or_fails_at_the_start_is_logged_without_a_word() {
    let display = Display::get();
    let start = |newsroom: &Newsroom, words: &str| {
        let mut command = Command::new(program("copydesk-desktop"));
        newsroom.surround(&mut command, WORDS[5]);
        command.env("DISPLAY", display.name());
        if !words.is_empty() {
            command.env("COPYDESK_BREAK_OFF", words);
        }
        let done = command.output().unwrap();
        assert!(!done.status.success());
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let newsroom = Newsroom::empty();
    let said = start(&newsroom, &WORDS.join(" "));
    assert!(said.contains("error[internal]: broke off at "), "{said}");
    assert_eq!(found(said.as_bytes(), &WORDS), Vec::<&str>::new(), "{said}");
    fs::create_dir(newsroom.library()).unwrap();
    fs::write(newsroom.library().join("letter.txt"), "Dear editor").unwrap();
    let said = start(&newsroom, "");
    assert!(said.contains("error["), "{said}");
    let place = newsroom.library();
    assert!(!said.contains(place.to_str().unwrap()), "{said}");
    assert_eq!(found(said.as_bytes(), &WORDS), Vec::<&str>::new(), "{said}");
}
