//! A bundle looked at before it is written: any one of its files, byte for byte.

use crate::{
    print::{Print, Sink, print},
    site,
};
use model::{Error, Result, bundle::Part};
use std::{
    io::{Write, sink},
    sync::{Mutex, PoisonError},
};

/// Keeps one file, and stops the printing once it is there.
struct Only<'a> {
    path: &'a str,
    kept: Mutex<Option<Vec<u8>>>,
}

impl Only<'_> {
    fn keep(&self, bytes: Vec<u8>) -> Error {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
        enough()
    }
}

/// Why the printing stopped; nobody sees it.
fn enough() -> Error {
    Error::refused("enough", "What was asked for is there.")
}

impl Sink for Only<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        if path == self.path {
            return Err(self.keep(bytes.to_vec()));
        }
        Ok(())
    }

    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        if path == self.path {
            let mut bytes = vec![];
            fill(&mut bytes)?;
            return Err(self.keep(bytes));
        }
        fill(&mut sink())
    }
}

/// One file of these parts by its path from the bundle's root; none where nothing is printed there. What the bundle holds
/// there is the same bytes.
///
/// # Errors
/// As [`print`].
pub fn one(from: &Print, parts: &[Part], path: &str) -> Result<Option<Vec<u8>>> {
    let part = path.split('/').next().and_then(Part::named);
    let Some(part) = part.filter(|part| parts.contains(part)) else {
        return Ok(None);
    };
    let only = Only {
        path,
        kept: Mutex::default(),
    };
    if part == Part::Site
        && let Some(page) = site::article_at(from, path)?
    {
        return Ok(Some(page.bytes));
    }
    let printed = print(from, &[part], &only, &|_, _| Ok(()));
    let kept = only
        .kept
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    match (kept, printed) {
        (Some(bytes), _) => Ok(Some(bytes)),
        (None, printed) => printed.map(|()| None),
    }
}
