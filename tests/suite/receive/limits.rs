//! Too long, too many, too slow, and no form at all.

use super::{Answer, FORM, Receiver, SITE, half_close, request};
use std::{
    fmt::Write as _,
    io::{Read, Write},
    thread,
    time::{Duration, Instant},
};

const URLENCODED: &str = "application/x-www-form-urlencoded";

#[test]
fn each_field_has_its_bounds_and_the_page_says_which() {
    let receiver = Receiver::proxied();
    let mut from = 0;
    let mut send = |body: &[u8]| {
        from += 1;
        receiver.form(&format!("192.0.2.{from}"), body)
    };
    let with = |author: &str, email: &str, body: &str| {
        format!("article=a&author={author}&email={email}&body={body}").into_bytes()
    };
    // The longest comment there may be, in letters that take the most room.
    let longest = "%E6%97%A5".repeat(10_000);
    assert_eq!(send(&with(&"a".repeat(200), "", &longest)).status, 200);
    let mail = format!("a@{}", "b".repeat(199));
    for (body, code, words) in [
        (
            with(&"a".repeat(201), "", "b"),
            422,
            "Name may have 200 characters, and has 201",
        ),
        (
            with("A", &mail, "b"),
            422,
            "E-mail may have 200 characters, and has 201",
        ),
        (
            with("A", "", &format!("{longest}b")),
            422,
            "Comment may have 10000 characters, and has 10001",
        ),
        (with("", "", "b"), 422, "fill in: Name"),
        (with("A", "", "+%0D%0A+"), 422, "fill in: Comment"),
        (with("A", "a", "b"), 422, "not an e-mail address"),
        (with("A%00", "", "b"), 422, "Name holds characters"),
        (with("A", "", "b%1B%5B2J"), 422, "Comment holds characters"),
        (b"author=A&body=b".to_vec(), 422, "load the page again"),
        (
            b"article=..%2Fa&author=A&body=b".to_vec(),
            422,
            "load the page again",
        ),
        (with("A", "", "%C3%28"), 400, "load the page again"),
        (
            b"article=a&author=\xff&body=b".to_vec(),
            400,
            "load the page again",
        ),
        (with("A", "", "b&body=c"), 400, "load the page again"),
    ] {
        let answer = send(&body);
        let shown = String::from_utf8_lossy(body.get(..60).unwrap_or(&body)).into_owned();
        assert_eq!(answer.status, code, "{shown}: {answer:?}");
        assert!(answer.body.contains(words), "{shown}: {}", answer.body);
        assert!(
            answer.body.contains("What you typed is not lost"),
            "{shown}"
        );
    }
    assert_eq!(receiver.comments().len(), 1);
}

#[test]
fn what_is_no_form_has_its_status() {
    let receiver = Receiver::proxied();
    for (from, kind, more, code) in [
        (1, "multipart/form-data; boundary=x", "", 415),
        (2, "text/plain", "", 415),
        (
            3,
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            "",
            415,
        ),
        (4, URLENCODED, "Content-Encoding: gzip\r\n", 415),
        (5, "\u{e9}", "", 415),
        (6, "application/json", "", 400),
    ] {
        let headers = format!("X-Forwarded-For: 192.0.2.{from}\r\n{more}");
        let answer = receiver.post(kind, &headers, FORM);
        assert_eq!(answer.status, code, "{kind} {more}");
    }
    let json = receiver.post(
        "application/json",
        "X-Forwarded-For: 192.0.2.9\r\n",
        "{\"article\":\"a\",\"author\":\"A\"}",
    );
    assert_eq!(json.status, 422);
    let error = &json.json()["error"];
    assert_eq!(
        (error["code"].as_str(), error["field"].as_str()),
        (Some("missing-field"), Some("body"))
    );
    assert_eq!(receiver.comments().len(), 0);
}

#[test]
fn too_much_is_refused_and_the_sender_hears_it() {
    let receiver = Receiver::proxied();
    for size in [128 * 1024 + 1, 900 * 1024] {
        let answer = receiver.form("192.0.2.1", vec![b'a'; size]);
        assert_eq!(answer.status, 413, "{size}");
    }
    // Without a length, piece by piece.
    let mut sent = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nOrigin: {SITE}\r\nContent-Type: {URLENCODED}\r\n\
        Transfer-Encoding: chunked\r\n\r\n"
    );
    for _ in 0..40 {
        let _ = write!(sent, "1000\r\n{}\r\n", "a".repeat(4096));
    }
    sent.push_str("0\r\n\r\n");
    assert_eq!(receiver.raw(sent.as_bytes()).status, 413);
    let long = |length: usize| format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(length));
    assert_eq!(receiver.raw(long(2000).as_bytes()).status, 404);
    assert_eq!(receiver.raw(long(3000).as_bytes()).status, 414);
    assert!(matches!(
        receiver.raw(long(40_000).as_bytes()).status,
        414 | 431
    ));
    let headers: String = (0..100).map(|n| format!("X-{n}: a\r\n")).collect();
    assert_eq!(receiver.post(URLENCODED, &headers, FORM).status, 431);
    let header = format!("X-A: {}\r\n", "a".repeat(20_000));
    assert_eq!(receiver.post(URLENCODED, &header, FORM).status, 431);
    assert_eq!(receiver.comments().len(), 0);
}

#[test]
fn what_is_no_http_is_answered_or_cut_off_and_harms_nothing() {
    let receiver = Receiver::proxied();
    for bytes in [
        &b"BREW\r\n\r\n"[..],
        b"POST / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nA\x00: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0\0\0\0\0\0\0\0\r\n\r\n",
    ] {
        let answer = receiver.raw(bytes);
        assert_eq!(answer.status, 400, "{:?}", String::from_utf8_lossy(bytes));
    }
    let chunk = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nOrigin: {SITE}\r\nContent-Type: {URLENCODED}\r\n\
        Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    );
    assert_eq!(receiver.raw(chunk.as_bytes()).status, 400);
    // Both lengths at once: how requests are smuggled past a proxy.
    let both = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\
        GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    let answer = receiver.raw(both.as_bytes());
    assert_eq!(
        answer.body.matches("HTTP/1.1").count(),
        0,
        "one answer, then the end"
    );
    // One that goes away in the midst of it.
    let whole = request(URLENCODED, "", FORM.as_bytes());
    let mut stream = receiver.connect();
    stream.write_all(&whole[..whole.len() - 10]).unwrap();
    half_close(&stream);
    let mut rest = vec![];
    let _ = stream.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
    assert_eq!(receiver.form("192.0.2.1", FORM).status, 200);
    assert_eq!(receiver.comments().len(), 1);
}

#[test]
fn the_slow_are_cut_off_and_keep_nobody_waiting() {
    let receiver = Receiver::proxied();
    let whole = request(URLENCODED, &format!("Origin: {SITE}\r\n"), FORM.as_bytes());
    let body = whole.len() - FORM.len();
    let slowly = |upto: usize| {
        let mut stream = receiver.connect();
        let begun = Instant::now();
        stream.write_all(&whole[..upto]).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_millis(1)))
            .unwrap();
        let mut heard = vec![];
        // A byte each second is never too few for the system to close the connection by itself.
        for byte in whole[upto..].iter().cycle() {
            let mut more = [0; 4096];
            match stream.read(&mut more) {
                Ok(0) => break,
                Ok(count) => {
                    heard.extend_from_slice(&more[..count]);
                    break;
                }
                Err(_) if begun.elapsed() > Duration::from_secs(40) => panic!("never cut off"),
                Err(_) => {}
            }
            if stream.write_all(&[*byte]).is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(900));
        }
        (
            begun.elapsed(),
            String::from_utf8_lossy(&heard).into_owned(),
        )
    };
    thread::scope(|scope| {
        let head = scope.spawn(|| slowly(40));
        let form = scope.spawn(|| slowly(body + 3));
        // Many that say nothing at all.
        let silent: Vec<_> = (0..300).map(|_| receiver.connect()).collect();
        // A request that waits for no disk, which has other users too.
        let begun = Instant::now();
        assert_eq!(receiver.raw(b"GET / HTTP/1.1\r\n\r\n").status, 200);
        assert!(begun.elapsed() < Duration::from_secs(3));
        assert_eq!(receiver.form("192.0.2.1", FORM).status, 200);
        let (took, _) = head.join().unwrap();
        assert!(took < Duration::from_secs(15), "{took:?}");
        let (took, heard) = form.join().unwrap();
        assert!(took < Duration::from_secs(20), "{took:?}");
        assert!(heard.starts_with("HTTP/1.1 408 "), "{heard}");
        for mut stream in silent {
            let _ = stream.read_to_end(&mut vec![]);
        }
    });
    assert_eq!(receiver.comments().len(), 1);
}

#[test]
fn one_address_holds_some_connections_and_not_all() {
    let receiver = Receiver::with(&[]);
    let held: Vec<_> = (0..32).map(|_| receiver.connect()).collect();
    thread::sleep(Duration::from_millis(300));
    let mut more = receiver.connect();
    assert_eq!(more.read(&mut [0; 1]).unwrap_or(0), 0, "closed at once");
    drop(held);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(receiver.post(URLENCODED, "", FORM).status, 200);
}

#[test]
fn one_address_sends_five_at_once() {
    let direct = Receiver::with(&[]);
    let forged = "X-Forwarded-For: 192.0.2.";
    let sent = |n: usize| direct.post(URLENCODED, &format!("{forged}{n}\r\n"), FORM);
    let statuses: Vec<u16> = (0..5).map(|n| sent(n).status).collect();
    assert_eq!(statuses, [200; 5]);
    let answer = sent(6);
    assert_eq!(answer.status, 429);
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((15..=20).contains(&wait), "{wait}");
    assert!(
        answer.body.contains(&format!("wait {wait} seconds")),
        "{}",
        answer.body
    );
    assert_eq!(direct.comments().len(), 5);

    let receiver = Receiver::proxied();
    let sent = |from: &str| receiver.form(from, FORM).status;
    for n in 0..5 {
        assert_eq!(sent(&format!("2001:db8:0:1::{n}")), 200);
    }
    assert_eq!(
        sent("203.0.113.1, 2001:db8:0:1:ffff::1"),
        429,
        "one household, and the last hop"
    );
    assert_eq!(sent("2001:db8:0:2::1"), 200);
    assert_eq!(sent("2001:db8:0:1::9, 192.0.2.1"), 200);
    let by = Receiver::with(&["--behind-proxy=forwarded"]);
    for n in 0..6 {
        let headers = format!(
            "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=9.9.9.9, for=\"192.0.2.{n}:80\"\r\n"
        );
        assert_eq!(by.post(URLENCODED, &headers, FORM).status, 200);
    }
    // Several may have come in the same millisecond, in which no order is kept.
    let mut from: Vec<_> = by
        .comments()
        .iter()
        .map(|comment| comment["ip"].as_str().unwrap().to_owned())
        .collect();
    from.sort();
    assert_eq!(
        from,
        (0..6).map(|n| format!("192.0.2.{n}")).collect::<Vec<_>>()
    );
}

#[test]
fn who_fills_in_the_trap_is_thanked_and_not_kept() {
    let receiver = Receiver::proxied();
    let kept = receiver.form("192.0.2.1", FORM);
    let trapped = receiver.form("192.0.2.2", FORM.replace("subject=", "subject=Buy+boats"));
    assert_eq!((trapped.status, &trapped.body), (200, &kept.body));
    let date = |answer: &Answer| {
        let lines = answer.head.lines().filter(|line| !line.starts_with("date"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(date(&trapped), date(&kept), "nothing tells them apart");
    let json = r#"{"article":"a","author":"A","body":"b","subject":"Buy"}"#;
    let headers = "X-Forwarded-For: 192.0.2.3\r\n";
    assert_eq!(receiver.post("application/json", headers, json).status, 201);
    assert_eq!(receiver.comments().len(), 1);
}
