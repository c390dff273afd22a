//! The web view as hostile ground: frames have no bridge, nothing is granted, saved or gone to, and files that are handed in are
//! what they hold, whatever they are called.

use crate::stage::{Newsroom, Window, program};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command, time::Duration};

/// Runs `body` as the inside of an async function in the page, and gives what it returns.
async fn run(window: &Window, body: &str) -> Value {
    let script = format!(
        "const done = arguments[0]; (async () => {{ {body} }})().then(done, e => done('threw ' + (e?.name ?? e)))"
    );
    let answer = window.driver.execute_async(&script, vec![]).await.unwrap();
    answer.json().clone()
}

/// How many articles there are.
async fn articles(window: &Window) -> Value {
    window.invoke("library_show", json!({})).await.unwrap()["articles"].clone()
}

#[tokio::test]
async fn a_frame_has_no_bridge_and_is_refused_where_it_makes_one() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-articles").await;
    window.click("go-articles").await;
    window.click("article-row").await;
    window.click("tab-preview").await;
    window
        .until("document.querySelector('[data-preview]')?.contentDocument?.querySelector('h1')")
        .await;
    let before = articles(&window).await;
    let there = "const frame = document.querySelector('[data-preview]'); const inside = frame.contentWindow;";
    let sandbox = format!(
        "{there} return [frame.getAttribute('sandbox'), typeof inside.__TAURI_INTERNALS__, typeof inside.__TAURI__]"
    );
    assert_eq!(
        run(&window, &sandbox).await,
        json!(["allow-same-origin", "undefined", "undefined"])
    );
    // A script that came into the page that is shown does not run.
    let script = format!(
        "{there} const s = inside.document.createElement('script'); s.textContent = 'window.ran = 1'; inside.document.head.append(s);
        const i = inside.document.createElement('img'); i.setAttribute('onerror', 'window.ran = 1'); i.src = 'x'; inside.document.body.append(i);
        await new Promise(r => setTimeout(r, 300)); return inside.ran ?? 'no'"
    );
    assert_eq!(run(&window, &script).await, "no");
    // Whoever could act in it all the same would find a way to the bridge shut: it opens to the page's own key alone.
    for headers in [
        "{}",
        "{'Tauri-Invoke-Key': 'x', 'Tauri-Callback': '1', 'Tauri-Error': '2', 'Content-Type': 'application/json'}",
    ] {
        let call = format!(
            "{there} const answer = inside.fetch('ipc://localhost/article_new', {{method: 'POST', headers: {headers},
            body: JSON.stringify({{args: {{title: 'From a frame'}}}})}}).then(one => one.status);
            return await Promise.race([answer, new Promise(r => setTimeout(() => r('no answer'), 2000))])"
        );
        let answer = run(&window, &call).await;
        assert_ne!(answer, 200, "{answer}");
    }
    let post = format!(
        "{there} for (const one of [inside.ipc, inside.webkit?.messageHandlers?.ipc])
            try {{ one?.postMessage(JSON.stringify({{cmd: 'article_new', callback: 1, error: 2, payload: {{args: {{title: 'From a frame'}}}},
                options: {{}}}})) }} catch {{}}
        await new Promise(r => setTimeout(r, 500)); return 'asked'"
    );
    assert_eq!(run(&window, &post).await, "asked");
    assert_eq!(articles(&window).await, before);
    // The same over the page's own bridge goes through: the way that was tried is a way.
    window
        .invoke("article_new", json!({"title": "From the page"}))
        .await
        .unwrap();
    assert_ne!(articles(&window).await, before);
    window.close().await;
}

#[tokio::test]
async fn no_frame_shows_the_windows_own_pages_or_anyone_elses() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-articles").await;
    let own = window.driver.current_url().await.unwrap();
    let own = own.as_str().split('#').next().unwrap().to_owned();
    for address in [
        own.as_str(),
        "ipc://localhost/library_show",
        "picture://localhost/x",
        "http://127.0.0.1:9/",
        "file:///etc/hosts",
        "data:text/html,<script>parent.ran = 1</script>",
        "blob:x",
    ] {
        let frame = format!(
            "const refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective));
            const f = document.createElement('iframe'); f.src = {}; document.body.append(f); await new Promise(r => setTimeout(r, 400));
            let held = ''; try {{ held = f.contentDocument?.body?.textContent ?? '' }} catch {{ held = 'another origin' }}
            const bridge = (() => {{ try {{ return typeof f.contentWindow.__TAURI_INTERNALS__ }} catch {{ return 'out of reach' }} }})();
            f.remove(); return [refused.includes('frame-src'), held, bridge === 'object', window.ran ?? 0]",
            json!(address)
        );
        let [refused, held, bridge, ran] =
            <[Value; 4]>::try_from(run(&window, &frame).await.as_array().unwrap().clone()).unwrap();
        assert_eq!((&bridge, &ran), (&json!(false), &json!(0)), "{address}");
        assert!(
            refused == true || held == "" || held == "another origin",
            "{address}: {held}"
        );
    }
    window.close().await;
}

#[tokio::test]
async fn whatever_the_page_asks_leave_for_is_denied_and_nothing_is_saved() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-articles").await;
    let asks = [
        ("place", "return await new Promise(r => navigator.geolocation
            ? navigator.geolocation.getCurrentPosition(() => r('given'), e => r('denied ' + e.code)) : r('none'))"),
        ("notices", "return window.Notification ? await Notification.requestPermission() : 'none'"),
        ("camera", "return await device('videoinput', {video: true})"),
        ("microphone", "return await device('audioinput', {audio: true})"),
        ("clipboard", "return 'given ' + await navigator.clipboard.readText()"),
        ("keys of the system", "if (!navigator.requestMediaKeySystemAccess) return 'none';
            await navigator.requestMediaKeySystemAccess('org.w3.clearkey', [{initDataTypes: ['cenc'], videoCapabilities:
            [{contentType: 'video/mp4; codecs=\"avc1\"'}]}]); return 'given'"),
    ];
    // Where there is no such device, that is said before anyone is asked for leave.
    let device = "const device = async (kind, wanted) => {
            const there = (await navigator.mediaDevices?.enumerateDevices?.())?.some(one => one.kind === kind);
            if (!navigator.mediaDevices?.getUserMedia) return 'none';
            return await navigator.mediaDevices.getUserMedia(wanted).then(() => 'given',
                cause => there || cause.name === 'NotAllowedError' ? 'threw ' + cause.name : 'no device') };";
    for (what, ask) in asks {
        let ask = format!(
            "{device} return await Promise.race([(async () => {{ {ask} }})(), new Promise(r => setTimeout(() => r('no answer'), 3000))])"
        );
        let answer = run(&window, &ask).await;
        let said = answer.as_str().unwrap();
        println!("{what}: {said}");
        // Refused for want of leave, and for nothing else; or the page has no way to ask at all.
        let refused = [
            "none",
            "no device",
            "denied",
            "denied 1",
            "threw NotAllowedError",
            "threw NotSupportedError",
        ];
        assert!(refused.contains(&said), "{what}: {said}");
    }
    let saved = "for (const href of ['data:text/plain,x', URL.createObjectURL(new Blob(['x'])), location.href]) {
        const a = document.createElement('a'); a.href = href; a.download = 'copydesk-was-here.txt'; document.body.append(a); a.click(); a.remove() }
        await new Promise(r => setTimeout(r, 1000)); return location.href";
    let own = window.driver.current_url().await.unwrap();
    assert_eq!(run(&window, saved).await, own.as_str());
    let home = newsroom.path("");
    assert!(
        !anywhere(&home, "copydesk-was-here.txt"),
        "the page saved a file"
    );
    window.close().await;
}

/// What a page could ask leave for, by the name that `navigator.permissions` has for it.
const LEAVES: [&str; 12] = [
    "camera",
    "microphone",
    "geolocation",
    "notifications",
    "display-capture",
    "screen-wake-lock",
    "clipboard-read",
    "clipboard-write",
    "persistent-storage",
    "push",
    "midi",
    "storage-access",
];

#[tokio::test]
async fn no_leave_stands_given_before_or_after_it_was_asked_for() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-articles").await;
    let states = format!(
        "const states = {{}};
        for (const name of {})
            states[name] = navigator.permissions
                ? await navigator.permissions.query({{name}}).then(one => one.state, cause => 'unknown, ' + cause.name) : 'no way to ask';
        states.notice = window.Notification ? Notification.permission : 'no notices';
        states.kept = navigator.storage?.persisted ? String(await navigator.storage.persisted()) : 'nothing is kept';
        states.seen = navigator.mediaDevices?.enumerateDevices
            ? (await navigator.mediaDevices.enumerateDevices()).filter(one => one.label).length : 0;
        return states",
        json!(LEAVES)
    );
    let before = run(&window, &states).await;
    let asked = "const said = [await Notification.requestPermission()];
        said.push(await new Promise(r => navigator.geolocation.watchPosition(() => r('given'), e => r('denied ' + e.code))));
        said.push(await navigator.wakeLock.request('screen').then(() => 'given', cause => cause.name));
        return said";
    let said = run(&window, asked).await;
    assert_eq!(said, json!(["denied", "denied 1", "NotAllowedError"]));
    // Of the screen and of the pointer leave is asked for only where somebody clicked.
    let ask = "const b = document.createElement('button'); b.dataset.test = 'asks-leave'; b.textContent = 'Leave';
        b.style = 'position: fixed; inset: 0; z-index: 99'; b.popover = 'manual'; document.body.append(b); b.showPopover();
        b.onclick = () => { window.leave = []; const tell = what => window.leave.push(what);
            document.addEventListener('pointerlockerror', () => tell('no pointer'));
            document.addEventListener('pointerlockchange', () => tell('given the pointer'));
            if (navigator.mediaDevices?.getDisplayMedia)
                navigator.mediaDevices.getDisplayMedia({video: true}).then(() => tell('given the screen'), e => tell('no screen, ' + e.name));
            else tell('no screen, none');
            try { document.body.requestPointerLock()?.catch?.(() => {}) } catch {} }";
    window.script(ask).await;
    window.click("asks-leave").await;
    window
        .until("window.leave?.some(what => what.startsWith('no screen'))")
        .await;
    let leave = window.script("return window.leave").await;
    println!("{leave}");
    assert!(!leave.to_string().contains("given"), "{leave}");
    assert!(
        !leave.to_string().contains("InvalidState"),
        "nobody clicked: {leave}"
    );
    let after = run(&window, &states).await;
    println!("{after}");
    for state in [&before, &after] {
        let all = state.as_object().unwrap();
        assert_eq!(all.len(), LEAVES.len() + 3);
        for (leave, is) in all {
            assert!(*is != "granted" && *is != "true", "{leave}: {is}");
        }
        assert_eq!(state["seen"], 0, "the page knows what devices there are");
    }
    window.close().await;
}

/// Whether a file of this name lies anywhere below a folder.
fn anywhere(folder: &Path, name: &str) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        path.file_name()
            .is_some_and(|one| one.to_string_lossy().starts_with(name))
            || (path.is_dir() && anywhere(&path, name))
    })
}

#[tokio::test]
async fn a_file_is_what_it_holds_and_no_page_to_go_to() {
    let newsroom = Newsroom::sample();
    let page = "<!doctype html><script>window.ran = 1</script>";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" onload=\"alert(1)\"><script>alert(1)</script>\
        <a href=\"javascript:alert(1)\"><path d=\"M0 0h9v9z\"/></a></svg>";
    let shortcut = "[InternetShortcut]\nURL=http://127.0.0.1:9/\n";
    let files = [
        ("evil.html", page),
        ("evil.png", page),
        ("evil.url", shortcut),
        ("evil.desktop", shortcut),
        ("evil.jpg", drawing),
    ];
    let paths: Vec<_> = files
        .iter()
        .map(|(name, text)| {
            let path = newsroom.path(name);
            fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let huge = newsroom.path("huge.png");
    fs::File::create(&huge).unwrap().set_len(4 << 30).unwrap();
    let mut answers: Vec<Option<&Path>> = paths.iter().map(|path| Some(path.as_path())).collect();
    answers.push(Some(&huge));
    newsroom.answers(&answers);
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-articles").await;
    let own = window.driver.current_url().await.unwrap();
    for path in answers.iter().flatten() {
        window
            .invoke("pick_path", json!({"what": "picture"}))
            .await
            .unwrap();
        let added = window
            .invoke("asset_add", json!({"path": path, "alt": ""}))
            .await;
        if path.ends_with("evil.jpg") {
            // A drawing under another name is taken for the drawing that it is, without what acts in it.
            let kept = format!(
                "return await (await fetch('picture://localhost/{}')).text().catch(String)",
                added
                    .as_ref()
                    .map_or("", |one| one["hash"].as_str().unwrap())
            );
            let _ = run(&window, &kept).await;
            if let Ok(asset) = added {
                let hash = asset["hash"].as_str().unwrap();
                let bytes = stored(&newsroom.library().join("assets"), hash);
                assert!(
                    !bytes.contains("script") && !bytes.contains("onload"),
                    "{bytes}"
                );
            }
        } else {
            let refused = added.expect_err("is no picture");
            println!("{}: {}", path.display(), refused["code"]);
        }
        // Nor does the window go to it, as one goes to what is dropped on a browser.
        window
            .script(&format!("location.href = 'file://{}'", path.display()))
            .await;
        window
            .script(&format!("window.open('file://{}')", path.display()))
            .await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(window.driver.current_url().await.unwrap(), own);
    assert_eq!(window.driver.windows().await.unwrap().len(), 1);
    assert_eq!(window.script("return window.ran ?? 0").await, 0);
    window.close().await;
}

/// The file of an asset.
fn stored(folder: &Path, hash: &str) -> String {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            let below = stored(&path, hash);
            if !below.is_empty() {
                return below;
            }
        } else if path.to_string_lossy().replace('/', "").contains(hash) {
            return fs::read_to_string(path).unwrap_or_default();
        }
    }
    String::new()
}

#[test]
fn a_file_that_is_opened_with_the_window_is_no_library_and_not_shown() {
    let newsroom = Newsroom::empty();
    let display = crate::stage::Display::get();
    for name in ["evil.html", "evil.svg", "evil.url", "library.db"] {
        let file = newsroom.path(name);
        fs::write(&file, "<script>alert(1)</script>").unwrap();
        let mut command = Command::new(program("copydesk-desktop"));
        newsroom.surround(&mut command, "");
        let done = command
            .env("DISPLAY", display.name())
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(3), "{name}: {said}");
        assert!(said.starts_with("error["), "{name}: {said}");
    }
}
