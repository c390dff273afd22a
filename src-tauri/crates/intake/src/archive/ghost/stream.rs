//! Ghost's export row by row: no more of it is held than the row that is read.

use encoding_rs::{Decoder, Encoding, UTF_8};
use model::{Error, Result};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::{cell::Cell, fmt, io::Read};

/// Most bytes of one row.
const ROW: u64 = 256 << 20;

/// How far it is read, and where the row that is read began.
#[derive(Debug, Default)]
pub(super) struct At {
    read: Cell<u64>,
    row: Cell<u64>,
    replaced: Cell<bool>,
}

impl At {
    /// How many bytes are behind.
    pub fn read(&self) -> u64 {
        self.read.get()
    }

    /// Whether something up to here was no text and stands as `\u{fffd}` now.
    pub fn replaced(&self) -> bool {
        self.replaced.get()
    }
}

/// UTF-8 from whatever bytes: what is none of it is replaced, so that one broken byte does not end everything.
struct Text<'a> {
    from: &'a mut dyn Read,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is not decoded yet.
    pending: std::ops::Range<usize>,
    out: Vec<u8>,
    given: usize,
    ended: bool,
    at: &'a At,
}

impl Read for Text<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.out.len() {
            if self.ended && self.pending.is_empty() {
                return Ok(0);
            }
            if self.pending.is_empty() {
                let len = self.from.read(&mut self.raw)?;
                self.pending = 0..len;
                self.ended = len == 0;
                let read = self.at.read.get() + len as u64;
                self.at.read.set(read);
                if read - self.at.row.get() > ROW {
                    return Err(std::io::Error::other("a row of it is larger than 256 MB"));
                }
            }
            self.out.resize(self.raw.len() * 3, 0);
            let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
            let (_, read, written, replaced) =
                self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
            self.at.replaced.set(self.at.replaced.get() | replaced);
            self.pending.start += read;
            self.out.truncate(written);
            self.given = 0;
            if self.ended {
                self.pending = 0..0;
                if written == 0 {
                    return Ok(0);
                }
            }
        }
        let rest = self.out.get(self.given..).unwrap_or_default();
        let len = rest.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..len), rest.get(..len)) {
            to.copy_from_slice(from);
        }
        self.given += len;
        Ok(len)
    }
}

/// What is told of an export while it is read.
pub(super) enum Row<'a> {
    /// One row of a table that is wanted.
    Of(&'a str, &'a str),
    /// There was such a row, of a table that is not.
    Passed(&'a str),
    /// What the export says of itself.
    Meta(&'a str),
}

/// Takes rows.
type Take<'a> = dyn FnMut(Row<'_>) -> Result<()> + 'a;

/// Reads an export; gives why it could not be read to its end, where that is so.
///
/// # Errors
/// What `take` says.
pub(super) fn read(
    from: &mut dyn Read,
    at: &At,
    wanted: &dyn Fn(&str) -> bool,
    take: &mut Take<'_>,
) -> Result<Option<String>> {
    let mut start = vec![0; 3];
    let len = full(from, &mut start);
    start.truncate(len);
    let encoding = Encoding::for_bom(&start).map_or(UTF_8, |(encoding, _)| encoding);
    let mut whole = start.chain(from);
    let text = Text {
        from: &mut whole,
        decoder: encoding.new_decoder_with_bom_removal(),
        raw: vec![0; 1 << 16],
        pending: 0..0,
        out: vec![],
        given: 0,
        ended: false,
        at,
    };
    let mut walk = Walk {
        wanted,
        take,
        at,
        failed: None,
    };
    let text = std::io::BufReader::with_capacity(1 << 16, text);
    let mut json = serde_json::Deserializer::from_reader(text);
    let read = Root(&mut walk, 0).deserialize(&mut json);
    match (walk.failed, read) {
        (Some(failed), _) => Err(failed),
        (None, Ok(())) => Ok(None),
        (None, Err(why)) => Ok(Some(why.to_string())),
    }
}

/// As many bytes as there are.
fn full(from: &mut dyn Read, to: &mut [u8]) -> usize {
    let mut len = 0;
    while let Some(rest) = to.get_mut(len..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) | Err(_) => break,
            Ok(more) => len += more,
        }
    }
    len
}

struct Walk<'a, 'b> {
    wanted: &'a dyn Fn(&str) -> bool,
    take: &'a mut Take<'b>,
    at: &'a At,
    failed: Option<Error>,
}

impl Walk<'_, '_> {
    fn tell<E: serde::de::Error>(&mut self, row: Row<'_>) -> std::result::Result<(), E> {
        self.at.row.set(self.at.read());
        (self.take)(row).map_err(|failed| {
            self.failed = Some(failed);
            E::custom("it was not wanted any longer")
        })
    }
}

/// The whole file, or what is in `db`.
struct Root<'w, 'a, 'b>(&'w mut Walk<'a, 'b>, usize);

impl<'de> DeserializeSeed<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Ghost")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> std::result::Result<(), A::Error> {
        if self.1 > 3 {
            return Err(A::Error::custom("it is nested too deep"));
        }
        while all.next_element_seed(Root(self.0, self.1 + 1))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = all.next_key::<String>()? {
            match key.as_str() {
                "db" | "data" if self.1 < 4 => {
                    all.next_value_seed(Root(self.0, self.1 + 1))?;
                }
                "meta" => {
                    let meta = all.next_value::<Box<RawValue>>()?;
                    self.0.tell(Row::Meta(meta.get()))?;
                }
                table => all.next_value_seed(Table(self.0, table))?,
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }
}

/// The rows of a table.
struct Table<'w, 'a, 'b, 'n>(&'w mut Walk<'a, 'b>, &'n str);

impl<'de> DeserializeSeed<'de> for Table<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> std::result::Result<(), A::Error> {
        let Self(walk, name) = self;
        if !(walk.wanted)(name) {
            while all.next_element::<IgnoredAny>()?.is_some() {
                walk.tell(Row::Passed(name))?;
            }
            return Ok(());
        }
        while let Some(row) = all.next_element::<Box<RawValue>>()? {
            walk.tell(Row::Of(name, row.get()))?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> std::result::Result<(), A::Error> {
        while all.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }
}
