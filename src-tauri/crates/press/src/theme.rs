//! A theme: templates, stylesheets and what belongs to them. Templates can read no file and reach no network; one that loops
//! is stopped, and one that prints without end.

mod checked;
mod look;
mod policed;
mod printed;

pub use look::{Logo, SETTINGS, Settings};
pub(crate) use policed::policed;

use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};
use model::{Error, Hash, Hasher, Result};
use std::collections::BTreeMap;

/// Work that one page may take, in minijinja's units, each of which is also 64 bytes that a template makes on the way: so it
/// bounds the memory too, by some 300 MB. A page with thousands of comments takes a fraction.
const FUEL: u64 = 5_000_000;

/// The folder of a theme's pictures and fonts, and where they are printed to below the site's root.
pub(crate) const STATICS: &str = "assets/theme/";
/// The same folder within the theme.
const STATIC: &str = "static/";

/// Files that every theme has.
const NEEDED: [&str; 6] = [
    "base.html",
    "article.html",
    "list.html",
    "moved.html",
    "withdrawn.html",
    "style.css",
];

/// Templates, stylesheets and what belongs to them.
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
    environment: Environment<'static>,
    own: Option<String>,
    logo: Option<Logo>,
}

/// The files of the theme that comes with the program.
const BUILTIN: [(&str, &str); 11] = [
    ("404.html", include_str!("../theme/404.html")),
    ("archive.html", include_str!("../theme/archive.html")),
    ("article.html", include_str!("../theme/article.html")),
    ("base.html", include_str!("../theme/base.html")),
    ("cover.svg", include_str!("../theme/cover.svg")),
    ("feed.xml", include_str!("../theme/feed.xml")),
    ("list.html", include_str!("../theme/list.html")),
    ("moved.html", include_str!("../theme/moved.html")),
    ("rss.xml", include_str!("../theme/rss.xml")),
    ("withdrawn.html", include_str!("../theme/withdrawn.html")),
    ("style.css", include_str!("../theme/style.css")),
];

impl Theme {
    /// The files of the theme that comes with the program, by name.
    #[must_use]
    pub fn builtin_files() -> BTreeMap<String, Vec<u8>> {
        BUILTIN
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    /// The theme that comes with the program.
    ///
    /// # Errors
    /// As [`Theme::from_files`].
    pub fn builtin() -> Result<Self> {
        Self::from_files(Self::builtin_files())
    }

    /// The program's theme with these files in place of those of the same name, and beside them.
    ///
    /// # Errors
    /// As [`Theme::from_files`].
    pub fn over(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let mut all = Self::builtin_files();
        all.extend(files);
        Self::from_files(all)
    }

    /// A theme from its files by name.
    ///
    /// # Errors
    /// `bad-theme`, naming file and line, where a template can't be read, a stylesheet wants something from elsewhere, or
    /// a file is missing or none that a theme has.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        checked::files(&files)?;
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        // A name that nothing has is a slip of the pen, and says so where it is printed.
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_formatter(formatted);
        for (name, bytes) in files.iter().filter(|(name, _)| is_template(name)) {
            let text = checked::text(name, bytes)?.to_owned();
            environment
                .add_template_owned(name.clone(), text)
                .map_err(|cause| broken(&cause, &files))?;
        }
        for needed in NEEDED {
            if !files.contains_key(needed) {
                return Err(bad(format!("The theme has no {needed}.")));
            }
        }
        let settings = Settings::of(&files)?;
        Ok(Self {
            own: settings.as_ref().map(Settings::stylesheet),
            logo: settings.and_then(|settings| settings.logo),
            files,
            environment,
        })
    }

    /// Whether a theme may have so many files of so many bytes together.
    ///
    /// # Errors
    /// `bad-theme`.
    pub(crate) fn fits(files: usize, bytes: u64) -> Result<()> {
        checked::fits(files, bytes)
    }

    /// Its files by name.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// A hash of all its files with their names.
    #[must_use]
    pub fn sha256(&self) -> Hash {
        let mut all = Hasher::default();
        for (name, bytes) in &self.files {
            all.update(Hash::of(name.as_bytes()).0.as_slice());
            all.update(Hash::of(bytes).0.as_slice());
        }
        all.finish()
    }

    /// The stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> &[u8] {
        self.files.get("style.css").map_or(&[], Vec::as_slice)
    }

    /// The newsroom's own colours and type, where it set any.
    #[must_use]
    pub fn own_stylesheet(&self) -> Option<&str> {
        self.own.as_deref()
    }

    /// What stands in place of the newsroom's name.
    #[must_use]
    pub fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    /// Its pictures and fonts, by their names.
    pub(crate) fn statics(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter();
        files.filter_map(|(name, bytes)| Some((name.strip_prefix(STATIC)?, bytes.as_slice())))
    }

    /// Whether it has a file of this name; what not every theme must have is left out without it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Where something stands that a page by `template` prints, or where the page begins: file and line; the template alone
    /// where it stands nowhere as it is printed.
    pub(crate) fn place_of(&self, template: &str, printed: Option<&str>) -> String {
        let root = self.root_of(template);
        let Some(printed) = printed else {
            return format!("{root}, line 1");
        };
        let names = self.files.keys().filter(|name| is_template(name));
        let names = [template, root]
            .into_iter()
            .chain(names.map(String::as_str));
        let mut places = names.filter_map(|name| {
            let text = std::str::from_utf8(self.files.get(name)?).ok()?;
            let before = text.get(..text.find(printed)?)?;
            Some(format!("{name}, line {}", before.matches('\n').count() + 1))
        });
        places.next().unwrap_or_else(|| template.to_owned())
    }

    /// The template that a page by this one begins with: what it extends, by way of others.
    fn root_of<'a>(&'a self, template: &'a str) -> &'a str {
        let mut root = template;
        // A template that extends itself can't be printed, and is looked through no further.
        for _ in 0..self.files.len() {
            let text = self.files.get(root).map_or(&[][..], Vec::as_slice);
            let text = std::str::from_utf8(text).unwrap_or_default().trim_start();
            let extends = text
                .strip_prefix("{%")
                .map(|rest| rest.trim_start_matches('-'));
            let named = extends.and_then(|rest| rest.trim_start().strip_prefix("extends"));
            let name = named.and_then(|rest| rest.split(['"', '\'']).nth(1));
            match name {
                Some(name) if self.files.contains_key(name) => root = name,
                _ => break,
            }
        }
        root
    }

    /// Prints a page by one of the templates.
    pub(crate) fn render(&self, template: &str, with: Value) -> Result<Vec<u8>> {
        let found = self
            .environment
            .get_template(template)
            .map_err(|cause| broken(&cause, &self.files))?;
        let mut page = printed::Page::default();
        match found.render_captured_to(with, &mut page) {
            Ok(_) => Ok(printed::held(page.bytes)),
            Err(_) if page.full => Err(bad(format!(
                "The theme can’t be printed: {template} prints more than {} MB for one page.",
                printed::MOST >> 20
            ))),
            Err(cause) => Err(broken(&cause, &self.files)),
        }
    }
}

/// Whether a file is one that pages are printed by.
fn is_template(name: &str) -> bool {
    let ends = [".html", ".xml", ".svg"];
    !name.contains('/') && ends.iter().any(|end| name.ends_with(end))
}

/// A value as HTML and XML have it: the four letters that mean something there by their names, and no other, which would
/// make each address twice as long. No value turns the direction of what the template has behind it.
fn formatted(
    out: &mut Output,
    state: &mut State,
    value: &Value,
) -> std::result::Result<(), minijinja::Error> {
    let Some(text) = value.as_str().filter(|_| !value.is_safe()) else {
        return minijinja::escape_formatter(out, state, value);
    };
    let mut rest = text;
    // Most have none of these, as is found out many bytes at a time.
    let any = text
        .bytes()
        .fold(false, |any, byte| any | named((0, byte)).is_some());
    if !any {
        out.write_str(text)?;
        return Ok(out.write_str(&markup::turned::open_in(text))?);
    }
    // Each is one byte, and none is part of another letter.
    while let Some((at, name)) = rest.bytes().enumerate().find_map(named) {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        out.write_str(name)?;
        rest = after.get(1..).unwrap_or_default();
    }
    out.write_str(rest)?;
    Ok(out.write_str(&markup::turned::open_in(text))?)
}

/// What a byte is called, where it has a name.
fn named((at, byte): (usize, u8)) -> Option<(usize, &'static str)> {
    let name = match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    };
    Some((at, name))
}

fn bad(message: String) -> Error {
    Error::unreadable("bad-theme", message)
        .hint("Mend that file and take the theme in again; until then the one before prints.")
}

/// Most letters that are shown of a line of a template.
const SHOWN: usize = 120;

/// What a template can't be read or printed for, with the words of its line.
fn broken(cause: &minijinja::Error, files: &BTreeMap<String, Vec<u8>>) -> Error {
    let place = match (cause.name(), cause.line()) {
        (Some(name), Some(line)) => format!("{name}, line {line}"),
        (Some(name), None) => name.to_owned(),
        _ => "a template".to_owned(),
    };
    let why = match cause.kind() {
        minijinja::ErrorKind::OutOfFuel => {
            "it takes too long or too much memory for one page; perhaps it loops".to_owned()
        }
        kind => cause
            .detail()
            .map_or_else(|| kind.to_string(), str::to_owned),
    };
    let line = || {
        let text = std::str::from_utf8(files.get(cause.name()?)?).ok()?;
        let line = text.lines().nth(cause.line()?.checked_sub(1)?)?.trim();
        let shown = line.chars().filter(|c| !c.is_control()).take(SHOWN);
        Some(shown.collect::<String>()).filter(|line| !line.is_empty())
    };
    let line = line().map_or(String::new(), |line| format!(", in “{line}”"));
    bad(format!("The theme can’t be printed: {place}: {why}{line}."))
}

#[cfg(test)]
mod tests;
