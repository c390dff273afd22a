//! Bundles out: pages from revisions by a theme, the manifest that says why each may be there, the signature, and
//! the verification that needs nothing but the bundle and a public key. Knows no SQLite: desk hands it records.

mod body;
mod epub;
mod hashed;
mod jsonl;
mod key;
mod long;
mod markdown;
mod names;
mod ninjs;
mod wxr;
mod xml;

pub mod archive;
pub mod bundle;
pub mod comments;
pub mod look;
pub mod minisign;
pub mod place;
pub mod print;
pub mod site;
pub mod statement;
pub mod theme;
pub mod verify;

pub use body::from_root;

/// Name and version of what makes the pages; another one may make other bytes.
pub const RENDERER: &str = "copydesk-press/6";

/// Whether pages can be dated in this IANA time zone.
#[must_use]
pub fn time_zone_known(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}
