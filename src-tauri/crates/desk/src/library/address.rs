//! The address of a site, as every page, feed and list of pages can name it.

use model::{Error, Result};
use url::{Host, Url};

/// Refuses what is no address of a folder on the web, or is another one as soon as a browser reads it: with `..`, a query, a
/// name and password, capital or foreign letters in the host.
///
/// # Errors
/// `bad-setting`, with how to write it where that is known.
pub(crate) fn site(address: &str) -> Result<()> {
    let bad = |hint: String| {
        Err(Error::usage("bad-setting", "The site’s address is no web address.").hint(hint))
    };
    let usual = "Write it as https://example.org/, with the slash at its end.";
    let Ok(read) = Url::parse(address) else {
        return bad(usual.into());
    };
    let plain = matches!(read.scheme(), "http" | "https")
        && read.query().is_none()
        && read.fragment().is_none()
        && read.username().is_empty()
        && read.password().is_none()
        && read.path().ends_with('/')
        && !read.path().contains("//")
        && model::article::web_address(address)
        && matches!(
            read.host(),
            Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_))
        );
    match plain {
        false => bad(usual.into()),
        true if read.as_str() != address => bad(format!("Write it as {read}.")),
        true => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn an_address_is_one_folder_on_the_web_and_written_in_one_way() {
        for good in [
            "https://example.org/",
            "http://localhost:8000/",
            "https://news.example.org/a/b/",
            "https://xn--mller-kva.example/",
            "http://192.0.2.1/",
            "http://[2001:db8::1]/",
        ] {
            assert!(site(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "foo",
            "/",
            "example.org/",
            "javascript:alert(1)/",
            "javascript://x/%0a/",
            "data:text/html,/",
            "file:///srv/",
            "ftp://example.org/",
            "https://",
            "https:///",
            "https://example.org",
            "https://example.org/news",
            "https://example.org/?q=/",
            "https://example.org/#/",
            "https://example.org/../",
            "https://example.org/a/../b/",
            "https://example.org/./",
            "https://example.org/%2e%2e/",
            "https://example.org//",
            "https://a b.example/",
            " https://example.org/",
            "https://example.org/ ",
            "https://ana:secret@example.org/",
            "https://EXAMPLE.org/",
            "https://example.org:443/",
            "https://example.org:99999/",
            "https://müller.example/",
            "https://example.org/é/",
            "https://example.org/\u{0}/",
            "https://example.org\\a/",
            "https://ex\u{202e}ample.org/",
            "https://%00/",
        ] {
            assert_eq!(site(bad).unwrap_err().code, "bad-setting", "{bad:?}");
        }
        let hint = |address| site(address).unwrap_err().hint.unwrap_or_default();
        assert_eq!(
            hint("https://müller.example/"),
            "Write it as https://xn--mller-kva.example/."
        );
        assert_eq!(
            hint("https://EXAMPLE.org:443/a/../"),
            "Write it as https://example.org/."
        );
    }
}
