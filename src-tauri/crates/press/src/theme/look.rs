//! The colours, type and logo of a newsroom that writes no templates: its theme's `theme.json`, and the stylesheet that is made
//! of it.

use super::{STATIC, STATICS, bad};
use model::{
    Result,
    asset::Media,
    canonical,
    theme::{Colours, Face, Look},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write};

/// The file that holds them.
pub const SETTINGS: &str = "theme.json";

/// A picture in place of the newsroom's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Where it is, from the site's root.
    pub path: String,
    /// In pixels; 0 where that is not known, as of a drawing.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Logo {
    /// The logo that is a picture of this kind and size, and the name of its file in the theme.
    #[must_use]
    pub fn of(media: Media, width: u32, height: u32) -> (String, Self) {
        let name = format!("logo.{}", media.extension());
        let logo = Self {
            path: format!("{STATICS}{name}"),
            width,
            height,
        };
        (format!("{STATIC}{name}"), logo)
    }
}

/// What `theme.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The format, `theme/1`.
    pub copydesk: String,
    /// Colours and type.
    pub look: Look,
    /// What stands in place of the newsroom's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

impl Settings {
    /// The file's bytes.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn bytes(look: Look, logo: Option<Logo>) -> Result<Vec<u8>> {
        canonical(&Self {
            copydesk: "theme/1".into(),
            look,
            logo,
        })
    }

    /// Those of a theme with these files, where it has any.
    pub(super) fn of(files: &BTreeMap<String, Vec<u8>>) -> Result<Option<Self>> {
        let Some(bytes) = files.get(SETTINGS) else {
            return Ok(None);
        };
        let wrong = |why: &dyn std::fmt::Display| {
            bad(format!("The theme’s {SETTINGS} can’t be read: {why}."))
        };
        let settings: Self = serde_json::from_slice(bytes).map_err(|cause| wrong(&cause))?;
        settings
            .look
            .check()
            .map_err(|error| wrong(&error.message))?;
        let there = |logo: &Logo| {
            let name = logo.path.strip_prefix(STATICS);
            name.is_some_and(|name| files.contains_key(&format!("{STATIC}{name}")))
        };
        if settings.logo.as_ref().is_some_and(|logo| !there(logo)) {
            return Err(bad("The theme has no file for its logo.".into()));
        }
        Ok(Some(settings))
    }

    /// The stylesheet that says the same to browsers, read after the theme's own.
    pub(super) fn stylesheet(&self) -> String {
        let mut out = String::from("/* The newsroom's own colours and type. */\n:root {\n");
        for (name, face) in [
            ("text-face", self.look.text),
            ("head-face", self.look.headlines),
        ] {
            if let Some(stack) = stack(face) {
                // Writing into a text does not fail.
                let _ = writeln!(out, "  --{name}: {stack};");
            }
        }
        out.push_str("}\n");
        for (scheme, colours) in [("light", &self.look.light), ("dark", &self.look.dark)] {
            let _ = writeln!(
                out,
                "@media (prefers-color-scheme: {scheme}) {{\n  :root {{"
            );
            properties(&mut out, colours);
            out.push_str("  }\n}\n");
        }
        out
    }
}

fn properties(out: &mut String, colours: &Colours) {
    for (name, colour) in [
        ("paper", &colours.paper),
        ("ink", &colours.ink),
        ("accent", &colours.accent),
    ] {
        if !colour.is_empty() {
            let _ = writeln!(out, "    --{name}: {colour};");
        }
    }
}

/// The families that a face is looked for in, the best first; none as the theme has it.
fn stack(face: Face) -> Option<&'static str> {
    Some(match face {
        Face::Theme => return None,
        Face::Transitional => {
            "Charter, \"Bitstream Charter\", \"Sitka Text\", Cambria, Georgia, serif"
        }
        Face::OldStyle => {
            "\"Iowan Old Style\", \"Palatino Linotype\", \"URW Palladio L\", P052, serif"
        }
        Face::Slab => {
            "Rockwell, \"Rockwell Nova\", \"Roboto Slab\", \"DejaVu Serif\", \"Sitka Small\", serif"
        }
        Face::System => "system-ui, sans-serif",
        Face::Humanist => {
            "Seravek, \"Gill Sans Nova\", Ubuntu, Calibri, \"DejaVu Sans\", source-sans-pro, sans-serif"
        }
        Face::Grotesque => {
            "\"Helvetica Neue\", Helvetica, Arial, \"Nimbus Sans\", \"Liberation Sans\", sans-serif"
        }
        Face::Mono => {
            "ui-monospace, \"Cascadia Code\", \"Source Code Pro\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace"
        }
    })
}
