//! Spelling against the dictionary that is shipped: what is marked, where, and what the newsroom makes of it.

use crate::office::{OTHER_WRITER, Office, WRITER};
use serde_json::{Value, json};

/// The misspelt words of a text, likely names with a question mark.
fn misspelt(office: &Office, article: Option<&str>, text: &str) -> Vec<String> {
    let ask = json!({"language": "en", "article": article, "paragraphs": [text]});
    let found = office.does("", "spelling_check", ask);
    let words = found["words"].as_array().unwrap().iter();
    let told = |word: &Value| {
        let mark = if word["name"] == true { "?" } else { "" };
        format!("{}{mark}", word["word"].as_str().unwrap())
    };
    words.map(told).collect()
}

#[test]
fn what_no_dictionary_knows_is_found_and_all_else_is_left_alone() {
    let office = Office::staffed();
    let found = |text| misspelt(&office, None, text);
    assert_eq!(
        found("The feri leaves at midnihgt, doesn’t it?"),
        ["feri", "midnihgt"]
    );
    assert_eq!(
        found("Teh harbor. Teh **quay**, and a well-knwon bell."),
        ["Teh", "Teh", "knwon"]
    );
    assert_eq!(
        found("We asked Zelimkhan Vrabnok, and Vrabnok’s wife."),
        ["Zelimkhan?", "Vrabnok?", "Vrabnok’s?"]
    );
    assert_eq!(
        found("In 1999 NATO’s 3rd B2B iPhone, the mayor’s and the workers’ café."),
        [""; 0]
    );
    assert_eq!(
        found("`teh` <span title=\"teh\">the</span> [here](https://a.example/teh) teh@a.example"),
        [""; 0]
    );
    assert_eq!(
        found(
            "```\nteh\n```\n\n![A feri](teh.jpg)\n\n- a lisst\n\n| teh | the |\n|---|---|\n| a | belll |"
        ),
        ["feri", "lisst", "teh", "belll"]
    );
    assert_eq!(found("The sign said بندر کتاب and порт."), [""; 0]);
}

#[test]
fn english_is_what_its_region_writes_and_either_where_it_names_none() {
    let office = Office::staffed();
    let wrong = |language: &str| {
        let ask = json!({"language": language, "paragraphs": ["The harbour, the harbor."]});
        let found = office.does("", "spelling_check", ask);
        let words = found["words"].as_array().unwrap().iter();
        words
            .map(|word| word["word"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong("en"), [""; 0]);
    assert_eq!(wrong("en-AU"), ["harbor"]);
    assert_eq!(wrong("en-US"), ["harbour"]);
}

#[test]
fn a_place_counts_as_the_window_counts() {
    let office = Office::staffed();
    let text = "🚢 بندر *é* teh end";
    let ask = json!({"language": "en", "paragraphs": ["Fine.", text]});
    let found = &office.does("", "spelling_check", ask)["words"][0];
    let units: Vec<u16> = text.encode_utf16().collect();
    let place = |end: &str| usize::try_from(found[end].as_i64().unwrap()).unwrap();
    assert_eq!(found["paragraph"], 1);
    assert_eq!(
        String::from_utf16(&units[place("from")..place("to")]).unwrap(),
        "teh"
    );
}

#[test]
fn a_language_without_a_dictionary_is_no_error() {
    let office = Office::staffed();
    for language in ["tlh", "../../etc/passwd", ""] {
        let ask = json!({"language": language, "paragraphs": ["teh"]});
        let found = office.does("", "spelling_check", ask);
        assert_eq!(
            found,
            json!({"dictionary": null, "words": []}),
            "{language}"
        );
    }
    let ask = json!({"language": "tlh", "word": "teh"});
    assert_eq!(office.does("", "spelling_suggest", ask), json!([]));
}

#[test]
fn what_was_meant_is_among_the_suggestions() {
    let office = Office::staffed();
    for (word, meant) in [
        ("recieve", "receive"),
        ("Midnihgt", "Midnight"),
        ("does’nt", "doesn’t"),
    ] {
        let found = office.does(
            "",
            "spelling_suggest",
            json!({"language": "en", "word": word}),
        );
        let found = found.as_array().unwrap();
        assert!(
            found.contains(&json!(meant)) && found.len() <= 8,
            "{word}: {found:?}"
        );
    }
}

#[test]
fn a_word_of_the_newsrooms_is_right_everywhere_until_it_is_taken_back() {
    let office = Office::staffed();
    let text = "The vrabnok. Vrabnok’s vrabnoks and Zelimkhan, zelimkhan.";
    assert_eq!(misspelt(&office, None, text).len(), 5);
    for word in ["vrabnok", "Zelimkhan’s"] {
        office.does(
            WRITER,
            "spelling_add",
            json!({"language": "en", "word": word}),
        );
    }
    assert_eq!(misspelt(&office, None, text), ["vrabnoks", "zelimkhan"]);
    let listed = office.does("", "spelling_words", json!({"language": "en-US"}));
    let listed: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["word"])
        .collect();
    assert_eq!(listed, ["Zelimkhan", "vrabnok"]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(
        misspelt(&office, None, text),
        ["vrabnoks", "Zelimkhan?", "zelimkhan"]
    );
    let told = office.does("", "activity_list", json!({}));
    assert_eq!(
        told["items"][1]["words"],
        "added “Zelimkhan” to the newsroom’s words"
    );
    for bad in ["", "two words", "123", "a\u{0}b", &"x".repeat(65)] {
        let ask = json!({"language": "en", "word": bad});
        assert_eq!(
            office.code(WRITER, "spelling_add", ask),
            "bad-word",
            "{bad:?}"
        );
    }
}

#[test]
fn a_word_that_is_left_as_it_is_is_right_in_that_article_alone() {
    let office = Office::staffed();
    let [one, other] =
        ["A ferry for Sundays", "A bridge for cyclists"].map(|title| office.draft(title));
    let ask = json!({"article": one, "language": "en-GB", "word": "feri"});
    office.does(WRITER, "spelling_ignore", ask.clone());
    assert_eq!(misspelt(&office, Some(&one), "A feri."), [""; 0]);
    assert_eq!(misspelt(&office, Some(&other), "A feri."), ["feri"]);
    assert_eq!(misspelt(&office, None, "A feri."), ["feri"]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(misspelt(&office, Some(&one), "A feri."), ["feri"]);
    office.does(OTHER_WRITER, "article_bin", json!({"article": one}));
    assert_eq!(office.code(WRITER, "spelling_ignore", ask), "in-the-bin");
}

#[test]
fn a_hostile_text_is_read_to_its_end() {
    let office = Office::staffed();
    let end = " and teh end";
    for text in [
        "a".repeat(1_000_000),
        "word ".repeat(200_000),
        "\0".repeat(10_000),
        "[".repeat(10_000),
        "]".repeat(10_000),
        "[a](".repeat(10_000),
        "[a][b]".repeat(10_000),
        "*a **b ".repeat(5_000),
        "a-".repeat(100_000),
        "> ".repeat(1_000),
        "\u{200c}\u{301}".repeat(100_000),
        "’".repeat(100_000),
    ] {
        let begins: String = text.chars().take(8).collect();
        let found = misspelt(&office, None, &format!("{text}{end}"));
        assert_eq!(found.last().map(String::as_str), Some("teh"), "{begins}");
    }
    let flood = office.does(
        "",
        "spelling_check",
        json!({"language": "en", "paragraphs": ["wrongg ".repeat(9_000)]}),
    );
    assert_eq!(flood["words"].as_array().unwrap().len(), 5_000);
    let long = json!({"language": "en", "paragraphs": ["a ".repeat(4_000_001)]});
    assert_eq!(office.code("", "spelling_check", long), "too-long");
}
