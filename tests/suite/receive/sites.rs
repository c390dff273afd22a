//! Whose forms are taken, and which scripts may read the answer.

use super::{FORM, Receiver, SITE};

#[test]
fn another_sites_form_is_refused() {
    let receiver = Receiver::with(&[
        "--site",
        SITE,
        "--site",
        "http://localhost:8080",
        "--behind-proxy",
    ]);
    let mut from = 0;
    let mut send = |headers: &str| {
        from += 1;
        let headers = format!("X-Forwarded-For: 192.0.2.{from}\r\n{headers}");
        receiver.post("application/x-www-form-urlencoded", &headers, FORM)
    };
    for headers in [
        "",
        "Origin: https://example.org\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: http://localhost:8080\r\n",
        "Referer: https://example.org/town/ferry/\r\n",
        "Origin: null\r\nSec-Fetch-Site: same-origin\r\n",
    ] {
        assert_eq!(send(headers).status, 200, "{headers}");
    }
    for headers in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://example.org\r\n",
        "Origin: https://example.org.evil.example\r\n",
        "Origin: https://evil.example\r\nReferer: https://example.org/\r\n",
        "Referer: https://evil.example/https://example.org/\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Origin: https://evil.example\r\nSec-Fetch-Site: same-origin\r\n",
    ] {
        let answer = send(headers);
        assert_eq!(answer.status, 403, "{headers}");
        assert!(answer.body.contains("own pages only"), "{headers}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{headers}"
        );
    }
    assert_eq!(receiver.comments().len(), 5);
    let open = Receiver::with(&[]);
    let any = open.post(
        "application/x-www-form-urlencoded",
        "Origin: https://a.example\r\n",
        FORM,
    );
    assert_eq!(
        (any.status, any.header("access-control-allow-origin")),
        (200, None)
    );
}

#[test]
fn a_script_of_the_site_alone_may_ask_and_read() {
    let receiver = Receiver::proxied();
    let ask = |origin: &str| {
        let asked = format!(
            "OPTIONS /comments HTTP/1.1\r\nHost: a\r\nOrigin: {origin}\r\n\
            Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n"
        );
        receiver.raw(asked.as_bytes())
    };
    let answer = ask(SITE);
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(SITE));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type")
    );
    assert!(answer.header("vary").unwrap().contains("Origin"));
    let answer = ask("https://evil.example");
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (403, None)
    );

    let headers = format!("Origin: {SITE}\r\n");
    for (body, status) in [
        (r#"{"article":"a","author":"A","body":"b"}"#, 201),
        ("{}", 422),
    ] {
        let answer = receiver.post("application/json", &headers, body);
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(SITE));
        assert_eq!(answer.json()["ok"], status == 201);
    }
}

#[test]
fn the_way_back_leads_to_the_site_and_nowhere_else() {
    let receiver = Receiver::proxied();
    let back = |n: usize, headers: &str, more: &str| {
        let headers = format!("X-Forwarded-For: 192.0.2.{n}\r\nOrigin: {SITE}\r\n{headers}");
        let body = format!("{FORM}{more}");
        let answer = receiver.post("application/x-www-form-urlencoded", &headers, body);
        assert_eq!(answer.status, 200);
        let link = answer.body.split("<a href=\"").nth(1);
        link.and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    let page = "Referer: https://example.org/town/ferry/\r\n";
    assert_eq!(
        back(1, page, "").as_deref(),
        Some("https://example.org/town/ferry/")
    );
    assert_eq!(back(2, "", ""), None);
    assert_eq!(back(3, "Referer: https://evil.example/\r\n", ""), None);
    let elsewhere = "&address=https%3A%2F%2Fevil.example%2F";
    assert_eq!(back(4, "", elsewhere), None);
    let address = "&address=https%3A%2F%2Fexample.org%2Fa%3Fb%3D%22%3E%3Cscript%3E";
    let found = back(5, page, address).unwrap();
    assert_eq!(found, "https://example.org/a?b=&quot;&gt;&lt;script&gt;");
}
