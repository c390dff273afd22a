//! Numbers as words, in the languages whose newsrooms spell small ones out; and which sign parts what is less than one.

/// From nought or one on, in their order; where a language has two forms, both stand there.
const SMALL: [(&str, &str); 5] = [
    (
        "en",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
         seventeen eighteen nineteen twenty",
    ),
    (
        "de",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn \
         siebzehn achtzehn neunzehn zwanzig",
    ),
    (
        "fr",
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept \
         dix-huit dix-neuf vingt",
    ),
    (
        "es",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis \
         diecisiete dieciocho diecinueve veinte",
    ),
    (
        "sv",
        "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton \
         nitton tjugo",
    ),
];

/// The tens from thirty on.
const TENS: [(&str, &str); 5] = [
    ("en", "thirty forty fifty sixty seventy eighty ninety"),
    (
        "de",
        "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    ),
    ("fr", "trente quarante cinquante soixante"),
    (
        "es",
        "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    ),
    ("sv", "trettio fyrtio femtio sextio sjuttio åttio nittio"),
];

/// What a word counts, where it is a number's.
pub(super) fn value(word: &str, language: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let nth = |all: &[(&str, &str)]| {
        let words = all.iter().find(|(of, _)| *of == language)?.1;
        words.split_whitespace().position(|one| one == word)
    };
    nth(&SMALL).or_else(|| nth(&TENS).map(|tens| 10 * (tens + 3)))
}

/// The sign before what is less than one, where a language has but one for it.
pub(super) fn point(language: &str) -> Option<char> {
    match language {
        "en" | "ga" | "cy" | "he" | "zh" | "ja" | "ko" | "th" | "hi" => Some('.'),
        "de" | "fr" | "it" | "nl" | "sv" | "da" | "nb" | "nn" | "no" | "fi" | "is" | "pl"
        | "cs" | "sk" | "sl" | "hr" | "hu" | "ro" | "bg" | "ru" | "uk" | "el" | "tr" | "lt"
        | "lv" | "et" | "pt" | "ca" => Some(','),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn words_count_what_they_say() {
        for (word, language, counts) in [
            ("Twenty", "en", Some(20)),
            ("thirty", "en", Some(30)),
            ("Zwölf", "de", Some(12)),
            ("neunzig", "de", Some(90)),
            ("soixante", "fr", Some(60)),
            ("tolv", "sv", Some(12)),
            ("once", "en", None),
            ("once", "es", Some(11)),
            ("twenty", "xx", None),
        ] {
            assert_eq!(value(word, language), counts, "{word}");
        }
    }
}
