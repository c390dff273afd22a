//! A page that is being printed, up to a size that no honest page has.

use std::io::{Error, Result, Write};

/// Most bytes of one page.
pub(super) const MOST: usize = 64 << 20;

/// What was printed so far.
#[derive(Default)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Whether more was to be printed than a page may have.
    pub(super) full: bool,
}

impl Write for Page {
    fn write(&mut self, some: &[u8]) -> Result<usize> {
        if self.bytes.len() + some.len() > MOST {
            self.full = true;
            return Err(Error::other("the page is full"));
        }
        self.bytes.extend_from_slice(some);
        Ok(some.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// The page without characters that neither HTML nor XML may hold, whatever text they came with; each parts words, if anything.
pub(super) fn held(page: Vec<u8>) -> Vec<u8> {
    // Signs of control, and what the others of them begin with: most pages have none of these bytes.
    let odd = |byte: u8| {
        byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
            || byte == 0x7f
            || matches!(byte, 0xc2 | 0xef | 0xf0..)
    };
    if !page.iter().fold(false, |found, byte| found | odd(*byte)) {
        return page;
    }
    match String::from_utf8(page) {
        Ok(text) if text.chars().all(legal) => text.into_bytes(),
        Ok(text) => {
            let spaced = |c| if legal(c) { c } else { ' ' };
            text.chars().map(spaced).collect::<String>().into_bytes()
        }
        Err(other) => other.into_bytes(),
    }
}

/// Whether a page may hold a character: no sign of control but of space, and none that Unicode keeps for no text.
fn legal(c: char) -> bool {
    let kept_back = u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    !kept_back && (!c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::held;

    #[test]
    fn a_page_holds_no_character_that_a_page_may_not() {
        let page = |text: &str| String::from_utf8(held(text.as_bytes().to_vec())).unwrap();
        let good = "A\tpage\r\n“with” 語 🚢 é \u{a0} \u{fffd} \u{200f}\u{feff}";
        assert_eq!(page(good), good);
        for bad in [
            '\u{0}',
            '\u{8}',
            '\u{c}',
            '\u{7f}',
            '\u{85}',
            '\u{fdd0}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{1fffe}',
        ] {
            assert_eq!(page(&format!("a{bad}b")), "a b", "{bad:?}");
        }
        assert_eq!(held(vec![0xff, 0x00]), [0xff, 0x00]);
    }
}
