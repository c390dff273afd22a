//! The classifier of comments: what it learns from `fixtures/learned`, beside the word lists alone, and what its bytes are.

use desk::comment::{
    learn::{Measured, Model, Threshold, measure, ready, silent},
    pipeline::{Words, usual},
};
use model::comment::ListKind;
use proptest::prelude::*;
use std::{fs, path::Path};

/// A labelled comment: its text, whether it was refused, and the language of its file.
struct Labelled {
    text: String,
    refused: bool,
    language: &'static str,
}

/// All labelled comments, in an order that mixes the files.
fn labelled() -> Vec<Labelled> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/learned");
    let mut all = vec![];
    for (file, language) in [
        ("english", "en"),
        ("answers", "en"),
        ("german", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("others", ""),
    ] {
        let text = fs::read_to_string(dir.join(format!("{file}.txt"))).unwrap();
        for line in text.lines() {
            let (sign, text) = line.split_once(' ').unwrap();
            assert!(sign == "+" || sign == "-", "{line}");
            all.push(Labelled {
                text: text.to_owned(),
                refused: sign == "-",
                language,
            });
        }
    }
    let mut seed: u64 = 7;
    for at in (1..all.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, (seed >> 33) as usize % (at + 1));
    }
    all
}

fn counted(held: impl Iterator<Item = (bool, bool)>) -> Threshold {
    let mut counts = Threshold::default();
    for one in held {
        match one {
            (true, true) => counts.true_positive += 1,
            (true, false) => counts.false_positive += 1,
            (false, false) => counts.true_negative += 1,
            (false, true) => counts.false_negative += 1,
        }
    }
    counts
}

#[test]
fn it_finds_more_than_word_lists_and_is_right_as_often() {
    let all = labelled();
    let refused = all.iter().filter(|one| one.refused).count();
    assert!(
        all.len() >= 400 && refused * 100 / all.len() >= 30,
        "{refused} of {}",
        all.len()
    );
    let rules = usual();
    let words = Words::new(&rules);
    let listed = |one: &Labelled| {
        let languages = if one.language.is_empty() {
            vec!["it", "nl", "pt", "pl", "ru", "sv", "tr", "ar", "fa"]
        } else {
            vec![one.language]
        };
        languages.iter().any(|language| {
            [ListKind::Banned, ListKind::Suspect]
                .into_iter()
                .any(|kind| !words.find(&one.text, kind, language).is_empty())
        })
    };
    // Each fifth of them once held out, so that no one split decides.
    let (mut learned, mut lists) = (vec![], vec![]);
    for fold in 0..5 {
        let held_out = |nth: &usize| nth % 5 == fold;
        let mut model = Model::new();
        for (_, one) in all.iter().enumerate().filter(|(nth, _)| !held_out(nth)) {
            model.learn(&one.text, one.refused);
        }
        for (_, one) in all.iter().enumerate().filter(|(nth, _)| held_out(nth)) {
            learned.push((model.likelihood(&one.text) >= 0.6, one.refused));
            lists.push((listed(one), one.refused));
        }
    }
    let (learned, lists) = (counted(learned.into_iter()), counted(lists.into_iter()));
    println!(
        "learned {learned:?} {:?} {:?}",
        learned.precision(),
        learned.recall()
    );
    println!(
        "lists   {lists:?} {:?} {:?}",
        lists.precision(),
        lists.recall()
    );
    assert!(learned.recall() > lists.recall(), "{learned:?} {lists:?}");
    assert!(
        learned.precision() >= lists.precision(),
        "{learned:?} {lists:?}"
    );
}

#[test]
fn a_likelihood_comes_true_as_often_as_it_says() {
    let all = labelled();
    let (mut said, mut came, mut count) = (0.0, 0, 0);
    for fold in 0..5 {
        let mut model = Model::new();
        for (_, one) in all.iter().enumerate().filter(|(nth, _)| nth % 5 != fold) {
            model.learn(&one.text, one.refused);
        }
        for (_, one) in all.iter().enumerate().filter(|(nth, _)| nth % 5 == fold) {
            let likelihood = model.likelihood(&one.text);
            if likelihood >= 0.7 {
                said += likelihood;
                came += u32::from(one.refused);
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
    let came = f64::from(came) / f64::from(count);
    let said = said / f64::from(count);
    println!("said {said:.3}, came true {came:.3}, of {count}");
    assert!(came > said - 0.08, "said {said}, came true {came}");
}

#[test]
fn it_says_which_words_weighed() {
    let mut model = Model::new();
    for _ in 0..40 {
        model.learn("Buy cheap pills at our store", true);
        model.learn("The ferry was late again", false);
    }
    let text = "The ferry sells cheap pills, see http://pills.example.com";
    let said = model.explain(text);
    let weight = |word: &str| {
        let found = said.iter().find(|(place, _)| &text[place.clone()] == word);
        found.map(|(_, weight)| *weight)
    };
    assert!(said.len() <= 8);
    assert!(weight("pills").unwrap() > 20, "{said:?}");
    assert!(weight("cheap").unwrap() > 20, "{said:?}");
    assert!(weight("ferry").unwrap() < -20, "{said:?}");
    assert!(said.is_sorted_by_key(|(_, weight)| -weight.abs()));
    assert!(Model::new().explain(text).is_empty());
}

#[test]
fn the_same_decisions_give_the_same_bytes_and_others_are_refused() {
    let all = labelled();
    let mut models = [Model::new(), Model::new()];
    for model in &mut models {
        for one in &all {
            model.learn(&one.text, one.refused);
        }
    }
    let bytes = models[0].to_bytes();
    assert_eq!(bytes, models[1].to_bytes());
    assert!(bytes.len() < 1_100_000);
    let mut again = Model::from_bytes(&bytes).unwrap();
    assert_eq!(again, models[0]);
    assert_eq!(again.seen(), all.len() as u64);
    again.learn("One more", true);
    models[0].learn("One more", true);
    assert_eq!(again, models[0]);
    for wrong in [
        vec![],
        bytes[1..].to_vec(),
        bytes[..bytes.len() - 1].to_vec(),
        vec![0; bytes.len()],
        {
            let mut wrong = bytes.clone();
            wrong[5000] ^= 1;
            wrong
        },
    ] {
        assert_eq!(Model::from_bytes(&wrong).unwrap_err().code, "bad-model");
    }
}

#[test]
fn it_is_measured_on_what_it_did_not_learn_and_silent_until_that_is_enough() {
    let all: Vec<(String, bool)> = labelled()
        .into_iter()
        .map(|one| (one.text, one.refused))
        .collect();
    let measured = measure(&all, 60);
    println!("{measured:?}");
    assert_eq!(measured.seen as usize, all.len());
    assert_eq!(measured.held_out as usize, all.len() / 5);
    assert_eq!(measured.trained_on + measured.held_out, measured.seen);
    for one in measured.thresholds.iter().chain([&measured.held]) {
        let sum = one.true_positive + one.false_positive + one.true_negative + one.false_negative;
        assert_eq!(sum, measured.held_out);
    }
    assert!(ready(&measured), "{:?}", silent(&measured));
    let why = |measured: &Measured| silent(measured).unwrap();
    assert!(why(&measure(&all[..150], 60)).contains("150 decisions"));
    let published: Vec<(String, bool)> = (0..300)
        .map(|nth| (format!("Remark {nth}"), nth % 20 == 0))
        .collect();
    assert!(why(&measure(&published, 60)).contains("15 comments refused"));
    let chance: Vec<(String, bool)> = (0..400)
        .map(|nth| ("All the same".to_owned(), nth % 2 == 0))
        .collect();
    assert!(!ready(&measure(&chance, 10)));
    assert!(why(&measure(&chance, 100)).contains("none"));
    assert_eq!(measure::<&str>(&[], 80).held_out, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_learnt(texts in prop::collection::vec(any::<String>(), 1..6)) {
        let mut model = Model::new();
        for (nth, text) in texts.iter().enumerate() {
            model.learn(text, nth % 2 == 0);
        }
        for text in &texts {
            prop_assert!((0.0..=1.0).contains(&model.likelihood(text)));
            for (place, weight) in model.explain(text) {
                prop_assert!(weight != 0 && text.get(place).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
