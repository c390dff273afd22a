//! What a sealed signature is worth against whoever has the library: who makes a key anew and what is told of it, what a
//! changed passphrase ends, what undo passes by, what stays in files; and whose a name is.

use crate::office::{ADMIN, CHIEF, Office, WRITER};
use serde_json::json;

#[test]
fn a_name_is_nobodys_else_however_it_is_written() {
    let office = Office::staffed();
    let add = |name: &str| {
        office.code(
            CHIEF,
            "person_add",
            json!({"name": name, "roles": ["writer"]}),
        )
    };
    for taken in [
        "Rhea\u{200b} Reviewer",
        "Rhe\u{301}a  re\u{ad}viewer",
        "Ｒｈｅａ Reviewer",
        "RHEA\u{a0}REVIEWER\u{202e}",
    ] {
        assert_eq!(add(taken), "name-taken", "{taken:?}");
    }
    let id = office.person(WRITER).to_string();
    for none in [
        &id,
        &id.to_uppercase(),
        &id.replace('-', ""),
        &id[..13],
        "\u{200b}\u{202e}",
        "",
    ] {
        assert_eq!(add(none), "no-name", "{none:?}");
    }
    let added = json!({"name": "Rita\u{200b}\u{202e} Ro\u{7}e", "roles": ["writer"]});
    let added = office.does(CHIEF, "person_add", added);
    assert_eq!(added["name"], "Rita Roe");
    // A script that joins its letters needs what joins them not.
    assert_eq!(add("می\u{200c}نا"), "ok");
    let set = json!({"person": "Rita Roe", "name": "wim writer\u{200b}"});
    assert_eq!(office.code(CHIEF, "person_set", set), "name-taken");
    let same = json!({"person": "Rita Roe", "name": "Rita Röe"});
    assert_eq!(office.code(CHIEF, "person_set", same), "ok");
    // Nor does undo bring back a name that somebody else has by now.
    assert_eq!(add("Rita Roe-Ray"), "ok");
    let ana = json!({"person": "Rita Röe", "name": "Ana Roe"});
    office.does(ADMIN, "person_set", ana);
    assert_eq!(add("Rita Roe"), "ok");
    assert_eq!(office.code(ADMIN, "undo", json!({})), "built-on");
}
