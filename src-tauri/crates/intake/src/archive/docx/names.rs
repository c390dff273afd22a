//! What styles are called, in the languages of the programs that people write in.

/// What a paragraph is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Text,
    Title,
    Subtitle,
    /// From 1.
    Heading(u8),
    Quote,
    Caption,
    Code,
    Author,
    /// A date that stands among the text's first lines.
    Date,
    /// A line of a table of contents, with or without its heading.
    Contents,
    /// An item of a list, and how deep, where only the style says so.
    Bullet(u8),
    Number(u8),
}

/// A name without spaces and marks, in lower case: ids of styles are names written so.
pub(super) fn key(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '\u{200c}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What is followed by a digit.
const HEADINGS: [&str; 32] = [
    "heading",
    "überschrift",
    "berschrift",
    "titre",
    "título",
    "ttulo",
    "titulo",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "nagłówek",
    "nagwek",
    "заголовок",
    "标题",
    "標題",
    "見出し",
    "제목",
    "عنوان",
    "سرفصل",
    "başlık",
    "balk",
    "otsikko",
    "nadpis",
    "címsor",
    "cmsor",
    "επικεφαλίδα",
    "titlu",
    "encabezado",
    "intestazione",
    "cabeçalho",
    "headline",
];
const TITLES: [&str; 20] = [
    "title",
    "titel",
    "titre",
    "título",
    "ttulo",
    "titulo",
    "titolo",
    "tittel",
    "tytuł",
    "tytu",
    "название",
    "заголовок",
    "标题",
    "標題",
    "表題",
    "제목",
    "عنوان",
    "otsikko",
    "název",
    "cím",
];
const SUBTITLES: [&str; 20] = [
    "subtitle",
    "untertitel",
    "soustitre",
    "subtítulo",
    "subttulo",
    "subtitulo",
    "sottotitolo",
    "ondertitel",
    "underrubrik",
    "undertittel",
    "undertitel",
    "podtytuł",
    "podtytu",
    "подзаголовок",
    "副标题",
    "副標題",
    "副題",
    "부제",
    "زیرعنوان",
    "alaotsikko",
];
const QUOTES: [&str; 28] = [
    "quote",
    "intensequote",
    "blocktext",
    "blockquote",
    "blockquotation",
    "quotation",
    "quotations",
    "zitat",
    "intensiveszitat",
    "intensivzitat",
    "citation",
    "citationintense",
    "cita",
    "citadestacada",
    "citação",
    "citao",
    "citazione",
    "citazioneintensa",
    "citaat",
    "duidelijkcitaat",
    "citat",
    "starktcitat",
    "sitat",
    "sterktsitat",
    "цитата",
    "引用",
    "引用文",
    "نقلقول",
];
const CAPTIONS: [&str; 15] = [
    "caption",
    "imagecaption",
    "tablecaption",
    "beschriftung",
    "légende",
    "lgende",
    "legenda",
    "leyenda",
    "didascalia",
    "bijschrift",
    "beskrivning",
    "bildtext",
    "название объекта",
    "题注",
    "図表番号",
];
const CODES: [&str; 14] = [
    "htmlpreformatted",
    "htmlvorformatiert",
    "preformattedtext",
    "preformatted",
    "sourcecode",
    "sourcetext",
    "verbatimchar",
    "htmlcode",
    "htmltypewriter",
    "code",
    "inlinecode",
    "codeblock",
    "macrotext",
    "teletype",
];

/// What paragraphs of a style of this name are; none where the name says nothing.
pub(super) fn role(name: &str) -> Option<Role> {
    let key = key(name);
    let key = key.as_str();
    let (start, level) = match key.char_indices().last() {
        Some((at, c)) if ('1'..='9').contains(&c) => (&key[..at], c as u8 - b'0'),
        _ => (key, 0),
    };
    if level > 0 && HEADINGS.contains(&start) {
        return Some(Role::Heading(level));
    }
    if level > 0
        && matches!(
            start,
            "toc" | "verzeichnis" | "tm" | "sommario" | "inhopg" | "tdc"
        )
        || matches!(
            key,
            "tocheading" | "contentsheading" | "inhaltsverzeichnisüberschrift"
        )
        || start == "contents" && level > 0
    {
        return Some(Role::Contents);
    }
    // Lists have their depth in their names, and in their lists.
    let start = start.trim_end_matches(char::is_numeric);
    match start {
        "heading" => Some(Role::Heading(1)),
        "subheading" => Some(Role::Heading(2)),
        "listbullet" | "aufzählungszeichen" | "listepuces" | "listeàpuces" => {
            Some(Role::Bullet(level.saturating_sub(1)))
        }
        "listnumber" | "listennummer" | "listenumros" | "listeànuméros" => {
            Some(Role::Number(level.saturating_sub(1)))
        }
        "author" | "byline" | "autor" | "auteur" => Some(Role::Author),
        "date" | "datum" => Some(Role::Date),
        "normal" | "standard" | "bodytext" | "textbody" | "firstparagraph" => Some(Role::Text),
        _ if TITLES.contains(&key) => Some(Role::Title),
        _ if SUBTITLES.contains(&key) => Some(Role::Subtitle),
        _ if QUOTES.contains(&key) => Some(Role::Quote),
        _ if CAPTIONS.contains(&key) => Some(Role::Caption),
        _ if is_code(key) => Some(Role::Code),
        _ => None,
    }
}

/// Whether a style of this name is for code.
pub(super) fn is_code(key: &str) -> bool {
    CODES.contains(&key)
}

/// Whether each letter of a font is as wide as any other.
pub(super) fn is_monospaced(font: &str) -> bool {
    const FONTS: [&str; 12] = [
        "courier",
        "couriernew",
        "consolas",
        "menlo",
        "monaco",
        "lucidaconsole",
        "cascadiacode",
        "cascadiamono",
        "liberationmono",
        "dejavusansmono",
        "sourcecodepro",
        "robotomono",
    ];
    FONTS.contains(&key(font).as_str())
}

#[cfg(test)]
mod tests {
    use super::{Role, role};

    #[test]
    fn a_style_is_known_in_many_languages_and_by_its_id() {
        for (name, is) in [
            ("heading 1", Some(Role::Heading(1))),
            ("Überschrift 2", Some(Role::Heading(2))),
            ("berschrift2", Some(Role::Heading(2))),
            ("Titre 3", Some(Role::Heading(3))),
            ("Titre", Some(Role::Title)),
            ("عنوان 2", Some(Role::Heading(2))),
            ("Subtitle", Some(Role::Subtitle)),
            ("Intense Quote", Some(Role::Quote)),
            ("IntenseQuote", Some(Role::Quote)),
            ("TOC 2", Some(Role::Contents)),
            ("TOC Heading", Some(Role::Contents)),
            ("List Bullet 2", Some(Role::Bullet(1))),
            ("Normal", Some(Role::Text)),
            ("Body Text 2", Some(Role::Text)),
            ("", None),
        ] {
            assert_eq!(role(name), is, "{name}");
        }
    }
}
