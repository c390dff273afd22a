//! What it takes to compare two texts of 1,000, 3,000 and 10,000 words, of which every fiftieth word was changed and every
//! tenth paragraph is new, beside `similar` comparing their words: a series a line for the table of speeds.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use similar::{Algorithm, TextDiff};
use std::{hint::black_box, time::Instant};

const RUNS: usize = 50;

/// As in both programs: which memory a work is given decides much of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    for words in [1_000, 3_000, 10_000] {
        let from = corpus::long(0, words, None).body;
        let to = changed(&from);
        let timed = |key: &str, whose: &str, act: &dyn Fn() -> usize| {
            let took: Vec<String> = (0..RUNS)
                .map(|_| {
                    let begun = Instant::now();
                    black_box(act());
                    format!("{:.4}", begun.elapsed().as_secs_f64() * 1000.0)
                })
                .collect();
            println!("=\t{key}\t{words}\t{whose}\tms\t{}", took.join(" "));
        };
        let similar = |algorithm| {
            let mut asked = TextDiff::configure();
            asked.algorithm(algorithm);
            asked
                .diff_words(from.as_str(), to.as_str())
                .iter_all_changes()
                .count()
        };
        timed("diff", "ours", &|| markup::diff(&from, &to).len());
        timed("diff-page", "ours", &|| markup::rows(&from, &to).len());
        for key in ["diff", "diff-page"] {
            timed(key, "similar, Patience", &|| similar(Algorithm::Patience));
            timed(key, "similar, Myers", &|| similar(Algorithm::Myers));
        }
    }
}

/// Every fiftieth word is another, and after every tenth paragraph comes a new one.
fn changed(from: &str) -> String {
    let mut dice = corpus::Dice::new(77);
    let mut nth = 0;
    let paragraphs = from.split("\n\n").enumerate().map(|(at, paragraph)| {
        let words = paragraph.split(' ').map(|word| {
            nth += 1;
            match nth % 50 {
                0 => dice.remark(1),
                _ => word.to_owned(),
            }
        });
        let mut paragraph = words.collect::<Vec<_>>().join(" ");
        if at % 10 == 9 {
            paragraph.push_str("\n\n");
            paragraph.push_str(&dice.remark(50));
        }
        paragraph
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
