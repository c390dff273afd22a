//! Where something was and where it is, for the hosts that are told so by a file: Netlify and those that read the same,
//! Apache, and nginx.

use crate::print::Sink;
use model::Result;
use std::fmt::Write;

/// The names of all three files, from the site's root.
pub(super) const FILES: [&str; 3] = ["_redirects", ".htaccess", "redirects.conf"];

/// The files of all three; `rules` are places from the host's root, old and new. Nothing where nothing moved.
pub(super) fn put(sink: &dyn Sink, rules: &[(String, String)]) -> Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let mut hosts = String::new();
    let mut apache = String::from("# For Apache, with mod_alias: what moved, for good.\n");
    let mut nginx = String::from(
        "# For nginx. Within http { }: include redirects.conf; and within server { }:\n\
         # if ($copydesk_moved) { return 301 $copydesk_moved; }\n\
         map $uri $copydesk_moved {\n    default \"\";\n",
    );
    for (old, new) in rules {
        // Writing into a text does not fail.
        let _ = writeln!(hosts, "{old} {new} 301");
        let folder = old.ends_with('/');
        let index = if folder { "(index\\.html)?" } else { "" };
        let _ = writeln!(apache, "RedirectMatch 301 ^{}{index}$ {new}", escaped(old));
        let _ = writeln!(nginx, "    \"{old}\" \"{new}\";");
        if folder {
            let _ = writeln!(nginx, "    \"{old}index.html\" \"{new}\";");
        }
    }
    nginx.push_str("}\n");
    sink.put("site/_redirects", hosts.as_bytes())?;
    sink.put("site/.htaccess", apache.as_bytes())?;
    sink.put("site/redirects.conf", nginx.as_bytes())
}

/// A path as a regular expression that it alone fits.
fn escaped(path: &str) -> String {
    let mut out = String::new();
    for letter in path.chars() {
        if !(letter.is_ascii_alphanumeric() || "/-_".contains(letter)) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
