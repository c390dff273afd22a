//! The window's colours can be read: WCAG 2.2's contrast of the design tokens, in light and in dark.

use crate::checkout::root;
use std::{collections::BTreeMap, fs};

type Tokens = BTreeMap<String, String>;

/// Grounds that text of any ink stands on.
const GROUNDS: [&str; 3] = ["paper", "sheet", "wash"];
/// Inks that stand on every ground.
const INKS: [&str; 7] = ["ink", "ink-2", "ink-3", "accent", "waiting", "good", "stop"];
/// Text on a ground of its own.
const PAIRS: [(&str, &str); 13] = [
    ("accent-ink", "accent"),
    ("accent", "accent-wash"),
    ("ink", "accent-wash"),
    ("waiting", "waiting-wash"),
    ("ink", "waiting-wash"),
    ("good", "good-wash"),
    ("ink", "good-wash"),
    ("stop", "stop-wash"),
    ("ink", "stop-wash"),
    ("ink", "inserted"),
    ("ink", "deleted"),
    ("ink", "marked"),
    ("ink-2", "accent-wash"),
];
/// Shapes that mean something without a word: edges of controls, dots and bars.
const SHAPES: [&str; 5] = ["control", "accent", "waiting", "good", "stop"];

/// The declarations of each block of the stylesheet, with its selector and the media query around it.
fn blocks(css: &str) -> Vec<(String, Tokens)> {
    let mut found = vec![];
    let mut outer = String::new();
    let mut rest = css;
    while let Some((head, after)) = rest.split_once('{') {
        let head = head.rsplit('}').next().unwrap_or_default().trim();
        if head.starts_with('@') {
            outer = head.to_owned();
            rest = after;
            continue;
        }
        let (body, after) = after.split_once('}').unwrap_or((after, ""));
        let tokens = body
            .split(';')
            .filter_map(|line| line.trim().strip_prefix("--"))
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        found.push((format!("{outer} {head}").trim().to_owned(), tokens));
        if after.trim_start().starts_with('}') {
            outer.clear();
        }
        rest = after;
    }
    found
}

/// The tokens of the first block whose selector fits, which must be there.
fn block(all: &[(String, Tokens)], fits: impl Fn(&str) -> bool) -> Tokens {
    all.iter()
        .find(|(name, tokens)| fits(name) && tokens.contains_key("paper"))
        .unwrap_or_else(|| panic!("no such block"))
        .1
        .clone()
}

fn schemes() -> [(&'static str, Tokens); 3] {
    let css = fs::read_to_string(root().join("ui/src/styles/tokens.css")).unwrap();
    let all = blocks(&css);
    let media = |name: &str| name.starts_with("@media");
    [
        (
            "light",
            block(&all, |name| !media(name) && !name.contains("dark")),
        ),
        (
            "dark, asked for",
            block(&all, |name| !media(name) && name.contains("dark")),
        ),
        ("dark, by the system", block(&all, media)),
    ]
}

/// WCAG's relative luminance of a `#rrggbb`.
fn luminance(name: &str, colour: &str) -> f64 {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)
        .unwrap_or_else(|| panic!("--{name} is no #rrggbb: {colour}"));
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(tokens: &Tokens, one: &str, other: &str) -> f64 {
    let of = |name: &str| {
        let value = tokens
            .get(name)
            .unwrap_or_else(|| panic!("there is no --{name}"));
        luminance(name, value)
    };
    let (a, b) = (of(one), of(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_is_21_to_1() {
    let tokens = Tokens::from([
        ("ink".into(), "#000000".into()),
        ("paper".into(), "#ffffff".into()),
    ]);
    assert!((contrast(&tokens, "ink", "paper") - 21.0).abs() < 0.001);
}

#[test]
fn every_text_and_every_shape_can_be_told_from_its_ground() {
    let mut faint = vec![];
    for (scheme, tokens) in schemes() {
        let text = GROUNDS
            .iter()
            .flat_map(|ground| INKS.map(|ink| (ink, *ground)))
            .chain(PAIRS)
            .map(|(ink, ground)| (ink, ground, 4.5));
        let shapes = GROUNDS
            .iter()
            .flat_map(|ground| SHAPES.map(|shape| (shape, *ground, 3.0)));
        for (ink, ground, least) in text.chain(shapes) {
            let found = contrast(&tokens, ink, ground);
            if found < least {
                faint.push(format!("{scheme}: {ink} on {ground}: {found:.2} < {least}"));
            }
        }
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}

#[test]
fn light_and_dark_name_the_same_tokens_and_dark_is_one() {
    let [(_, light), (_, asked), (_, by_system)] = schemes();
    assert_eq!(
        light.keys().collect::<Vec<_>>(),
        asked.keys().collect::<Vec<_>>()
    );
    assert_eq!(asked, by_system);
}
