//! Prints the table of speeds: `table FILE` reads what was measured, a series a line (key, size, whose, unit, and the
//! times, with tabs between), and prints each work beside what it is held against, with the slope over its sizes. With
//! `--markdown` it prints the same for a document.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement that can't go on says so by failing"
)]

use std::collections::BTreeMap;

/// What a work is held to.
enum Goal {
    /// So many times what it stands beside.
    Times(f64),
    /// So many times what it stands beside; at the size that is named, so many.
    TimesAt(f64, u64, f64),
    /// So many milliseconds at the 99th percentile.
    Within(f64),
    /// So many times what it stands beside, and so many milliseconds at the 99th percentile.
    Both(f64, f64),
    /// Nothing: it is told what it takes.
    Nothing,
}

use Goal::{Both, Nothing, Times, TimesAt, Within};

/// The works, in the table's order: how a series names it, and in words; and the goal.
const LINES: [(&str, &str, Goal); 36] = [
    (
        "export",
        "full site export, hashed and signed",
        TimesAt(0.25, 100_000, 0.2),
    ),
    (
        "export-cpu",
        "the same, processor time",
        TimesAt(0.25, 100_000, 0.2),
    ),
    (
        "change",
        "export again after one article changed: its full export",
        Times(0.2),
    ),
    (
        "change-served",
        "export again after one article changed: a running server",
        Times(0.5),
    ),
    ("export-memory", "peak memory of the export", Times(0.15)),
    (
        "preview",
        "key press to preview updated, before its frame",
        Within(16.0),
    ),
    (
        "preview-painted",
        "key press to preview painted",
        Within(16.0),
    ),
    ("save", "a draft's save acknowledged", Times(2.0)),
    ("revise", "a revision's save acknowledged", Times(2.0)),
    ("open", "open the library and show the desk", Times(1.5)),
    (
        "list",
        "article list: any page, sort or filter",
        Within(16.0),
    ),
    (
        "search-common",
        "full-text query, 20 results with snippets: a word of every text",
        Both(1.5, 100.0),
    ),
    (
        "search-some",
        "full-text query, 20 results with snippets: a word of some",
        Both(1.5, 100.0),
    ),
    (
        "search-two",
        "full-text query, 20 results with snippets: two words",
        Both(1.5, 100.0),
    ),
    (
        "search-rare",
        "full-text query, 20 results with snippets: a rare word",
        Both(1.5, 100.0),
    ),
    (
        "search-typed",
        "full-text query, 20 results with snippets: three letters of a word that is typed",
        Both(1.5, 100.0),
    ),
    (
        "pending",
        "page of comments that wait, at any depth",
        Times(1.5),
    ),
    (
        "next",
        "next comment after a decision: the desk",
        Within(16.0),
    ),
    (
        "next-window",
        "next comment after a decision: the window, before its frame",
        Within(16.0),
    ),
    (
        "next-drawn",
        "next comment after a decision: the window, drawn",
        Within(16.0),
    ),
    ("decide", "decide 1,000 comments at once", Times(2.0)),
    ("undo", "undo that", Times(2.0)),
    (
        "decide-rows",
        "decide 1,000 comments at once: the same rows with their indexes",
        Times(2.0),
    ),
    (
        "undo-rows",
        "undo that: the same rows with their indexes",
        Times(2.0),
    ),
    (
        "rules",
        "all rules over a comment, with what is looked up for it",
        Within(0.1),
    ),
    ("import", "import WXR", Times(3.0)),
    ("import-cpu", "the same, processor time", Times(3.0)),
    ("import-memory", "peak memory of the import", Times(3.0)),
    (
        "diff",
        "prose diff of two revisions: its segments",
        Times(1.5),
    ),
    (
        "diff-page",
        "prose diff of two revisions: the marked page",
        Times(1.5),
    ),
    (
        "verify",
        "verify a bundle: hashes and signatures",
        Times(2.0),
    ),
    ("verify-reprint", "verify a bundle with reprint", Times(1.5)),
    ("replay", "replay the journal", Times(4.0)),
    (
        "replay-compare",
        "replay it, make the search again, and compare every table",
        Nothing,
    ),
    ("idle", "idle memory (PSS), all processes", Times(1.3)),
    ("idle-private", "idle memory, private to them", Times(1.3)),
];

/// Whose work is measured; everybody else is a peer or a floor.
const OURS: &str = "ours";

struct Series {
    unit: String,
    values: Vec<f64>,
}

impl Series {
    /// The value below which this share lies.
    fn at(&self, share: f64) -> f64 {
        let last = self.values.len() - 1;
        self.values[(last as f64 * share).round() as usize]
    }

    fn told(&self) -> String {
        let unit = &self.unit;
        let (middle, slow) = (self.at(0.5), self.at(0.99));
        match self.values.len() {
            1 => format!("{} {unit}", number(middle)),
            _ => format!("{} {unit} (p99 {})", number(middle), number(slow)),
        }
    }
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 1.0 => format!("{v:.2}"),
        v => format!("{v:.3}"),
    }
}

/// With a comma at every third digit.
fn grouped(size: u64) -> String {
    let digits = size.to_string();
    let mut grouped = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What was measured: by work and size, whose and how long.
type Measured = BTreeMap<(String, u64), BTreeMap<String, Series>>;

fn read(file: &str) -> Measured {
    let mut measured = Measured::new();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [key, size, whose, unit, values] = fields[..] else {
            continue;
        };
        let of = measured.entry((key.to_owned(), size.parse().unwrap()));
        let series = of.or_default().entry(whose.to_owned());
        let series = series.or_insert(Series {
            unit: unit.to_owned(),
            values: vec![],
        });
        let values = values.split_whitespace().map(|v| v.parse::<f64>().unwrap());
        series.values.extend(values);
        series.values.sort_by(f64::total_cmp);
    }
    for sides in measured.values_mut() {
        sides.retain(|_, series| !series.values.is_empty());
    }
    measured
}

/// What the goal says, and whether it is met.
fn judged(goal: &Goal, size: u64, ours: &Series, ratio: Option<f64>) -> (String, &'static str) {
    let said = |met: Option<bool>| match met {
        Some(true) => "met",
        Some(false) => "missed",
        None => "nothing beside it",
    };
    let times = |most: f64| (format!("≤ {most} ×"), ratio.map(|ratio| ratio <= most));
    let within = |most: f64| (format!("p99 ≤ {most} ms"), ours.at(0.99) <= most);
    match *goal {
        Times(most) => {
            let (words, met) = times(most);
            (words, said(met))
        }
        TimesAt(most, at, there) => {
            let (words, met) = times(if size >= at { there } else { most });
            (words, said(met))
        }
        Within(most) => {
            let (words, met) = within(most);
            (words, said(Some(met)))
        }
        Nothing => ("–".to_owned(), "told"),
        Both(most, slow) => {
            let ((words, met), (also, fast)) = (times(most), within(slow));
            (format!("{words}, {also}"), said(met.map(|met| met && fast)))
        }
    }
}

/// By which power of the size the middle time grows.
fn slope(points: &[(u64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .map(|(size, middle)| ((*size as f64).ln(), middle.ln()))
        .collect();
    let count = logs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let above: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let below: f64 = logs.iter().map(|p| (p.0 - x) * (p.0 - x)).sum();
    (logs.len() > 1 && below > 0.0).then(|| above / below)
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let markdown = args.iter().any(|arg| arg == "--markdown");
    let file = args.iter().find(|arg| !arg.starts_with("--"));
    let measured = read(file.expect("table FILE [--markdown]"));
    if markdown {
        println!("| work | size | ours | beside | ratio | goal | |\n|---|---|---|---|---|---|---|");
    }
    for (key, words, goal) in &LINES {
        let of = measured.iter().filter(|((named, _), _)| named == key);
        let mut points = vec![];
        for ((_, size), sides) in of {
            let Some(ours) = sides.get(OURS) else {
                continue;
            };
            points.push((*size, ours.at(0.5)));
            let mut beside: Vec<_> = sides.iter().filter(|(whose, _)| *whose != OURS).collect();
            beside.sort_by(|a, b| a.1.at(0.5).total_cmp(&b.1.at(0.5)));
            let fastest = beside.first().map(|(_, series)| series.at(0.5));
            let ratio = fastest.map(|fastest| ours.at(0.5) / fastest);
            let told: Vec<String> = beside
                .iter()
                .map(|(whose, series)| format!("{whose} {}", series.told()))
                .collect();
            let (said, met) = judged(goal, *size, ours, ratio);
            let ratio = ratio.map_or("–".to_owned(), |ratio| format!("{} ×", number(ratio)));
            let (size, ours, told) = (grouped(*size), ours.told(), told.join("; "));
            if markdown {
                println!("| {words} | {size} | {ours} | {told} | {ratio} | {said} | {met} |");
            } else {
                println!("{words} | {size} | ours {ours} | {told} | {ratio} | goal {said} | {met}");
            }
        }
        if let Some(slope) = slope(&points) {
            match markdown {
                true => println!("| | slope | {slope:.2} | | | | |"),
                false => println!("  grows with the size to the power of {slope:.2}"),
            }
        }
    }
}
