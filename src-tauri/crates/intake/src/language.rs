//! Which language a text is in, by its small words or by its script, where the page does not say.

use std::collections::HashSet;

/// Small words that are frequent in one language and rare in the others, by language.
const WORDS: [(&str, &str); 16] = [
    (
        "en",
        "the and of to is was that with for by from which it his her have has are were not be this but they who",
    ),
    (
        "de",
        "der die das und ist nicht mit von den ein eine dem sich auf für im des auch wird war als noch nach bei aus zu",
    ),
    (
        "fr",
        "le la les des et est dans une du pour que qui sur pas au avec ce il elle sont par plus ne aux cette ont été",
    ),
    (
        "es",
        "el la los las y es en del que con una por para se no su al lo como más pero sus fue ha este sin muy hay desde",
    ),
    (
        "it",
        "il la che di è un una per non con si del della dei gli le nel alla sono anche più ma dal come lo ha questo",
    ),
    (
        "pt",
        "o a os as e é em do da que com uma um para não se no na dos das por mais ao foi como são mas pelo seu sua",
    ),
    (
        "nl",
        "de het een en van is dat niet op te zijn met voor die aan er om ook als bij naar uit wordt maar nog werd heeft",
    ),
    (
        "sv",
        "och att det som en är på för med av inte den till ett har om var de så men från vid kan när sig ska efter",
    ),
    (
        "da",
        "og at det som en er på for med af ikke den til et har om var de så men fra ved kan når sig skal efter blev",
    ),
    (
        "nb",
        "og å det som en er på for med av ikke den til et har om var de så men fra ved kan når seg skal etter ble",
    ),
    (
        "fi",
        "ja on ei se että oli joka mutta kun niin hän myös ovat sen tai kuin ole jo vain mukaan jos sitä mitä vielä",
    ),
    (
        "pl",
        "i w na z się nie że do jest to o jak po a od za przez ale dla które tym był był jego tego już tylko przy",
    ),
    (
        "cs",
        "a v na se je že s z do to o i jako po ale od za pro by byl které jeho už jen při které nebo ve si tak jsou",
    ),
    (
        "tr",
        "ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra ama o var en ancak her değil kendi göre",
    ),
    (
        "hu",
        "a az és hogy nem is egy van volt meg de csak mint már ez azt még el ki ha vagy lesz után között kell",
    ),
    (
        "ro",
        "și de în la cu pe nu o un că a din care este sau mai fost pentru au se lui ca prin fi după dar acest",
    ),
];

/// The language of a text, as its tag; none where it can't be told.
pub(crate) fn of(text: &str) -> Option<String> {
    if let Some(tag) = by_script(text) {
        return Some(tag.into());
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(2_000)
        .map(str::to_lowercase)
        .collect();
    let count = |list: &str| {
        let list: HashSet<&str> = list.split(' ').collect();
        words
            .iter()
            .filter(|word| list.contains(word.as_str()))
            .count()
    };
    let mut all: Vec<(usize, &str)> = WORDS
        .iter()
        .map(|(tag, list)| (count(list), *tag))
        .collect();
    all.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let [(first, tag), (second, _), ..] = all.as_slice() else {
        return None;
    };
    // Too short a text tells nothing, nor do two languages that are as likely.
    let sure = *first >= 8 && *first * 8 >= words.len() && (*first * 10 > *second * 11);
    sure.then(|| (*tag).to_owned())
}

/// The language that a script alone tells.
fn by_script(text: &str) -> Option<&'static str> {
    let letters = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(10_000)
        .count()
        .max(1);
    let share = |of: &dyn Fn(char) -> bool| {
        text.chars().filter(|c| of(*c)).take(10_000).count() * 2 > letters
    };
    let has = |some: &str| text.chars().any(|c| some.contains(c));
    match () {
        () if share(&|c| ('\u{600}'..='\u{6ff}').contains(&c)) => {
            Some(if has("پچژگکی") { "fa" } else { "ar" })
        }
        () if share(&|c| ('\u{590}'..='\u{5ff}').contains(&c)) => Some("he"),
        () if share(&|c| ('\u{370}'..='\u{3ff}').contains(&c)) => Some("el"),
        () if share(&|c| ('\u{ac00}'..='\u{d7a3}').contains(&c)) => Some("ko"),
        () if text
            .chars()
            .filter(|c| ('\u{3040}'..='\u{30ff}').contains(c))
            .count()
            * 10
            > letters =>
        {
            Some("ja")
        }
        () if share(&|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) => Some("zh"),
        () if share(&|c| ('\u{e00}'..='\u{e7f}').contains(&c)) => Some("th"),
        () if share(&|c| ('\u{900}'..='\u{97f}').contains(&c)) => Some("hi"),
        () if share(&|c| ('\u{400}'..='\u{4ff}').contains(&c)) => Some(match () {
            () if has("іїєґ") && !has("ыэё") => "uk",
            () if !has("ыэ") => "bg",
            () => "ru",
        }),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_language_is_told_where_there_is_enough_of_it() {
        for (text, tag) in [
            (
                "The quay is open again, and nobody knows for how long it will be, nor who has the key to the gate of it.",
                "en",
            ),
            (
                "Der Kai ist wieder offen, und niemand weiß, wie lange das noch so ist und wer den Schlüssel zu dem Tor hat.",
                "de",
            ),
            (
                "Kajen är öppen igen, och ingen vet hur länge det är så eller vem som har nyckeln till den port som är på den.",
                "sv",
            ),
            (
                "Причал снова открыт, и никто не знает, надолго ли это и у кого ключ.",
                "ru",
            ),
            (
                "港はまた開いた。鍵を誰が持っているのかは誰も知らない。",
                "ja",
            ),
        ] {
            assert_eq!(of(text).as_deref(), Some(tag), "{text}");
        }
        assert_eq!(of("Quay"), None);
    }
}
