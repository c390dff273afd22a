//! How a newsroom's site looks: its theme's files by hash, and the colours, type and logo that are set without writing a
//! template.

use crate::{Error, Hash, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A newsroom's own theme, as the journal has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewsroomTheme {
    /// Its templates, stylesheets and what belongs to them, by name; where it has none of a name, that of the program's theme is
    /// used.
    pub files: BTreeMap<String, ThemeFile>,
    /// Colours, type and logo.
    pub look: Look,
}

/// A file of a theme: text as it is, anything else in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ThemeFile {
    /// A template, a stylesheet, a drawing.
    Text(String),
    /// A picture, a font.
    Bytes {
        /// Its bytes, two digits each.
        hex: String,
    },
}

impl ThemeFile {
    /// The file with these bytes.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(other) => Self::Bytes {
                hex: hex::encode(other.as_bytes()),
            },
        }
    }

    /// Its bytes; none where they can't be read.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes { hex } => hex::decode(hex).unwrap_or_default(),
        }
    }
}

impl NewsroomTheme {
    /// Its files by name.
    #[must_use]
    pub fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.files.iter();
        files
            .map(|(name, file)| (name.clone(), file.bytes()))
            .collect()
    }
}

/// Colours, type and logo, as they are set without writing a template. What is empty is as the theme has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    /// On light screens.
    pub light: Colours,
    /// On dark ones.
    pub dark: Colours,
    /// Of the text.
    pub text: Face,
    /// Of headlines.
    pub headlines: Face,
    /// In place of the newsroom's name at the top of each page: the asset of a picture, by its hash.
    #[ts(type = "string | null")]
    pub logo: Option<Hash>,
}

/// Three colours, `#rrggbb` each, or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields)]
pub struct Colours {
    /// Behind everything.
    pub paper: String,
    /// Of the text.
    pub ink: String,
    /// Of links and what stands out.
    pub accent: String,
}

/// A family of type that every system has some of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Face {
    /// As the theme has it.
    #[default]
    Theme,
    /// Georgia and its like.
    Transitional,
    /// Palatino, Iowan Old Style.
    OldStyle,
    /// Rockwell and its like.
    Slab,
    /// What the system writes its own words in.
    System,
    /// Optima, Gill Sans, Calibri.
    Humanist,
    /// Helvetica and its like.
    Grotesque,
    /// Every letter as wide as the next.
    Mono,
}

/// The colours of the program's theme: light, then dark.
const OWN: [[&str; 3]; 2] = [
    ["#fbfaf7", "#22211e", "#1f4e79"],
    ["#1d1e20", "#e8e6e1", "#8bb8e3"],
];

/// How much brighter one colour of text must be than its ground, as WCAG 2 reckons it.
const CONTRAST: f64 = 4.5;

impl Look {
    /// Refuses what is no colour, and text that could not be read.
    ///
    /// # Errors
    /// `bad-colour`, `too-faint`.
    pub fn check(&self) -> Result<()> {
        for ((colours, own), whole) in [&self.light, &self.dark]
            .into_iter()
            .zip(OWN)
            .zip(["light", "dark"])
        {
            let set = [&colours.paper, &colours.ink, &colours.accent];
            let mut shades = [0.0; 3];
            for ((text, own), shade) in set.into_iter().zip(own).zip(&mut shades) {
                let text = if text.is_empty() { own } else { text };
                *shade = brightness(text).ok_or_else(|| {
                    Error::usage("bad-colour", format!("“{text}” is no colour."))
                        .hint("A colour is written as #1f4e79: red, green and blue in hexadecimal digits.")
                })?;
            }
            let [paper, ink, accent] = shades;
            for (name, shade) in [("text", ink), ("links", accent)] {
                let (bright, dark) = (paper.max(shade), paper.min(shade));
                let contrast = (bright + 0.05) / (dark + 0.05);
                if contrast < CONTRAST {
                    return Err(Error::refused(
                        "too-faint",
                        format!(
                            "On {whole} screens the colour of {name} stands out from the paper by {contrast:.1} to 1; many could \
                             not read it."
                        ),
                    )
                    .hint("Choose colours further apart: 4.5 to 1 at least."));
                }
            }
        }
        Ok(())
    }
}

/// The relative luminance of `#rrggbb`, from 0 to 1.
fn brightness(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#')?;
    if digits.len() != 6 || !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let share = f64::from(value) / 255.0;
        Some(if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn what_could_not_be_read_is_refused() {
        let mut look = Look::default();
        look.check().unwrap();
        look.light.accent = "#b0d0f0".into();
        assert_eq!(look.check().unwrap_err().code, "too-faint");
        look.light.accent = "red".into();
        assert_eq!(look.check().unwrap_err().code, "bad-colour");
        look.light.accent = "#8b1a1a".into();
        look.check().unwrap();
    }
}
