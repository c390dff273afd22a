//! The newsroom's own theme: its colours, type and logo, its templates out and in, and what a theme can't do.

use super::{article, office, verified};
use crate::office::{CHIEF, DRAWING, Office, PUBLISHER, WRITER};
use serde_json::json;
use std::{fs, path::Path};

fn printed(bundle: &Path, name: &str) -> String {
    fs::read_to_string(bundle.join("site").join(name)).unwrap()
}

/// Takes in the folder as the newsroom's theme; gives the code and the words of what was wrong.
fn refused(office: &Office, folder: &Path) -> (String, String) {
    let error = office
        .ask(PUBLISHER, "theme_import", json!({"path": folder}))
        .unwrap_err();
    (error.code, error.message)
}

#[test]
fn colours_type_and_logo_are_set_without_a_template_and_undone() {
    let office = office();
    article(&office, "Night buses", json!({}));
    let drawing = office.room.file("mast.svg", DRAWING);
    let logo = office.does(
        WRITER,
        "asset_add",
        json!({"path": drawing, "alt": "A mast"}),
    )["hash"]
        .clone();
    let look = json!({"light": {"accent": "#8b1a1a"}, "dark": {"paper": "#101010"}, "headlines": "slab", "logo": logo});
    office.does(CHIEF, "theme_dress", json!({"look": look}));
    let bundle = office.release("dressed");
    verified(&office, &bundle);
    let sheet = printed(&bundle, "theme.css");
    assert!(
        sheet.contains("--accent: #8b1a1a;") && sheet.contains("--head-face: Rockwell"),
        "{sheet}"
    );
    let page = printed(&bundle, "transport/night-buses/index.html");
    assert!(
        page.contains("href=\"../../theme.css\"")
            && page
                .contains("<img src=\"../../assets/theme/logo.svg\" alt=\"The Harbour Gazette\"")
    );
    assert!(bundle.join("site/assets/theme/logo.svg").is_file());
    let front = office.does("", "front_page", json!({}));
    assert_eq!(front["html"], printed(&bundle, "index.html"));
    assert_eq!(front["logo"], logo);
    assert!(front["css"].as_str().unwrap().ends_with(&sheet));
    let faint = json!({"look": {"light": {"ink": "#d0d0d0"}}});
    assert_eq!(office.code(PUBLISHER, "theme_dress", faint), "too-faint");
    assert_eq!(
        office.code(WRITER, "theme_dress", json!({"look": {}})),
        "wrong-role"
    );
    office.does(CHIEF, "undo", json!({}));
    assert_eq!(office.does("", "theme_show", json!({}))["own"], false);
    assert!(!office.release("plain").join("site/theme.css").exists());
}

#[test]
fn templates_go_out_are_changed_and_come_in() {
    let office = office();
    let id = article(&office, "Night buses", json!({}));
    let folder = office.path("theme");
    office.does("", "theme_export", json!({"dest": folder}));
    assert_eq!(
        office.code("", "theme_export", json!({"dest": folder})),
        "target-in-the-way"
    );
    let list = fs::read_to_string(folder.join("list.html")).unwrap();
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    put(
        "list.html",
        &list.replace(
            "{% block main %}",
            "{% block main %}\n<p>{{ sit.newsroom }}</p>",
        ),
    );
    let (code, words) = refused(&office, &folder);
    assert_eq!(code, "bad-theme");
    assert!(words.contains("list.html, line "), "{words}");
    put(
        "list.html",
        &list.replace("{% block main %}", "{% block main %}<p>Since 1871</p>"),
    );
    let sheet = fs::read_to_string(folder.join("style.css")).unwrap();
    put(
        "style.css",
        "a { color: red }\n@import url(https://fonts.example/a.css);\n",
    );
    assert!(refused(&office, &folder).1.contains("style.css, line 2"));
    put("style.css", &sheet);
    office.does(CHIEF, "theme_import", json!({"path": folder}));
    let view = office.does("", "theme_show", json!({}));
    assert_eq!(
        (&view["own"], &view["templates"]),
        (&json!(true), &json!(true))
    );
    let bundle = office.release("own");
    verified(&office, &bundle);
    assert!(printed(&bundle, "index.html").contains("<p>Since 1871</p>"));
    let page = office.does("", "preview", json!({"article": id}));
    assert_eq!(
        page["html"],
        printed(&bundle, "transport/night-buses/index.html")
    );
    office.does(CHIEF, "undo", json!({}));
    assert!(!printed(&office.release("back"), "index.html").contains("1871"));
}

#[test]
fn no_theme_leaves_the_rules_out_loops_or_reads_a_file() {
    let office = office();
    article(&office, "Night buses", json!({}));
    let folder = office.path("theme");
    for (name, text, said) in [
        (
            "list.html",
            "<!DOCTYPE html><html><script src=\"https://evil.example/x.js\"></script><head>",
            "<head>",
        ),
        (
            "list.html",
            "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
            "loops",
        ),
        ("list.html", "{% include \"/etc/passwd\" %}", "line 1"),
        ("list.html", "{% include \"../../library.db\" %}", "line 1"),
        ("static/logo.svg", "<svg onload=\"alert(1)\"/>", "line 1"),
        ("run.sh", "true", "run.sh"),
    ] {
        let _ = fs::remove_dir_all(&folder);
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        let (code, words) = refused(&office, &folder);
        assert_eq!(code, "bad-theme");
        assert!(words.contains(said), "{name}: {words}");
    }
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(folder.join("style.css"))
        .status();
    assert!(pipe.unwrap().success());
    let (code, words) = refused(&office, &folder);
    assert_eq!(code, "bad-theme");
    assert!(words.contains("style.css is no file"), "{words}");
    assert_eq!(office.does("", "theme_show", json!({}))["own"], false);
}
