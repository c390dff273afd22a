//! A GIF without its comments and programs' notes, and without what follows its end.

use super::damaged;
use model::Result;

/// The same picture, and how many frames it has. Blocks as GIF89a has them.
///
/// # Errors
/// `damaged-picture` where it is no GIF, or ends too early.
pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, usize)> {
    let short = || damaged("it ends too early");
    let screen = *bytes.get(10).ok_or_else(short)?;
    let mut at = 13 + table(screen);
    let mut out = bytes.get(..at).ok_or_else(short)?.to_vec();
    let mut frames = 0;
    loop {
        let begin = at;
        let keep = match *bytes.get(at).ok_or_else(short)? {
            0x3b => {
                out.push(0x3b);
                return Ok((out, frames));
            }
            0x2c => {
                let packed = *bytes.get(at + 9).ok_or_else(short)?;
                // Behind the place, the table of colours and the width of the first code.
                at = blocks(bytes, at + 11 + table(packed)).ok_or_else(short)?;
                frames += 1;
                true
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or_else(short)?;
                let looping = bytes.get(at + 3..at + 14) == Some(b"NETSCAPE2.0");
                at = blocks(bytes, at + 2).ok_or_else(short)?;
                label == 0xf9 || label == 0xff && looping && at - begin == 19
            }
            _ => return Err(damaged("a block is of no known sort")),
        };
        if keep {
            out.extend(bytes.get(begin..at).ok_or_else(short)?);
        }
    }
}

/// Bytes of the table of colours that follows, by the packed field before it.
fn table(packed: u8) -> usize {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

/// Where the chain of data blocks that begins at `at` ends.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
