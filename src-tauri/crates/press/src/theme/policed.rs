//! The rules in a page's head that keep its browser from everything that is elsewhere. No theme can leave them out.

use super::bad;
use model::Result;

/// The page with `policy` as the first thing in its head.
///
/// # Errors
/// `bad-theme` where a page has no head, or something before it that could ask for a file.
pub(crate) fn policed(template: &str, page: &[u8], policy: &str) -> Result<Vec<u8>> {
    let at = head(page).ok_or_else(|| {
        bad(format!(
            "The theme can't be printed: {template}: a page begins with <!DOCTYPE html>, <html …> and <head>, so that its rules \
             come before anything else."
        ))
    })?;
    let policy = policy.replace('"', "&quot;");
    let rules = format!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let (before, after) = page.split_at(at);
    Ok([before, rules.as_bytes(), after].concat())
}

/// Where a page's head begins, right after `<head>`, where nothing but its kind and its root stand before it.
fn head(page: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = page.get(at..)?;
        at += rest
            .iter()
            .position(|letter| !letter.is_ascii_whitespace())?;
        let rest = page.get(at..)?;
        let end = rest.iter().position(|letter| *letter == b'>')? + 1;
        let tag = rest.get(..end)?.to_ascii_lowercase();
        at += end;
        if tag == b"<head>" {
            return Some(at);
        }
        // A root with more than its language and direction could hold what runs.
        let root = tag.starts_with(b"<html")
            && tag
                .get(5)
                .is_some_and(|next| *next == b'>' || *next == b' ');
        if !(tag.starts_with(b"<!doctype") || root) {
            return None;
        }
    }
}
