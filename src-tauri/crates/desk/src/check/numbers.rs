//! The numbers of a text, in digits of any script and grouped as people group them.

use std::ops::Range;

/// A number as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// In ASCII digits, without signs between groups, with a point before what is less than one.
    pub value: String,
    /// Its digits, group by group.
    pub groups: Vec<String>,
    pub range: Range<usize>,
    /// Whether a letter stands right before it: then it is part of a name.
    pub named: bool,
    /// The letters right behind it.
    pub unit: String,
}

impl Number {
    /// What it comes to; none for what is too long to be counted.
    pub fn amount(&self) -> Option<f64> {
        (self.value.len() <= 15)
            .then(|| self.value.parse().ok())
            .flatten()
    }
}

/// The first digit, zero, of each script that newsrooms write numbers in.
const ZEROS: [u32; 8] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1040];

/// What a digit of any script counts.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// What may stand between two groups of digits, or before the part that is less than one.
fn parts(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '٬' | '٫' | ' '
    )
}

/// The numbers of `text`, in order.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let mut out = vec![];
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let Some(first) = digit(c) else {
            before = c;
            continue;
        };
        // A name may part its letters and digits by a hyphen: COVID-19.
        let named = before.is_alphabetic()
            || matches!(before, '-' | '‑')
                && text[..at - before.len_utf8()].ends_with(char::is_alphabetic);
        let mut groups = vec![first.to_string()];
        let mut signs = vec![];
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.peek().copied() {
            if let (Some(digit), Some(group)) = (digit(c), groups.last_mut()) {
                group.push(digit);
            } else if parts(c)
                && (groups[0].len() <= 3 || !c.is_whitespace())
                && goes_on(&text[next + c.len_utf8()..], c)
            {
                signs.push(c);
                groups.push(String::new());
            } else {
                break;
            }
            end = next + c.len_utf8();
            before = c;
            chars.next();
        }
        let behind = &text[end..];
        let letters = behind.find(|c: char| !c.is_alphabetic());
        out.push(Number {
            value: value(&groups, &signs),
            groups,
            range: at..end,
            named,
            unit: behind[..letters.unwrap_or(behind.len())].to_owned(),
        });
    }
    out
}

/// Whether a number goes on behind a sign: with a digit, and behind a space with three of them and no more.
fn goes_on(rest: &str, sign: char) -> bool {
    let digits = rest.chars().take(4).take_while(|c| digit(*c).is_some());
    match digits.count() {
        0 => false,
        3 => true,
        _ => !sign.is_whitespace(),
    }
}

/// Groups of three digits are one number; what stands behind another sign is less than one.
fn value(groups: &[String], signs: &[char]) -> String {
    let grouped = groups[0].len() <= 3 && groups[0] != "0";
    let mut value = groups[0].clone();
    for (nth, (group, sign)) in groups[1..].iter().zip(signs).enumerate() {
        // A sign that is another one than before is no longer one between groups: 1.234,567.
        let same = signs[0] == *sign || nth == 0;
        if grouped && same && group.len() == 3 && *sign != '٫' {
            value.push_str(group);
        } else {
            value.push('.');
            value.push_str(group.trim_end_matches('0'));
            break;
        }
    }
    value.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn a_number_is_one_however_it_is_grouped() {
        let values = |text: &str| {
            let found = numbers(text).into_iter().map(|one| one.value);
            found.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            values("3,000 or 3.000 or 3 000 or 3’000"),
            "3000 3000 3000 3000"
        );
        assert_eq!(values("2.5 and 2,50, 1.234,5"), "2.5 2.5 1234.5");
        assert_eq!(values("۳٬۰۰۰ and ٢٫٥ and １２"), "3000 2.5 12");
        assert_eq!(values("in 2024 300 came, 14:30, 2-1"), "2024 300 14 30 2 1");
        let named: Vec<bool> = numbers("G20, COVID-19, 21st")
            .iter()
            .map(|one| one.named)
            .collect();
        assert_eq!(named, [true, true, false]);
        assert_eq!(numbers("the 21st")[0].unit, "st");
    }
}
