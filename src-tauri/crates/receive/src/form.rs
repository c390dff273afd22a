//! The fields of a form that was sent: read, and held against what a comment may be.

use crate::refusal::{Field, Refusal};
use serde::Deserialize;

/// Most characters of a name and of an e-mail address.
const NAME: usize = 200;
/// Most characters of a comment.
const BODY: usize = 10_000;
/// Most characters of an article's or a comment's id.
const ID: usize = 200;
/// Most characters of a page's address.
const ADDRESS: usize = 2_000;
/// Most fields, whatever they are called.
const FIELDS: usize = 32;

/// In which of the two ways a form comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Form,
    Json,
}

/// What was sent, as it came.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    article: Option<String>,
    address: Option<String>,
    parent: Option<String>,
    author: Option<String>,
    email: Option<String>,
    body: Option<String>,
    /// The trap: people don't see it, so whoever fills it in is a program.
    subject: Option<String>,
}

/// A comment whose every field is as it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub article: String,
    pub address: Option<String>,
    pub parent: Option<String>,
    pub author: String,
    pub email: Option<String>,
    pub body: String,
}

impl Kind {
    /// By the header that says it; forms are in UTF-8 alone.
    pub fn of(header: &str) -> Option<Self> {
        let mut parts = header.split(';');
        let kind = match parts.next()?.trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Self::Form,
            "application/json" => Self::Json,
            _ => return None,
        };
        let utf_8 = parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        });
        utf_8.then_some(kind)
    }

    /// Reads what was sent.
    ///
    /// # Errors
    /// `malformed`: not UTF-8, half an escape, a field that is there twice, no object.
    pub fn read(self, bytes: &[u8]) -> Result<Sent, Refusal> {
        match self {
            Self::Form => urlencoded(bytes).ok_or(Refusal::Malformed),
            Self::Json => json(bytes).ok_or(Refusal::Malformed),
        }
    }
}

fn json(bytes: &[u8]) -> Option<Sent> {
    let text = std::str::from_utf8(bytes).ok()?;
    // An array would be read too, as the fields in their order.
    text.trim_ascii_start()
        .starts_with('{')
        .then(|| serde_json::from_str(text).ok())?
}

fn urlencoded(bytes: &[u8]) -> Option<Sent> {
    let mut sent = Sent::default();
    let pairs = bytes
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty());
    for (count, pair) in pairs.enumerate() {
        if count == FIELDS {
            return None;
        }
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = match at {
            Some(at) => (pair.get(..at)?, pair.get(at + 1..)?),
            None => (pair, &[][..]),
        };
        let (name, value) = (unescaped(name)?, unescaped(value)?);
        let field = match name.as_str() {
            "article" => &mut sent.article,
            "address" => &mut sent.address,
            "parent" => &mut sent.parent,
            "author" => &mut sent.author,
            "email" => &mut sent.email,
            "body" => &mut sent.body,
            "subject" => &mut sent.subject,
            _ => continue,
        };
        if field.replace(value).is_some() {
            return None;
        }
    }
    Some(sent)
}

/// Plus signs and escapes undone; none where an escape is half one, or the whole is no UTF-8.
fn unescaped(bytes: &[u8]) -> Option<String> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            _ => byte,
        });
    }
    String::from_utf8(plain).ok()
}

impl Sent {
    /// Whether the field is filled in that people are told to leave empty.
    pub fn is_trapped(&self) -> bool {
        self.subject.as_deref().is_some_and(|text| !text.is_empty())
    }

    /// Every field held against what it may be.
    ///
    /// # Errors
    /// The first that is wrong.
    pub fn checked(self) -> Result<Form, Refusal> {
        Ok(Form {
            article: needed(self.article.and_then(trimmed), Field::Article)
                .and_then(|text| id(text, Field::Article))?,
            address: self.address.and_then(trimmed).map(address).transpose()?,
            parent: self
                .parent
                .and_then(trimmed)
                .map(|text| id(text, Field::Parent))
                .transpose()?,
            author: needed(self.author.and_then(trimmed), Field::Author)
                .and_then(|text| line(text, Field::Author, NAME))?,
            email: self.email.and_then(trimmed).map(mail).transpose()?,
            body: needed(self.body.filter(|text| seen(text)), Field::Body)
                .and_then(|text| body(&text))?,
        })
    }
}

fn needed(text: Option<String>, field: Field) -> Result<String, Refusal> {
    text.filter(|text| seen(text))
        .ok_or(Refusal::Missing(field))
}

/// Whether there is anything in it that people see.
fn seen(text: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            )
    };
    !text.chars().all(unseen)
}

/// Without space around it; none where nothing is left.
fn trimmed(text: String) -> Option<String> {
    let bare = text.trim();
    if bare.is_empty() {
        return None;
    }
    Some(if bare.len() == text.len() {
        text
    } else {
        bare.to_owned()
    })
}

fn within(text: String, field: Field, most: usize) -> Result<String, Refusal> {
    let has = text.chars().count();
    if has > most {
        return Err(Refusal::TooLong { field, most, has });
    }
    Ok(text)
}

/// One line.
fn line(text: String, field: Field, most: usize) -> Result<String, Refusal> {
    if text.chars().any(char::is_control) {
        return Err(Refusal::Odd(field));
    }
    within(text, field, most)
}

/// The id of an article or a comment, or an article's slug.
fn id(text: String, field: Field) -> Result<String, Refusal> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '~');
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) || !text.chars().all(fits) {
        return Err(Refusal::Odd(field));
    }
    within(text, field, ID)
}

fn address(text: String) -> Result<String, Refusal> {
    let text = line(text, Field::Address, ADDRESS)?;
    match url::Url::parse(&text) {
        Ok(found) if matches!(found.scheme(), "http" | "https") => Ok(text),
        _ => Err(Refusal::Odd(Field::Address)),
    }
}

fn mail(text: String) -> Result<String, Refusal> {
    let text = line(text, Field::Email, NAME)?;
    let fits = text
        .split_once('@')
        .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty() && !host.contains('@'));
    if fits && !text.contains(char::is_whitespace) {
        Ok(text)
    } else {
        Err(Refusal::NoMail)
    }
}

/// Lines that end as they do everywhere but in forms.
fn body(text: &str) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Err(Refusal::Odd(Field::Body));
    }
    within(text.trim_end().to_owned(), Field::Body, BODY)
}

#[cfg(test)]
mod tests {
    use super::{Form, Kind, Sent};
    use crate::refusal::{Field, Refusal};
    use proptest::prelude::*;

    fn form(text: &str) -> Result<Form, Refusal> {
        Kind::Form.read(text.as_bytes())?.checked()
    }

    #[test]
    fn a_form_and_its_json_are_one() {
        let sent = "article=harbour-ferry&author=Ana+N%C3%BA%C3%B1ez&email=&body=One%0D%0A%0D%0Atwo%26+&subject=&x";
        let found = form(sent).unwrap();
        assert_eq!(
            (found.author.as_str(), found.body.as_str()),
            ("Ana Núñez", "One\n\ntwo&")
        );
        assert_eq!((found.email.as_ref(), found.address.as_ref()), (None, None));
        let json = r#"{"article":"harbour-ferry","author":"Ana N\u00fañez","email":null,"body":"One\n\ntwo& ","y":[1]}"#;
        assert_eq!(
            Kind::Json.read(json.as_bytes()).unwrap().checked(),
            Ok(found)
        );
    }

    #[test]
    fn what_is_no_form_is_malformed() {
        for text in [
            "author=%C3",
            "author=%",
            "author=%4",
            "author=%zz",
            "author=%+1",
            "author=a&author=b",
            &"x=1&".repeat(33),
        ] {
            assert_eq!(form(text), Err(Refusal::Malformed), "{text}");
        }
        assert_eq!(Kind::Form.read(b"author=\xff"), Err(Refusal::Malformed));
        let deep = "[".repeat(100_000);
        for text in [
            "",
            "[]",
            "{",
            "null",
            "{\"author\":1}",
            "{\"body\":\"\\ud800\"}",
            &deep,
        ] {
            let bad = Kind::Json.read(text.as_bytes());
            assert_eq!(bad, Err(Refusal::Malformed), "{text:.20}");
        }
        assert_eq!(
            Kind::Json.read(b"{\"a\":\"\xff\"}"),
            Err(Refusal::Malformed)
        );
    }

    #[test]
    fn each_field_has_its_bounds() {
        let with = |field: &str, text: &str| {
            let json = serde_json::json!({"article": "a", "author": "Ana", "body": "Yes."});
            let mut json = json.as_object().unwrap().clone();
            json.insert(field.to_owned(), text.into());
            let sent: Sent = serde_json::from_value(json.into()).unwrap();
            sent.checked().err()
        };
        let long = |field, most| {
            Some(Refusal::TooLong {
                field,
                most,
                has: most + 1,
            })
        };
        for (name, field, most) in [
            ("author", Field::Author, 200),
            ("article", Field::Article, 200),
            ("parent", Field::Parent, 200),
            ("body", Field::Body, 10_000),
        ] {
            assert_eq!(with(name, &"e".repeat(most)), None, "{name}");
            assert_eq!(
                with(name, &"e".repeat(most + 1)),
                long(field, most),
                "{name}"
            );
        }
        assert_eq!(
            with("body", &"é\r\n".repeat(5_000)),
            None,
            "a line's end is one character"
        );
        assert_eq!(
            with("email", &format!("a@{}", "b".repeat(199))),
            long(Field::Email, 200)
        );
        for (name, field) in [
            ("author", Field::Author),
            ("body", Field::Body),
            ("article", Field::Article),
        ] {
            for text in ["", " \t", "\u{200b}\u{2060} "] {
                let refusal = with(name, text);
                let fits = [Some(Refusal::Missing(field)), Some(Refusal::Odd(field))];
                assert!(fits.contains(&refusal), "{name}: {text:?}");
            }
            assert_eq!(with(name, "a\u{0}b"), Some(Refusal::Odd(field)), "{name}");
        }
        assert_eq!(with("author", "a\nb"), Some(Refusal::Odd(Field::Author)));
        assert_eq!(with("body", "a\u{1b}[2Jb"), Some(Refusal::Odd(Field::Body)));
        for text in ["../../etc/passwd", "a/b", "-a", "a b", "é", "a<b"] {
            assert_eq!(
                with("article", text),
                Some(Refusal::Odd(Field::Article)),
                "{text}"
            );
        }
        for text in ["a", "@b", "a@", "a b@c", "a@b@c"] {
            assert_eq!(with("email", text), Some(Refusal::NoMail), "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "/town/a/",
            "file:///etc/passwd",
            "http://",
        ] {
            assert_eq!(
                with("address", text),
                Some(Refusal::Odd(Field::Address)),
                "{text}"
            );
        }
        assert_eq!(with("address", "https://example.org/town/a/"), None);
    }

    #[test]
    fn a_kind_is_one_of_two_and_in_utf_8() {
        assert_eq!(
            Kind::of("application/x-www-form-urlencoded"),
            Some(Kind::Form)
        );
        assert_eq!(
            Kind::of("Application/JSON; Charset=\"UTF-8\""),
            Some(Kind::Json)
        );
        for text in [
            "",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
        ] {
            assert_eq!(Kind::of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes: Vec<u8>) {
            for kind in [Kind::Form, Kind::Json] {
                let _ = kind.read(&bytes).and_then(Sent::checked);
            }
        }

        #[test]
        fn every_text_comes_through_a_form(text in "\\PC{1,80}") {
            let mut escaped = String::from("body=");
            for byte in text.bytes() {
                escaped.push_str(&format!("%{byte:02x}"));
            }
            prop_assert_eq!(Kind::Form.read(escaped.as_bytes()).unwrap().body, Some(text));
        }
    }
}
