//! The whole of a public collection of attacks, where there is one: each goes every way, in parts.

use super::{at_the_desk, brought_in, comments_brought_in, corpus, in_a_bundle, judge};
use crate::office::WRITER;
use serde_json::json;

/// How many go at once, since every page names what is on the others.
const PART: usize = 75;

#[test]
fn every_public_attack_is_nothing_but_words_on_pages_in_previews_and_at_the_desk() {
    let attacks = corpus::public();
    for part in attacks.chunks(PART) {
        let laid = in_a_bundle(part);
        at_the_desk(part, &laid);
        for (attack, article) in part.iter().zip(&laid.articles) {
            let ask = json!({"article": article});
            let preview = laid.office.does(WRITER, "preview", ask);
            let strange = judge::strangers(preview["html"].as_str().unwrap());
            assert!(strange.is_empty(), "{}: {strange:?}", attack.name);
        }
        println!("previews: {} pieces, 0 strange", part.len());
    }
    println!("{} public attacks, each in every field", attacks.len());
}

#[test]
fn every_public_attack_is_nothing_but_words_whatever_format_it_comes_in_by() {
    let attacks = corpus::public();
    for part in attacks.chunks(PART) {
        brought_in(|_| part.to_vec(), part);
        comments_brought_in(part);
    }
    println!("{} public attacks, each by every format", attacks.len());
}
