//! A bundle's files, and what is read of them.

use super::{Archive, Found, Kind};
use model::{Hash, Time, archive::Stood, canonical};
use serde_json::json;

const FERRY: &str = "0190a000-0000-7000-8000-000000000001";
const MARKET: &str = "0190a000-0000-7000-8000-000000000002";

/// How a text of a bundle with this manifest stood, what nobody was to read before, and what is said of the bundle.
fn stood(name: &str, manifest: Option<&str>, embargo: &str) -> (Stood, Option<Time>, String) {
    let dir = std::env::temp_dir().join(format!("copydesk-stood-{}-{name}", std::process::id()));
    let mut content: serde_json::Value =
        serde_json::from_slice(&text(FERRY, Hash::of(b"a picture"))).unwrap();
    content["embargo"] = json!(embargo);
    let bytes = canonical(&content).unwrap();
    let hash = Hash::of(&bytes);
    std::fs::create_dir_all(dir.join("revisions")).unwrap();
    std::fs::write(dir.join(format!("revisions/{hash}.json")), &bytes).unwrap();
    let manifest = manifest.map(|text| text.replace("HASH", &hash.to_string()));
    std::fs::write(dir.join("manifest.json"), manifest.unwrap_or_default()).unwrap();
    let archive = Archive::open(&dir).unwrap().unwrap();
    let archive = archive.at("2026-06-01T10:00:00Z".parse().unwrap());
    let (mut found, mut said) = (vec![], String::new());
    archive
        .read(&mut |one, _| {
            match one {
                Found::Item(item) => found.push(*item),
                Found::Left(one) | Found::Note(one) => said.push_str(&one.why),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    let item = found.pop().unwrap();
    (item.stood, item.embargo, said)
}

#[test]
fn only_what_a_readable_manifest_calls_released_was_published() {
    let told = |kind: &str| {
        format!(
            r#"{{"kind": "{kind}", "articles": [{{"article": "{FERRY}", "revision": "HASH", "approved": true}}]}}"#
        )
    };
    let past = "2026-01-01T10:00:00.000Z";
    let (release, embargo, said) = stood("release", Some(&told("release")), past);
    assert_eq!((release, embargo), (Stood::Published, past.parse().ok()));
    assert!(!said.contains("drafts"), "{said}");
    assert_eq!(stood("proof", Some(&told("proof")), past).0, Stood::Waiting);
    // What nobody was to read yet was not out.
    let later = "2030-01-01T10:00:00.000Z";
    let (later_on, embargo, _) = stood("later", Some(&told("release")), later);
    assert_eq!((later_on, embargo), (Stood::Scheduled, later.parse().ok()));
    let cut = told("proof");
    for (name, manifest) in [
        ("cut", &cut[..cut.len() - 4]),
        ("none", "{}"),
        ("empty", ""),
        ("other", &told("unheard-of")),
        ("unlisted", r#"{"kind": "release"}"#),
    ] {
        let (stood, embargo, said) = stood(name, Some(manifest), later);
        assert_eq!(
            (stood, embargo),
            (Stood::Draft, later.parse().ok()),
            "{name}"
        );
        assert!(
            said.contains("all of them come in as drafts"),
            "{name}: {said}"
        );
    }
}

/// A text that shows a picture.
fn text(article: &str, picture: Hash) -> Vec<u8> {
    let content = json!({
        "copydesk": "revision/1", "article": article, "title": "Ferry", "kicker": "", "standfirst": "",
        "body": format!("![The quay](asset:{picture})"), "slug": "ferry", "section": "Town", "tags": [],
        "language": "en", "translations": [], "canonical": null, "search_title": "", "search_description": "",
        "date": null, "embargo": null, "bylines": [], "assets": [picture], "corrections": [], "related": [],
        "lead_image": {"asset": picture, "caption": "At noon", "credit": "Jo", "alt": "The quay"},
    });
    canonical(&content).unwrap()
}

#[test]
fn each_text_of_a_bundle_is_held_against_its_hash() {
    let dir = std::env::temp_dir().join(format!("copydesk-bundle-{}", std::process::id()));
    let picture = Hash::of(b"a picture");
    let write = |path: &str, bytes: &[u8]| {
        let at = dir.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, bytes).unwrap();
    };
    let (one, two) = (
        Hash::of(&text(FERRY, picture)),
        Hash::of(&text(MARKET, picture)),
    );
    write(&format!("revisions/{one}.json"), &text(FERRY, picture));
    write(&format!("revisions/{two}.json"), b"{}");
    let at = format!("site/assets/{picture}.png");
    write(&at, b"a picture");
    let told = |article, revision, title| json!({"article": article, "revision": revision, "title": title, "approved": true});
    let manifest = json!({
        "copydesk": "manifest/1", "kind": "release", "newsroom": "Harbour",
        "articles": [told(FERRY, one, "Ferry"), told(MARKET, two, "Market")],
        "files": [{"path": at, "sha256": picture}],
    });
    write("manifest.json", &canonical(&manifest).unwrap());
    let around = json!({"copydesk": "surroundings/1", "base_url": "https://harbour.example/", "articles": [{
        "article": FERRY, "revision": one, "date": "2026-05-02T10:00:00.000Z", "proposed": [], "moved_from": ["town/boat/"],
        "comments": [{"id": "c", "parent": null, "author": "Greta", "created": "2026-05-02T11:00:00.000Z", "body": "Good."}],
    }]});
    write("surroundings.json", &canonical(&around).unwrap());

    let archive = Archive::open(&dir).unwrap().unwrap();
    assert_eq!(archive.kind, Kind::Bundle);
    let (mut items, mut left) = (vec![], vec![]);
    archive
        .read(&mut |found, _| {
            match found {
                Found::Item(item) => items.push(*item),
                Found::Left(one) | Found::Note(one) => left.push(one),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    let mut comments = vec![];
    let some = archive.comments(&mut |from| {
        crate::comments::read(crate::comments::Kind::JsonLines, from, &mut |_, one| {
            let one = one.unwrap();
            comments.push((one.place.article, one.body));
            Ok(())
        })
        .map(|_| ())
    });
    std::fs::remove_dir_all(&dir).unwrap();

    let [item] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!(item.source, format!("copydesk:{FERRY}"));
    assert_eq!(item.stood, Stood::Published);
    assert_eq!(item.body, format!("![The quay]({at})"));
    assert_eq!(item.lead.as_ref().unwrap().address, at);
    assert_eq!(
        item.published.unwrap().to_string(),
        "2026-05-02T10:00:00.000Z"
    );
    assert!(
        item.meta
            .contains(&("moved from".into(), "town/boat/".into()))
    );
    let [left] = left.as_slice() else {
        panic!("{left:?}")
    };
    assert_eq!(left.place, format!("revisions/{two}.json"));
    assert!(left.why.contains("changed, or is damaged"), "{}", left.why);
    assert_eq!(
        (some, comments),
        (Ok(true), vec![(Some(FERRY.into()), "Good.".into())])
    );
}
