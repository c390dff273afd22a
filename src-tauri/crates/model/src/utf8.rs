//! Bytes that are a text.

/// The text that bytes are; none where they are no UTF-8.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes).ok()
}
