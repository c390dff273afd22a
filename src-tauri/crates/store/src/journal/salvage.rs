//! Rows that vouch for themselves, found in the pages of a file that SQLite can't read any more, or not whole: an entry of the
//! journal and a text both stand beside their SHA-256, so that one that is found anywhere is known to be right.

use crate::log::PAGE;
use model::{Error, Result};
use std::{
    fs::File,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

/// A row that may be one.
pub(super) struct Row {
    /// Its place, where it is an entry.
    pub seq: Option<i64>,
    /// What stands beside it as its hash.
    pub hash: String,
    /// Whether a text is compressed.
    pub packed: bool,
    /// What it is.
    pub bytes: Vec<u8>,
}

/// The pages of a file.
pub(super) struct Pages {
    file: File,
    path: PathBuf,
    /// How many there are; the last one may be cut.
    pub count: u32,
}

impl Pages {
    pub fn open(path: &Path) -> Result<Self> {
        let io = |cause| Error::io(path, &cause);
        let file = File::open(path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        Ok(Self {
            file,
            path: path.to_owned(),
            count: u32::try_from(length.div_ceil(PAGE as u64)).unwrap_or(u32::MAX),
        })
    }

    /// A page, from 1; where the file ends within it, the rest is nothing.
    pub fn page(&self, number: u32) -> Result<Vec<u8>> {
        let mut page = vec![0; PAGE];
        let from = u64::from(number.saturating_sub(1)) * PAGE as u64;
        let mut done = 0;
        while done < PAGE {
            match self.file.read_at(&mut page[done..], from + done as u64) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(cause) => return Err(Error::io(&self.path, &cause)),
            }
        }
        Ok(page)
    }
}

/// A number as SQLite writes it, and how long it is.
pub(super) fn number(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (nth, byte) in bytes.iter().take(8).enumerate() {
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, nth + 1));
        }
    }
    let ninth = bytes.get(8)?;
    Some((value << 8 | u64::from(*ninth), 9))
}

/// How long a value is by what its head says.
pub(super) fn length(kind: u64) -> u64 {
    match kind {
        0 | 8 | 9 => 0,
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => 0,
        kind => (kind - 12) / 2,
    }
}

/// The row's place, which stands right before its head at `at`.
fn place(page: &[u8], at: usize) -> Option<i64> {
    let last = at.checked_sub(1)?;
    let mut from = last;
    while from > 0 && last - from < 8 && page[from - 1] >= 0x80 {
        from -= 1;
    }
    let (seq, _) = number(&page[from..=last])?;
    i64::try_from(seq).ok()
}

/// A text of 64 letters in the head of a row.
const HASH: [u8; 2] = [0x81, 0x0d];

/// Every row of the two sorts that a page seems to hold; what is too long for the page goes on in `pages`.
pub(super) fn rows(page: &[u8], pages: &Pages, each: &mut dyn FnMut(Row)) -> Result<()> {
    for at in 0..page.len().saturating_sub(HASH.len()) {
        if page[at..at + 2] != HASH {
            continue;
        }
        // A row's place in the head is empty, since it is the row's number.
        for (head, is_entry) in [(at.wrapping_sub(2), true), (at.wrapping_sub(1), false)] {
            if head < at
                && let Some(row) = row(page, head, is_entry, pages)?
            {
                each(row);
            }
        }
    }
    Ok(())
}

fn row(page: &[u8], head: usize, is_entry: bool, pages: &Pages) -> Result<Option<Row>> {
    let columns = if is_entry { 9 } else { 3 };
    let Some((kinds, head_length)) = kinds(&page[head..], columns) else {
        return Ok(None);
    };
    let fits = match (is_entry, kinds.as_slice()) {
        (true, [0, 141, bytes, ..]) => *bytes >= 12 && bytes % 2 == 0,
        (false, [141, 1 | 8 | 9, bytes]) => *bytes >= 12 && bytes % 2 == 0,
        _ => false,
    };
    let total = head_length as u64 + kinds.iter().map(|kind| length(*kind)).sum::<u64>();
    if !fits || total > 1 << 30 {
        return Ok(None);
    }
    let Some(payload) = payload(&page[head..], total as usize, pages)? else {
        return Ok(None);
    };
    let mut values = payload.get(head_length..).unwrap_or_default();
    let mut parts = vec![];
    for kind in &kinds {
        let Some((value, rest)) = values.split_at_checked(length(*kind) as usize) else {
            return Ok(None);
        };
        parts.push(value);
        values = rest;
    }
    let (hash, bytes) = if is_entry {
        (parts[1], parts[2])
    } else {
        (parts[0], parts[2])
    };
    Ok(Some(Row {
        seq: if is_entry { place(page, head) } else { None },
        hash: String::from_utf8_lossy(hash).into_owned(),
        packed: !is_entry && (kinds[1] == 9 || parts[1] == [1]),
        bytes: bytes.to_vec(),
    }))
}

/// What a row's head says of its columns, and how long it is.
pub(super) fn kinds(head: &[u8], columns: usize) -> Option<(Vec<u64>, usize)> {
    let (said, mut at) = number(head)?;
    let mut kinds = vec![];
    for _ in 0..columns {
        let (kind, long) = number(head.get(at..)?)?;
        kinds.push(kind);
        at += long;
    }
    (said == at as u64).then_some((kinds, at))
}

/// A row's bytes: those on its page, and where they are too many, those on the pages that follow.
fn payload(from: &[u8], total: usize, pages: &Pages) -> Result<Option<Vec<u8>>> {
    let most = PAGE - 35;
    let here = if total <= most {
        total
    } else {
        let least = (PAGE - 12) * 32 / 255 - 23;
        let some = least + (total - least) % (PAGE - 4);
        if some <= most { some } else { least }
    };
    let Some(own) = from.get(..here) else {
        return Ok(None);
    };
    let mut bytes = own.to_vec();
    let mut next = pointer(&from[here..]);
    while bytes.len() < total {
        let Some(number) = next.filter(|number| (1..=pages.count).contains(number)) else {
            return Ok(None);
        };
        let page = pages.page(number)?;
        let want = (total - bytes.len()).min(PAGE - 4);
        bytes.extend(&page[4..4 + want]);
        next = pointer(&page);
    }
    Ok(Some(bytes))
}

/// The page that a row goes on in.
fn pointer(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?))
}
