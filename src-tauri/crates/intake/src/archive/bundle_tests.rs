//! A bundle's files, and what is read of them.

use super::{Archive, Found, Kind};
use model::{Hash, archive::Stood, canonical};
use serde_json::json;

const FERRY: &str = "0190a000-0000-7000-8000-000000000001";
const MARKET: &str = "0190a000-0000-7000-8000-000000000002";

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
