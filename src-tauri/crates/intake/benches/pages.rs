//! How well saved pages are read: precision and recall of each field over the labelled set, in one table; with
//! `COPYDESK_FAULTS` set, also what was found otherwise than a person reads it, of all pages or of those it names.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads the clock and what it is told to show"
)]

#[path = "../tests/score/mod.rs"]
mod score;

use std::time::Instant;

fn main() {
    let all = score::set();
    let faults = std::env::var("COPYDESK_FAULTS").ok();
    let held = |page: &score::Labelled| page.wanted["held_out"] == true;
    let parts = [
        "the layouts that the rules were made with",
        "the layouts that were held out",
    ];
    let (held, tuned): (Vec<_>, Vec<_>) = all.into_iter().partition(held);
    let began = Instant::now();
    for (pages, part) in [(&tuned, parts[0]), (&held, parts[1])] {
        let scores = score::score(pages, |page, field, found, wanted| {
            let shown = faults
                .as_deref()
                .is_some_and(|named| page.starts_with(named));
            if shown && field != "body" {
                println!("{page} {field}\n  found  {found:?}\n  wanted {wanted:?}");
            } else if shown {
                let (more, less) = (less(found, wanted), less(wanted, found));
                println!("{page} {field}\n  too much {more:?}\n  too little {less:?}");
            }
        });
        println!("{} pages of {part}\n{}", pages.len(), score::table(&scores));
    }
    let all: Vec<_> = tuned.into_iter().chain(held).collect();
    let scores = score::score(&all, |_, _, _, _| {});
    println!("{} pages in all\n{}", all.len(), score::table(&scores));
    println!(
        "read twice in {:.0} ms",
        began.elapsed().as_secs_f64() * 1_000.0
    );
}

/// What of `all` is not in `of`.
fn less(all: &[String], of: &[String]) -> Vec<String> {
    all.iter()
        .filter(|word| !of.contains(word))
        .cloned()
        .collect()
}
