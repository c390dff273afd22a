//! The zip that an EPUB is: written as it comes, one entry after the other, the type of the whole first and bare.

use model::{Error, Result};
use std::{
    io::{Cursor, Write},
    path::Path,
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Writes entry by entry; only the one at hand and the list of all is kept.
pub(super) struct Container<'a> {
    out: &'a mut dyn Write,
    /// What the list at the end says of each entry.
    list: Vec<u8>,
    entries: u64,
    at: u64,
}

fn io(cause: &std::io::Error) -> Error {
    Error::io(Path::new("the EPUB"), cause)
}

fn broken() -> Error {
    Error::system("zip", "The EPUB can’t be written.")
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

impl<'a> Container<'a> {
    /// One with the entry that says what it is.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn new(out: &'a mut dyn Write) -> Result<Self> {
        let mut container = Self {
            out,
            list: vec![],
            entries: 0,
            at: 0,
        };
        container.entry("mimetype", b"application/epub+zip", false)?;
        Ok(container)
    }

    /// An entry; packed where that makes it smaller, which it does of texts and not of photographs.
    ///
    /// # Errors
    /// `epub-too-large`; system errors.
    pub(super) fn entry(&mut self, name: &str, bytes: &[u8], packed: bool) -> Result<()> {
        let method = if packed {
            CompressionMethod::Deflated
        } else {
            CompressionMethod::Stored
        };
        let mut options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(false);
        if packed {
            options = options.compression_level(Some(6));
        }
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        zip.start_file(name, options).map_err(|_| broken())?;
        zip.write_all(bytes).map_err(|cause| io(&cause))?;
        let alone = zip.finish().map_err(|_| broken())?.into_inner();
        // An archive of this entry alone: what it is, the list of one, and where that begins.
        let end = alone.len().checked_sub(22).ok_or_else(broken)?;
        let start = u32_at(&alone, end + 16).ok_or_else(broken)? as usize;
        let (entry, mut listed) = (
            alone.get(..start).ok_or_else(broken)?,
            alone.get(start..end).ok_or_else(broken)?.to_vec(),
        );
        let place = u32::try_from(self.at).map_err(|_| {
            Error::refused("epub-too-large", "The EPUB would be larger than 4 GB.")
                .hint("Choose a smaller edition, or a profile without the part “epub”.")
        })?;
        listed
            .get_mut(42..46)
            .ok_or_else(broken)?
            .copy_from_slice(&place.to_le_bytes());
        self.list.append(&mut listed);
        self.entries += 1;
        self.at += entry.len() as u64;
        self.out.write_all(entry).map_err(|cause| io(&cause))
    }

    /// The list of all entries, with which it ends.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn finish(self) -> Result<()> {
        let size = self.list.len() as u64;
        let mut end = self.list;
        let fits = u16::try_from(self.entries).is_ok_and(|n| n < u16::MAX)
            && u32::try_from(self.at + size).is_ok();
        if !fits {
            // The form for more than 65,534 entries.
            end.extend(*b"PK\x06\x06");
            end.extend(44_u64.to_le_bytes());
            end.extend(45_u16.to_le_bytes());
            end.extend(45_u16.to_le_bytes());
            end.extend([0; 8]);
            end.extend(self.entries.to_le_bytes());
            end.extend(self.entries.to_le_bytes());
            end.extend(size.to_le_bytes());
            end.extend(self.at.to_le_bytes());
            end.extend(*b"PK\x06\x07");
            end.extend([0; 4]);
            end.extend((self.at + size).to_le_bytes());
            end.extend(1_u32.to_le_bytes());
        }
        let entries = u16::try_from(self.entries).unwrap_or(u16::MAX);
        let long = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        end.extend(*b"PK\x05\x06");
        end.extend([0; 4]);
        end.extend(entries.to_le_bytes());
        end.extend(entries.to_le_bytes());
        end.extend(long(size).to_le_bytes());
        end.extend(long(self.at).to_le_bytes());
        end.extend([0; 2]);
        self.out.write_all(&end).map_err(|cause| io(&cause))
    }
}

#[cfg(test)]
mod tests {
    use super::Container;
    use std::io::{Cursor, Read};

    #[test]
    fn any_program_unpacks_what_was_written_as_it_came() {
        let mut out = vec![];
        let mut container = Container::new(&mut out).unwrap();
        container
            .entry("a.txt", &b"words ".repeat(100), true)
            .unwrap();
        container.entry("b.bin", &[0, 1, 2], false).unwrap();
        container.finish().unwrap();
        assert_eq!(&out[30..58], b"mimetypeapplication/epub+zip");
        let mut zip = zip::ZipArchive::new(Cursor::new(out)).unwrap();
        let mut text = String::new();
        zip.by_name("a.txt")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!((zip.len(), text.len()), (3, 600));
    }
}
