//! A theme: templates and one stylesheet. Templates can read no file and reach no network, and one that loops is
//! stopped.

use minijinja::{AutoEscape, Environment, Value};
use model::{Error, Result};
use std::collections::BTreeMap;

/// Work that one page may take, in minijinja's units; a page with thousands of comments takes a fraction.
const FUEL: u64 = 50_000_000;

/// Templates and a stylesheet.
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
    environment: Environment<'static>,
}

impl Theme {
    /// The theme that comes with the program.
    ///
    /// # Errors
    /// As [`Theme::from_files`].
    pub fn builtin() -> Result<Self> {
        let files = [
            ("article.html", include_str!("../theme/article.html")),
            ("base.html", include_str!("../theme/base.html")),
            ("cover.svg", include_str!("../theme/cover.svg")),
            ("feed.xml", include_str!("../theme/feed.xml")),
            ("list.html", include_str!("../theme/list.html")),
            ("moved.html", include_str!("../theme/moved.html")),
            ("withdrawn.html", include_str!("../theme/withdrawn.html")),
            ("style.css", include_str!("../theme/style.css")),
        ];
        Self::from_files(
            files
                .into_iter()
                .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
                .collect(),
        )
    }

    /// A theme from its files by name.
    ///
    /// # Errors
    /// `bad-theme`, naming file and line, where a template can't be read or one is missing.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let template = |name: &str| {
            let ends = [".html", ".xml", ".svg"];
            ends.iter().any(|end| name.ends_with(end))
        };
        for (name, bytes) in files.iter().filter(|(name, _)| template(name)) {
            let text = String::from_utf8(bytes.clone()).map_err(|_| {
                Error::unreadable("bad-theme", format!("The theme's {name} is not text."))
            })?;
            environment
                .add_template_owned(name.clone(), text)
                .map_err(|cause| broken(&cause))?;
        }
        for needed in ["base.html", "article.html", "list.html", "style.css"] {
            if !files.contains_key(needed) {
                return Err(Error::unreadable(
                    "bad-theme",
                    format!("The theme has no {needed}."),
                ));
            }
        }
        Ok(Self { files, environment })
    }

    /// Its files by name.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> &[u8] {
        self.files.get("style.css").map_or(&[], Vec::as_slice)
    }

    /// Whether it has a file of this name; what not every theme must have is left out without it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Prints a page by one of the templates.
    pub(crate) fn render(&self, template: &str, with: Value) -> Result<Vec<u8>> {
        let template = self
            .environment
            .get_template(template)
            .map_err(|cause| broken(&cause))?;
        Ok(template
            .render(with)
            .map_err(|cause| broken(&cause))?
            .into_bytes())
    }
}

fn broken(cause: &minijinja::Error) -> Error {
    let place = match (cause.name(), cause.line()) {
        (Some(name), Some(line)) => format!("{name}, line {line}"),
        (Some(name), None) => name.to_owned(),
        _ => "a template".to_owned(),
    };
    let why = cause
        .detail()
        .map_or_else(|| cause.kind().to_string(), str::to_owned);
    Error::unreadable(
        "bad-theme",
        format!("The theme can't be printed: {place}: {why}."),
    )
}
