//! An article's name in its address.

/// The longest slug, in characters.
pub const SLUG: usize = 80;

/// At most 80 characters of lower-case Latin letters, digits and single hyphens; other scripts are transliterated.
/// Never empty: `untitled` where nothing is left.
#[must_use]
pub fn slug(title: &str) -> String {
    cut(title, SLUG)
}

/// The slug that a headline proposes: as [`slug`], and of a long one the words that fit whole.
#[must_use]
pub fn headline_slug(title: &str) -> String {
    let mut out = cut(title, SLUG + 1);
    if out.len() > SLUG {
        // One word that is longer than half of it is cut all the same.
        let end = out.rfind('-').filter(|end| *end > SLUG / 2);
        out.truncate(end.unwrap_or(SLUG));
    }
    out
}

fn cut(title: &str, most: usize) -> String {
    let mut out = String::new();
    for c in deunicode::deunicode(title).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c != '\'' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= most {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() {
        "untitled".into()
    } else {
        out.into()
    }
}

/// Whether Windows takes a name for a device, whatever stands behind a dot: no folder there can be called so.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let numbered = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{headline_slug, is_device, slug};

    #[test]
    fn a_device_is_no_folder_and_what_begins_like_one_is() {
        for device in ["con", "nul", "aux", "prn", "com1", "lpt9"] {
            assert!(is_device(device), "{device}");
        }
        for folder in ["", "news", "con-2", "console", "com", "com10", "lpt-1"] {
            assert!(!is_device(folder), "{folder}");
        }
    }

    #[test]
    fn a_slug_is_plain_whatever_the_script() {
        assert_eq!(
            slug("Night buses return: what’s next?"),
            "night-buses-return-whats-next"
        );
        assert_eq!(slug("Überfüllte Züge"), "uberfullte-zuge");
        assert_eq!(slug("—"), "untitled");
        assert!(!slug("اتوبوس‌های شبانه").is_empty());
        assert!(slug(&"word ".repeat(100)).len() <= 80);
    }

    #[test]
    fn a_headline_proposes_whole_words() {
        let long = headline_slug(&"harbour ".repeat(20));
        assert_eq!(long, "harbour-".repeat(9) + "harbour");
        assert_eq!(headline_slug(&"x".repeat(100)), "x".repeat(80));
        let fits = "a".repeat(39) + " " + &"b".repeat(40);
        assert_eq!(headline_slug(&fits), fits.replace(' ', "-"));
        assert_eq!(headline_slug("Überfüllte Züge"), "uberfullte-zuge");
    }
}
