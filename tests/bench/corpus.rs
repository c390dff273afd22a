//! The texts of a newsroom that is measured: the same in every run, of words that are as common and as rare as those of
//! a language are (the nth as often as 1/n), 300 to 1,500 of them a text, in five scripts.

use std::fmt::Write;

/// How many words a language has, and what they are made of.
const WORDS: f64 = 20_000.0;
const LATIN: [&str; 16] = [
    "ka", "lo", "mi", "ne", "ru", "sta", "ve", "tor", "gi", "ha", "pe", "lun", "do", "bri", "sol",
    "quay",
];
const CYRILLIC: [&str; 16] = [
    "ка", "ло", "ми", "не", "ру", "ста", "ве", "тор", "ги", "на", "пе", "лун", "до", "бри", "сол",
    "мост",
];
const GREEK: [&str; 16] = [
    "κα", "λο", "μι", "νε", "ρου", "στα", "βε", "τορ", "γι", "χα", "πε", "λουν", "δο", "μπρι",
    "σολ", "πλοι",
];
const ARABIC: [&str; 16] = [
    "كا", "لو", "مي", "ني", "رو", "ستا", "في", "تور", "غي", "ها", "بي", "لون", "دو", "بري", "سول",
    "باب",
];
const HAN: [&str; 16] = [
    "港", "市", "船", "橋", "潮", "学", "園", "鐘", "街", "灯", "冬", "春", "水", "新", "聞", "記",
];
const SECTIONS: [&str; 7] = [
    "Town", "Harbour", "Schools", "Sport", "Letters", "Weather", "Old Quay",
];

/// The same numbers in each run of the same seed.
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    /// A word's rank: the nth is rolled as often as 1/n.
    fn rank(&mut self) -> usize {
        let share = self.below(1 << 31) as f64 / (1_u64 << 31) as f64;
        (share * WORDS.ln()).exp() as usize
    }

    /// So many words of a script, with spaces between.
    pub fn words(&mut self, script: &[&str; 16], count: usize) -> String {
        let mut words = String::new();
        for nth in 0..count {
            if nth > 0 {
                words.push(' ');
            }
            let mut rank = self.rank();
            loop {
                words.push_str(script[rank % script.len()]);
                rank /= script.len();
                if rank == 0 {
                    break;
                }
            }
        }
        words
    }

    /// So many words as a reader writes them.
    pub fn remark(&mut self, count: usize) -> String {
        self.words(&LATIN, count)
    }
}

/// An article's words.
pub struct Text {
    pub title: String,
    pub language: &'static str,
    pub section: &'static str,
    pub tags: Vec<String>,
    pub byline: String,
    pub standfirst: String,
    pub body: String,
}

/// The script and the language of the nth text: seven of ten are in Latin letters.
fn script(nth: usize) -> (&'static str, &'static [&'static str; 16]) {
    match nth % 20 {
        14 | 15 => ("ru", &CYRILLIC),
        16 | 17 => ("el", &GREEK),
        18 => ("ar", &ARABIC),
        19 => ("zh", &HAN),
        _ => ("en", &LATIN),
    }
}

/// The nth text, 300 to 1,500 words long; with `picture`, every fifth has it in its midst.
pub fn text(nth: usize, picture: Option<&str>) -> Text {
    let mut dice = Dice::new(nth as u64);
    let words = 300 + dice.below(1_200);
    long(nth, words, picture)
}

/// The nth text, so many words long: paragraphs, headings, a list, a quotation, stress and links.
pub fn long(nth: usize, words: usize, picture: Option<&str>) -> Text {
    let (language, script) = script(nth);
    let mut dice = Dice::new(nth as u64 + (1 << 40));
    let mut body = String::new();
    let (mut left, mut part) = (words, 0);
    while left > 0 {
        match part % 12 {
            3 | 8 => {
                let _ = write!(body, "## {}\n\n", dice.words(script, 4));
            }
            5 => {
                for _ in 0..3 {
                    let _ = writeln!(body, "- {}", dice.words(script, 6));
                }
                body.push('\n');
            }
            6 => body.push_str("> "),
            10 => {
                let _ = write!(
                    body,
                    "[{}](https://example.org/paper). ",
                    dice.words(script, 3)
                );
            }
            _ => {}
        }
        let count = left.min(40 + dice.below(40));
        left -= count;
        let half = count / 2;
        let _ = write!(
            body,
            "{} *{}* {}.\n\n",
            dice.words(script, half),
            dice.words(script, 1),
            dice.words(script, count - half)
        );
        if let Some(picture) = picture
            && part == 1
            && nth.is_multiple_of(5)
        {
            let _ = write!(body, "![{}]({picture})\n\n", dice.words(script, 3));
        }
        part += 1;
    }
    Text {
        title: format!("{}, number {nth}", dice.words(script, 5)),
        language,
        section: SECTIONS[nth % SECTIONS.len()],
        tags: vec![LATIN[nth % 13].to_owned(), format!("dossier {}", nth % 100)],
        byline: format!("{} Lind", LATIN[nth % 12]),
        standfirst: dice.words(script, 14),
        body,
    }
}
