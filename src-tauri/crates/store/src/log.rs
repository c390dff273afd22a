//! The log that SQLite writes ahead of the file, read by ourselves. SQLite takes a frame of it that is damaged for its end, and
//! drops what comes after it without a word, though that was acknowledged: so it is looked at before SQLite is.

use model::{Error, Result};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

const HEAD: usize = 32;
const FRAME: usize = 24;
/// Bytes of a page of ours.
pub(crate) const PAGE: usize = 4096;

/// One page as it was written, from the oldest on.
pub(crate) struct Frame<'a> {
    /// Which page.
    pub number: u32,
    /// Whether a transaction ended with it.
    pub ends: bool,
    /// Whether it and all before it are whole: what SQLite takes.
    taken: bool,
    /// Whether it is whole itself.
    sound: bool,
    /// The page.
    pub page: &'a [u8],
}

/// The log of a library in `dir`.
fn path(dir: &Path) -> PathBuf {
    dir.join("library.db-wal")
}

/// The log's bytes; none where there is none.
pub(crate) fn bytes(dir: &Path) -> Result<Vec<u8>> {
    let file = path(dir);
    match fs::read(&file) {
        Ok(bytes) => Ok(bytes),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(vec![]),
        Err(cause) => Err(Error::io(&file, &cause)),
    }
}

fn word(bytes: &[u8], at: usize, big: bool) -> u32 {
    let four = bytes
        .get(at..at + 4)
        .and_then(|four| four.try_into().ok())
        .unwrap_or_default();
    if big {
        u32::from_be_bytes(four)
    } else {
        u32::from_le_bytes(four)
    }
}

/// SQLite's sum over pairs of words, begun with what it came to before.
fn sum(bytes: &[u8], big: bool, (mut one, mut two): (u32, u32)) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        one = one.wrapping_add(word(pair, 0, big)).wrapping_add(two);
        two = two.wrapping_add(word(pair, 4, big)).wrapping_add(one);
    }
    (one, two)
}

/// The frames of one log, as far as they are of the same generation as its head says, or its first frame where the head is
/// damaged.
pub(crate) fn frames(log: &[u8]) -> Vec<Frame<'_>> {
    let Some(head) = log.get(..HEAD) else {
        return vec![];
    };
    let big = word(head, 0, true) & 1 == 1;
    let so_far = sum(&head[..24], big, (0, 0));
    let mut taken = word(head, 0, true) & !1 == 0x377f_0682
        && word(head, 8, true) as usize == PAGE
        && so_far == (word(head, 24, true), word(head, 28, true));
    let rest = &log[HEAD..];
    let salt = match (taken, rest.get(8..16)) {
        (false, Some(salt)) => salt,
        _ => &head[16..24],
    };
    let mut frames = vec![];
    // What a sum begins with: what was said, or what it came to, where it is the saying that is damaged.
    let mut seeds = [so_far, (word(head, 24, true), word(head, 28, true))];
    for frame in rest.chunks_exact(FRAME + PAGE) {
        let (about, page) = frame.split_at(FRAME);
        let same = &about[8..16] == salt;
        let said = (word(about, 16, true), word(about, 20, true));
        let sums = seeds.map(|seed| sum(page, big, sum(&about[..8], big, seed)));
        taken = taken && same && sums[0] == said;
        let sound = same && sums.contains(&said);
        seeds = [said, sums[0]];
        // What is left of a generation before is nothing of this one.
        if same || frames.len() < held(&frames, rest, salt) {
            frames.push(Frame {
                number: word(about, 0, true),
                ends: word(about, 4, true) != 0,
                taken,
                sound,
                page,
            });
        } else {
            break;
        }
    }
    frames
}

/// Up to where frames of the same generation stand, after one whose own mark may be what is damaged.
fn held(frames: &[Frame], rest: &[u8], salt: &[u8]) -> usize {
    let next = rest.chunks_exact(FRAME + PAGE).skip(frames.len() + 1);
    let more = next.take(2).any(|frame| &frame[8..16] == salt);
    frames.len() + usize::from(more)
}

/// How many frames the index beside the log knows to be committed in this generation; none where it says nothing of it.
fn known(index: &[u8], log: &[u8]) -> Option<usize> {
    let (one, other) = (index.get(..48)?, index.get(48..96)?);
    let begun = one == other && one[12] == 1;
    let salt = &one[32..40];
    let same =
        log.len() < HEAD || &log[16..24] == salt || log.get(HEAD + 8..HEAD + 16) == Some(salt);
    let count = u32::from_ne_bytes(one[16..20].try_into().ok()?);
    (begun && same).then_some(count as usize)
}

/// The frame from which on SQLite would take nothing though something acknowledged stands there; none where all is well.
fn damaged_at(dir: &Path) -> Result<Option<usize>> {
    // The index first, since both may grow meanwhile.
    let index = fs::read(dir.join("library.db-shm")).unwrap_or_default();
    let log = bytes(dir)?;
    let known = known(&index, &log).unwrap_or(0);
    let frames = frames(&log);
    let whole = frames.iter().take_while(|frame| frame.taken);
    let taken = whole
        .enumerate()
        .filter(|(_, frame)| frame.ends)
        .last()
        .map_or(0, |(nth, _)| nth + 1);
    let ends = frames.iter().skip(taken).filter(|frame| frame.ends).count();
    // Of the last transaction alone a power cut may have left a part; what came before it was acknowledged.
    let lost = known > taken || ends > 1;
    Ok(lost.then_some(taken))
}

/// What of a log is gone for good, or may be.
pub(crate) fn missing(dir: &Path, log: &[u8]) -> Vec<String> {
    let frames = frames(log);
    let index = fs::read(dir.join("library.db-shm")).unwrap_or_default();
    let mut said = vec![];
    if known(&index, log).unwrap_or(0) > frames.len() {
        said.push("The log’s end is missing: what was saved last is lost.".to_owned());
    }
    for (nth, frame) in frames.iter().enumerate().filter(|(_, frame)| !frame.sound) {
        let again = |later: &Frame| later.number == frame.number && later.sound;
        if !frames[nth + 1..].iter().any(again) {
            said.push(format!(
                "Page {} of the log is damaged: what stands there and in the library alone may be lost.",
                nth + 1
            ));
        }
    }
    said
}

/// Refuses a library whose log is damaged, before SQLite drops what stands in it.
///
/// # Errors
/// `damaged-log`; system errors.
pub(crate) fn look(dir: &Path) -> Result<()> {
    let Some(frame) = damaged_at(dir)? else {
        return Ok(());
    };
    // Where another program writes just now, it may have been seen half written.
    std::thread::sleep(Duration::from_millis(30));
    if damaged_at(dir)? != Some(frame) {
        return Ok(());
    }
    Err(Error::damaged(
        "damaged-log",
        format!(
            "The log beside the library (library.db-wal) is damaged from page {} on: what was saved last stands there.",
            frame + 1
        ),
    )
    .hint("Copy the library’s folder, then run `copydesk library repair`; or restore a backup."))
}
