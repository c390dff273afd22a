//! The archive: every year and month in which something was published, with the way to what it was.

use super::{
    dates,
    head::{PageForm, Step, home},
    index::Index,
    places::Folders,
    policed,
    words::{handed, words},
};
use crate::print::{Job, Print};
use minijinja::{Value, value::Serde};
use model::{Result, bundle::Surroundings};
use serde::Serialize;
use std::collections::BTreeSet;

/// The template; a theme without it has no archive, though it has the pages of the months.
pub(super) const TEMPLATE: &str = "archive.html";

#[derive(Serialize)]
struct YearForm {
    name: String,
    /// The folder of its page, from the site's root.
    path: String,
    months: Vec<MonthForm>,
}

#[derive(Serialize)]
struct MonthForm {
    name: String,
    path: String,
    /// How many articles.
    count: usize,
}

/// The steps between the front page and a month of this year.
pub(super) fn above(surroundings: &Surroundings, folders: &Folders, year: i16) -> Vec<Step> {
    let language = &surroundings.language;
    vec![
        Step::to(words(language).archive, &format!("{}/", folders.archive)),
        Step::to(
            &dates::year(language, year),
            &format!("{}/{year}/", folders.archive),
        ),
    ]
}

/// The years in which something was published, newest first.
fn years(index: &Index) -> Vec<i16> {
    let years: BTreeSet<i16> = index.groups.months.keys().map(|(year, _)| *year).collect();
    years.into_iter().rev().collect()
}

/// Where its pages are, from the site's root.
pub(super) fn paths(index: &Index) -> impl Iterator<Item = String> {
    folders(index).map(|folder| format!("{folder}index.html"))
}

/// The folders of its pages, from the site's root.
pub(super) fn folders(index: &Index) -> impl Iterator<Item = String> {
    let archive = &index.site.folders.archive;
    let of_years = years(index).into_iter();
    [format!("{archive}/")]
        .into_iter()
        .chain(of_years.map(move |year| format!("{archive}/{year}/")))
}

/// The archive and one page of each year.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    if !from.theme.has(TEMPLATE) {
        return vec![];
    }
    let each = [None].into_iter().chain(years(index).into_iter().map(Some));
    each.map(|year| -> Job {
        Box::new(move |sink| {
            let (path, bytes) = print(from, index, year)?;
            sink.put(&path, &bytes)
        })
    })
    .collect()
}

/// The page of a year, or of all.
fn print(from: &Print, index: &Index, only: Option<i16>) -> Result<(String, Vec<u8>)> {
    let around = from.surroundings;
    let (language, archive) = (&around.language, &index.site.folders.archive);
    let months = |year: i16| -> Vec<MonthForm> {
        let of_year = index.groups.months.range((year, 0)..=(year, 13));
        of_year
            .map(|((_, month), entries)| MonthForm {
                name: dates::month(language, year, *month),
                path: format!("{archive}/{year}/{month:02}/"),
                count: entries.len(),
            })
            .collect()
    };
    let shown: Vec<YearForm> = years(index)
        .into_iter()
        .filter(|year| only.is_none_or(|only| only == *year))
        .map(|year| YearForm {
            name: dates::year(language, year),
            path: format!("{archive}/{year}/"),
            months: months(year),
        })
        .collect();
    let words = words(language);
    let mut trail = vec![home(language)];
    let (heading, folder) = if let Some(year) = only {
        trail.push(Step::to(words.archive, &format!("{archive}/")));
        (dates::year(language, year), format!("{archive}/{year}/"))
    } else {
        (words.archive.to_owned(), format!("{archive}/"))
    };
    trail.push(Step::here(&heading));
    let form = PageForm::listing(around, &folder, &heading, trail)?;
    let bytes = policed(
        from.theme,
        around,
        TEMPLATE,
        minijinja::context! {
            site => index.form.clone(),
            page => Value::from(Serde(&form)),
            heading => heading,
            years => Value::from(Serde(&shown)),
            words => handed(language),
        },
    )?;
    Ok((format!("site/{folder}index.html"), bytes))
}
