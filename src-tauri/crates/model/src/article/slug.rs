//! An article's name in its address.

/// At most 80 characters of lower-case Latin letters, digits and single hyphens; other scripts are transliterated.
/// Never empty: `untitled` where nothing is left.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in deunicode::deunicode(title).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c != '\'' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 80 {
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

#[cfg(test)]
mod tests {
    use super::slug;

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
}
