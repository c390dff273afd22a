//! Where Jekyll puts a post (https://jekyllrb.com/docs/permalinks/).

use super::layout::Layout;
use crate::front::{Front, Value};

/// Its patterns that have names.
const STYLES: [(&str, &str); 3] = [
    ("date", "/:categories/:year/:month/:day/:title.html"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("none", "/:categories/:title.html"),
];

/// The address of the post at a path of the site; `day` is that of its file's name, and so is `slug`. None where the site
/// doesn't say where it stands, the file is no post, or its pattern asks for what is not known here.
pub(super) fn address(
    layout: &Layout,
    path: &str,
    front: &Front,
    (day, slug): (Option<&str>, &str),
) -> Option<String> {
    let base = layout.base.as_ref()?;
    let (above, _) = path
        .strip_prefix(layout.root.as_str())?
        .split_once("_posts/")?;
    let said = |name: &str| front.get(&[name]).map(Value::text).unwrap_or_default();
    let own = said("permalink");
    let pattern = [own.as_str(), &layout.permalink, "date"]
        .into_iter()
        .find(|pattern| !pattern.is_empty())?;
    let style = STYLES.iter().find(|(name, _)| *name == pattern);
    let pattern = style.map_or(pattern, |(_, pattern)| pattern);
    // A name of a style that is not known here.
    if !pattern.contains(['/', ':']) {
        return None;
    }
    let date = said("date");
    let [year, month, day] = date.get(..10).and_then(dated).or_else(|| dated(day?))?;
    let slug = Some(said("slug"))
        .filter(|own| !own.is_empty())
        .unwrap_or_else(|| slug.to_owned());
    let parts = pattern.split('/').map(|part| {
        let put = [
            (":categories", categories(above, front)),
            (":year", format!("{year:04}")),
            (":short_year", format!("{:02}", year % 100)),
            (":month", format!("{month:02}")),
            (":i_month", month.to_string()),
            (":day", format!("{day:02}")),
            (":i_day", day.to_string()),
            (":title", slug.clone()),
            (":slug", slug.clone()),
            (":output_ext", ".html".to_owned()),
        ];
        put.iter().fold(part.to_owned(), |part, (name, value)| {
            part.replace(name, value)
        })
    });
    // A pattern without a value leaves no empty step.
    let whole = parts.collect::<Vec<_>>().join("/");
    let ends = whole.ends_with('/');
    let steps: Vec<&str> = whole.split('/').filter(|step| !step.is_empty()).collect();
    let page = steps.join("/").replace(' ', "%20");
    if page.is_empty() || page.contains(':') {
        return None;
    }
    let end = if ends { "/" } else { "" };
    Some(format!("{base}/{page}{end}"))
}

/// Categories that are words on one line are as many, for Jekyll.
pub(super) fn parted(front: &mut Front) {
    let named = |(name, _): &&mut (String, Value)| name.eq_ignore_ascii_case("categories");
    if let Some((_, value)) = front.fields.iter_mut().find(named)
        && let Value::Text(text) = value
        && !text.contains(',')
    {
        let words = text.split_whitespace();
        *value = Value::List(words.map(|word| Value::Text(word.to_owned())).collect());
    }
}

/// Year, month and day.
fn dated(text: &str) -> Option<[u16; 3]> {
    let mut parts = text.split('-').map(|part| part.parse().ok());
    Some([parts.next()??, parts.next()??, parts.next()??])
}

/// Those of its folders and those that it names, each once.
fn categories(above: &str, front: &Front) -> String {
    let mut all: Vec<String> = vec![];
    let folders = above.split('/').filter(|folder| !folder.is_empty());
    let mut add = |name: &str| {
        let name = name.trim().to_lowercase();
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    };
    folders.for_each(&mut add);
    match front.get(&["categories"]) {
        Some(Value::List(named)) => named.iter().for_each(|one| add(&one.text())),
        Some(named) => named.text().split_whitespace().for_each(&mut add),
        None => {}
    }
    add(&front
        .get(&["category"])
        .map(Value::text)
        .unwrap_or_default());
    all.join("/")
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::{archive::markdown::layout::Layout, front};

    fn at(path: &str, permalink: &str, head: &str) -> Option<String> {
        let layout = Layout {
            base: Some("https://quay.example".into()),
            permalink: permalink.into(),
            ..Layout::default()
        };
        let (front, _) = front::split(&format!("---\n{head}\n---\nText.\n"));
        address(&layout, path, &front, (Some("2024-03-05"), "Ferry-at-ten"))
    }

    #[test]
    fn a_post_is_where_its_site_puts_it() {
        let post = "_posts/2024-03-05-Ferry-at-ten.md";
        for (path, permalink, head, expected) in [
            (post, "", "title: x", "2024/03/05/Ferry-at-ten.html"),
            (
                post,
                "pretty",
                "category: Town News",
                "town news/2024/03/05/Ferry-at-ten/",
            ),
            (
                post,
                "",
                "categories: Town Ferries",
                "town/ferries/2024/03/05/Ferry-at-ten.html",
            ),
            (
                post,
                "",
                "categories: [Old Quay]\ndate: 2023-12-31 10:00",
                "old quay/2023/12/31/Ferry-at-ten.html",
            ),
            (
                "town/_posts/2024-03-05-x.md",
                "none",
                "title: x",
                "town/Ferry-at-ten.html",
            ),
            (post, "none", "slug: boat", "boat.html"),
            (
                post,
                "/blog/:year/:i_month/:title",
                "title: x",
                "blog/2024/3/Ferry-at-ten",
            ),
            (post, "/blog/:title", "permalink: /:slug/", "Ferry-at-ten/"),
        ] {
            let expected = format!("https://quay.example/{}", expected.replace(' ', "%20"));
            assert_eq!(
                at(path, permalink, head).as_deref(),
                Some(expected.as_str()),
                "{permalink} {head}"
            );
        }
        assert_eq!(at("about.md", "", "title: x"), None);
        assert_eq!(at(post, "ordinal", "title: x"), None);
        assert_eq!(at(post, "/:collection/:title", "title: x"), None);
    }
}
