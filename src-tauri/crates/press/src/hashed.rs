//! What is written, counted and hashed on its way.

use model::{Hash, Hasher};
use std::io::{Result, Write};

/// A writer that knows the size and the hash of what went through it.
pub(crate) struct Hashed<W> {
    to: W,
    size: u64,
    hasher: Hasher,
}

impl<W: Write> Hashed<W> {
    pub(crate) fn new(to: W) -> Self {
        Self {
            to,
            size: 0,
            hasher: Hasher::default(),
        }
    }

    /// How many bytes went through, and their hash.
    pub(crate) fn finish(self) -> (u64, Hash) {
        (self.size, self.hasher.finish())
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        self.to.flush()
    }
}
