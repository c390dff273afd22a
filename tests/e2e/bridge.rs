//! The bridge as hostile script in the page would find it.

use crate::stage::{Newsroom, Window};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn the_page_can_name_no_path_that_nobody_chose() {
    let newsroom = Newsroom::sample();
    let page = newsroom.path("page.html");
    std::fs::write(&page, "<h1>Ferry late</h1><p>The ferry was late.</p>").unwrap();
    newsroom.answers(&[Some(&page)]);
    let window = Window::open(&newsroom, "Marta Lind").await;
    let ask = json!({"path": page, "dry_run": true});
    let refused = window.invoke("import_file", ask.clone()).await.unwrap_err();
    assert_eq!(refused["code"], "path-not-chosen");
    assert_eq!(
        window
            .invoke("pick_path", json!({"what": "import"}))
            .await
            .unwrap(),
        json!(page)
    );
    window.invoke("import_file", ask).await.unwrap();
    let folder = window
        .invoke("open_folder", json!({"path": "/"}))
        .await
        .unwrap_err();
    assert_eq!(folder["code"], "not-exported");
    window.close().await;
}

#[tokio::test]
async fn a_dialog_that_is_closed_gives_nothing() {
    let newsroom = Newsroom::sample();
    newsroom.answers(&[None]);
    let window = Window::open(&newsroom, "").await;
    assert_eq!(
        window
            .invoke("pick_path", json!({"what": "verify"}))
            .await
            .unwrap(),
        json!(null)
    );
    window.close().await;
}

#[tokio::test]
async fn a_command_that_is_not_on_the_list_is_refused() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "").await;
    for command in [
        "no_such",
        "plugin:fs|read_text_file",
        "plugin:dialog|open",
        "plugin:window|create",
    ] {
        window.invoke(command, json!({})).await.expect_err(command);
    }
    let refused = window
        .invoke("article_show", json!({"article": 7}))
        .await
        .unwrap_err();
    assert_eq!(
        (&refused["kind"], &refused["code"]),
        (&json!("usage"), &json!("bad-arguments"))
    );
    window.close().await;
}

#[tokio::test]
async fn nothing_from_elsewhere_is_loaded_or_gone_to() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "").await;
    let own = window.driver.current_url().await.unwrap();
    let fetched = "const done = arguments[0];
        fetch('http://127.0.0.1:9/').then(() => done('went'), e => done(String(e)));
        setTimeout(() => done('hung'), 5000)";
    let before = "window.refusals = [];
        document.addEventListener('securitypolicyviolation', e => window.refusals.push(e.effectiveDirective))";
    window.script(before).await;
    let answer = window
        .driver
        .execute_async(fetched, Vec::new())
        .await
        .unwrap();
    assert_ne!(answer.json(), "went");
    window.script("const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.head.append(s)").await;
    window.script("window.open('http://127.0.0.1:9/')").await;
    window.script("location.href = 'http://127.0.0.1:9/'").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(window.driver.current_url().await.unwrap(), own);
    assert_eq!(window.driver.windows().await.unwrap().len(), 1);
    assert_eq!(window.script("return window.ran ?? 0").await, 0);
    let refusals = window.script("return window.refusals").await;
    for directive in ["connect-src", "script-src-elem"] {
        assert!(
            refusals.as_array().unwrap().contains(&json!(directive)),
            "{directive}: {refusals}"
        );
    }
    window.close().await;
}

#[tokio::test]
async fn what_the_terminal_writes_the_window_hears() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "").await;
    let listen = "window.heard = 0;
        const handler = window.__TAURI_INTERNALS__.transformCallback(() => window.heard++);
        window.__TAURI_INTERNALS__.invoke('plugin:event|listen',
            {event: 'changed', target: {kind: 'Any'}, handler})";
    window.script(listen).await;
    newsroom.terminal(
        "Marta Lind",
        &["article", "new", "--title", "Bridge to close on Sunday"],
    );
    for _ in 0..40 {
        if window.script("return window.heard").await.as_i64() > Some(0) {
            return window.close().await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the window heard nothing of the new article");
}

/// The id of the person called `name`.
async fn person(window: &Window, name: &str) -> Value {
    let people = window.invoke("person_list", json!({})).await.unwrap();
    let people = people.as_array().unwrap().iter();
    people
        .clone()
        .find(|person| person["name"] == name)
        .unwrap()["id"]
        .clone()
}

/// What a command gave, which must go through.
async fn done(window: &Window, command: &str, args: Value) -> Value {
    window.invoke(command, args).await.unwrap()
}

#[tokio::test]
async fn an_article_goes_from_a_saved_page_to_a_verified_bundle() {
    let newsroom = Newsroom::sample();
    let (page, bundle) = (newsroom.path("page.html"), newsroom.path("edition.zip"));
    std::fs::write(&page, SAVED_PAGE).unwrap();
    newsroom.answers(&[Some(&page), Some(&bundle)]);
    let window = Window::open(&newsroom, "Marta Lind").await;
    let path = done(&window, "pick_path", json!({"what": "import"})).await;
    let report = done(
        &window,
        "import_file",
        json!({"path": path, "dry_run": false}),
    )
    .await;
    let article = &report["articles"][0]["id"];
    let shown = done(&window, "article_show", json!({"article": article})).await;
    let mut content = shown["content"].clone();
    content["section"] = json!("Town");
    content["bylines"] = json!([{"name": "Marta Lind", "role": "", "publications": [], "about": "", "links": [],
        "picture": null}]);
    content["body"] = json!(format!(
        "{}\n\nThe next boat is at noon.",
        content["body"].as_str().unwrap()
    ));
    let save = json!({"article": article, "base": shown["revision"], "content": content});
    done(&window, "draft_save", save).await;
    done(&window, "draft_leave", json!({"article": article})).await;
    done(
        &window,
        "article_submit",
        json!({"article": article, "kind": null, "text": null}),
    )
    .await;
    let own = window
        .invoke(
            "review_approve",
            json!({"article": article, "revision": null}),
        )
        .await
        .unwrap_err();
    assert_eq!(own["code"], "wrong-role");

    let ida = person(&window, "Ida Brandt").await;
    done(&window, "act_as", json!({"person": ida})).await;
    done(
        &window,
        "review_approve",
        json!({"article": article, "revision": null}),
    )
    .await;
    let nils = person(&window, "Nils Aho").await;
    done(&window, "act_as", json!({"person": nils})).await;
    let out = done(&window, "pick_path", json!({"what": "export"})).await;
    let exported = done(
        &window,
        "export_bundle",
        json!({"out": out, "proof": false}),
    )
    .await;
    let verified = done(
        &window,
        "verify_bundle",
        json!({"path": exported["path"], "key": null}),
    )
    .await;
    assert_eq!(verified["ok"], true, "{verified}");
    let shown = done(&window, "article_show", json!({"article": article})).await;
    assert_eq!(shown["status"], "published");
    window.close().await;
}

const SAVED_PAGE: &str = "<!doctype html><html lang=en><head><title>Ferry late again - The Tide</title></head><body>
<nav>Home » Town » Ferry late again</nav><article><h1>Ferry late again</h1>
<p>By Marta Lind</p><p>The morning ferry left Old Quay forty minutes late on Tuesday, because the ramp had frozen.</p>
<p>“We salted it twice,” said the harbour office, which keeps the ramp.</p></article></body></html>";
