//! What front matter says, as an article's fields: by the names that Hugo, Jekyll, Zola, Eleventy, Astro and Obsidian have for
//! them, and those of our own.

use super::{Front, Value};
use crate::{
    archive::common::{keep, left, moment, tags},
    byline::split_names,
    lines::squeeze,
};
use model::{
    archive::{Item, Picture},
    article::Byline,
};

/// Where a picture that is named in front matter lies.
pub(crate) type Place<'a> = dyn Fn(&str) -> String + 'a;

/// Where Zola, Astro and themes put what is theirs.
const WITHIN: [&str; 4] = ["extra", "params", "taxonomies", "seo"];

/// Takes all fields. What has none goes by its name, or is left. Whether it says that it is a draft.
pub(crate) fn take(mut front: Front, item: &mut Item, place: &Place<'_>) -> bool {
    item.left.append(&mut front.left);
    lifted(&mut front);
    words(&mut front, item);
    dates(&mut front, item);
    groups(&mut front, item);
    item.bylines = bylines(&mut front, item);
    lead(&mut front, item, place);
    addresses(&mut front, item);
    let draft = is_draft(&mut front, item);
    // What follows from the others.
    front.take(&["direction"]);
    for (name, value) in front.fields {
        if value.is_empty() {
            continue;
        }
        for (name, text) in value.scalars(name) {
            keep(item, &name, &text);
        }
    }
    draft
}

/// The fields of `extra` and its like stand beside the others, where those don't have them.
fn lifted(front: &mut Front) {
    for within in WITHIN {
        if let Some(Value::Map(fields)) = front.take(&[within]) {
            for (name, value) in fields {
                match front.get(&[&name]) {
                    None => front.fields.push((name, value)),
                    Some(_) => front.fields.push((format!("{within}.{name}"), value)),
                }
            }
        }
    }
}

/// The first of these that says something, on one line.
fn line(front: &mut Front, names: &[&str]) -> String {
    for name in names {
        let says = |value: &Value| !matches!(value, Value::Map(_)) && !value.is_empty();
        if front.get(&[name]).is_some_and(says) {
            let value = front.take(&[name]).unwrap_or_default();
            return squeeze(&value.text());
        }
    }
    String::new()
}

fn words(front: &mut Front, item: &mut Item) {
    item.title = line(front, &["title", "headline"]);
    item.kicker = line(front, &["kicker", "eyebrow", "overline"]);
    let standfirst = [
        "standfirst",
        "subtitle",
        "subheadline",
        "deck",
        "dek",
        "lede",
        "summary",
        "excerpt",
    ];
    item.standfirst = line(front, &standfirst);
    let description = line(front, &["description"]);
    if item.standfirst.is_empty() {
        item.standfirst = description;
    } else if description != item.standfirst {
        item.search_description = description;
    }
    for names in [
        ["seo_description", "meta_description"],
        ["metadescription", "seodescription"],
    ] {
        let search = line(front, &names);
        if !search.is_empty() && search != item.standfirst {
            item.search_description = search;
        }
    }
    let search = line(
        front,
        &[
            "seo_title",
            "meta_title",
            "metatitle",
            "seotitle",
            "linktitle",
        ],
    );
    if search != item.title {
        item.search_title = search;
    }
    let language = line(front, &["language", "lang", "locale"]);
    if !language.is_empty() {
        item.language = Some(language.replace('_', "-"));
    }
    if let Some(related) = front.take(&["related"]) {
        let all = match related {
            Value::List(all) => all,
            one => vec![one],
        };
        let titles = all.iter().map(|one| match one.said(&["title"]) {
            title if title.is_empty() => one.text(),
            title => title,
        });
        item.related = titles.filter(|title| !title.is_empty()).collect();
    }
}

fn dates(front: &mut Front, item: &mut Item) {
    let mut date = |names: &[&str]| {
        for name in names {
            let Some(text) = front.get(&[name]).map(Value::text) else {
                continue;
            };
            if let Some(at) = moment(&text) {
                front.take(&[name]);
                return Some(at);
            }
        }
        None
    };
    item.published = date(&[
        "publishdate",
        "pubdate",
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_published",
        "datepublished",
        "created_at",
        "created",
        "date created",
    ]);
    item.changed = date(&[
        "lastmod",
        "updated",
        "last_modified_at",
        "modified",
        "updated_at",
        "updateddate",
        "date_modified",
        "date modified",
        "last_modified",
    ]);
}

fn groups(front: &mut Front, item: &mut Item) {
    for name in ["tags", "tag", "keywords"] {
        let Some(value) = front.take(&[name]) else {
            continue;
        };
        let all = match &value {
            // One text: with commas between, or, as Jekyll and Obsidian have it, with spaces.
            Value::Text(text) if text.contains(',') => text.split(',').map(str::to_owned).collect(),
            Value::Text(text) if name != "keywords" && !text.contains('"') => {
                text.split_whitespace().map(str::to_owned).collect()
            }
            other => other.texts(),
        };
        let all = all.iter().map(|one| one.trim().trim_start_matches('#'));
        tags(&mut item.tags, all);
    }
    item.section = line(front, &["section"]);
    let categories: Vec<String> = ["category", "categories"]
        .iter()
        .filter_map(|name| front.take(&[name]))
        .flat_map(|value| match &value {
            Value::Text(text) if text.contains(',') => {
                text.split(',').map(|one| one.trim().to_owned()).collect()
            }
            other => other.texts(),
        })
        .collect();
    let mut categories = categories.into_iter().filter(|name| !name.is_empty());
    if item.section.is_empty() {
        item.section = categories.next().unwrap_or_default();
    }
    let section = item.section.to_lowercase();
    let others: Vec<String> = categories
        .filter(|one| one.to_lowercase() != section)
        .collect();
    tags(&mut item.tags, others.iter().map(String::as_str));
}

/// The authors: those that are written out, and the names that are not among them.
fn bylines(front: &mut Front, item: &mut Item) -> Vec<Byline> {
    let mut all: Vec<Byline> = vec![];
    for name in [
        "bylines", "byline", "authors", "author", "by", "creator", "writer",
    ] {
        let Some(value) = front.take(&[name]) else {
            continue;
        };
        let found = match value {
            Value::List(all) => all,
            one => vec![one],
        };
        for one in found {
            match one {
                Value::Map(_) => {
                    if let Some(byline) = person(&one, item) {
                        add(&mut all, byline);
                    }
                }
                other => {
                    // A note of Obsidian's stands for a person by its name.
                    let text = other.text().replace("[[", "").replace("]]", "");
                    for name in split_names(&squeeze(&text)) {
                        add(
                            &mut all,
                            Byline {
                                name,
                                ..Byline::default()
                            },
                        );
                    }
                }
            }
        }
    }
    all
}

fn add(all: &mut Vec<Byline>, byline: Byline) {
    let known = |own: &Byline| own.name.to_lowercase() == byline.name.to_lowercase();
    if !byline.name.is_empty() && !all.iter().any(known) {
        all.push(byline);
    }
}

fn person(one: &Value, item: &mut Item) -> Option<Byline> {
    let name = squeeze(&one.said(&["name", "title", "author"]));
    if name.is_empty() {
        item.left
            .push(left("author", one.text(), "It says no name"));
        return None;
    }
    let mut links: Vec<String> = one.at("links").map(Value::texts).unwrap_or_default();
    for name in ["url", "link", "website", "homepage", "uri"] {
        links.extend(one.at(name).map(Value::text));
    }
    let handle = one.said(&["twitter"]);
    if !handle.is_empty() && !handle.contains('/') {
        links.push(format!(
            "https://twitter.com/{}",
            handle.trim_start_matches('@')
        ));
    }
    links.retain(|link| model::article::web_address(link));
    let picture = one.said(&["picture", "image", "avatar", "photo"]);
    keep(item, &format!("picture of {name}"), &picture);
    Some(Byline {
        role: squeeze(&one.said(&["role", "position", "jobtitle"])),
        publications: one.at("publications").map(Value::texts).unwrap_or_default(),
        about: one.said(&["about", "bio", "description"]),
        links,
        name,
        picture: None,
    })
}

/// What the picture at the top is called.
const LEADS: [&str; 17] = [
    "lead",
    "featured_image",
    "featuredimage",
    "feature_image",
    "featureimage",
    "cover",
    "image",
    "images",
    "heroimage",
    "hero_image",
    "hero",
    "coverimage",
    "cover_image",
    "banner",
    "thumbnail",
    "header",
    "teaser",
];

/// The picture at the top, by whichever of its names.
fn lead(front: &mut Front, item: &mut Item, place: &Place<'_>) {
    for name in LEADS {
        let Some(value) = front.get(&[name]) else {
            continue;
        };
        let first = match value {
            Value::List(all) => all.first().cloned().unwrap_or_default(),
            one => one.clone(),
        };
        let files = [
            "file",
            "image",
            "src",
            "url",
            "path",
            "relative",
            "overlay_image",
            "teaser",
        ];
        let address = match &first {
            Value::Map(_) => first.said(&files),
            other => other.text(),
        };
        let address = address.trim_matches(['[', ']', '!', '"']).trim().to_owned();
        if address.is_empty() || !(address.contains('.') || address.contains('/')) {
            continue;
        }
        let others = match front.take(&[name]) {
            Some(Value::List(all)) => all.into_iter().skip(1).collect(),
            _ => vec![],
        };
        for other in others {
            keep(item, name, &other.text());
        }
        let placed = place(&address);
        match &item.lead {
            // Ours names the picture twice, once as Hugo's themes look for it.
            Some(lead) if lead.address == placed => {}
            Some(_) => keep(item, name, &address),
            None => item.lead = Some(pictured(front, &first, placed)),
        }
    }
}

/// A picture with its words, which stand with it or in fields of their own.
fn pictured(front: &mut Front, first: &Value, address: String) -> Picture {
    let mut words = |own: &[&str], beside: &[&str]| match first.said(own) {
        said if said.is_empty() => line(front, beside),
        said => squeeze(&said),
    };
    Picture {
        address,
        alt: words(
            &["alt", "image_description"],
            &[
                "image_alt",
                "imagealt",
                "featured_image_alt",
                "cover_alt",
                "heroimagealt",
                "alt",
            ],
        ),
        caption: words(
            &["caption", "title"],
            &[
                "image_caption",
                "imagecaption",
                "featured_image_caption",
                "caption",
            ],
        ),
        credit: words(
            &["credit", "attribution", "author"],
            &["image_credit", "imagecredit", "photo_credit", "credit"],
        ),
    }
}

fn addresses(front: &mut Front, item: &mut Item) {
    item.slug = Some(line(front, &["slug"])).filter(|slug| !slug.is_empty());
    let canonical = line(front, &["canonical", "canonicalurl", "canonical_url"]);
    item.canonical = match canonical.starts_with("http") {
        true => Some(canonical),
        false => {
            keep(item, "canonical", &canonical);
            None
        }
    };
    let address = line(front, &["url", "permalink"]);
    match address.starts_with("https://") || address.starts_with("http://") {
        true => item.address = Some(address),
        false => keep(item, "url", &address),
    }
    for name in ["aliases", "alias", "redirect_from"] {
        for alias in front
            .take(&[name])
            .map(|all| all.texts())
            .unwrap_or_default()
        {
            keep(item, "alias", &alias);
        }
    }
}

fn is_draft(front: &mut Front, item: &mut Item) -> bool {
    let mut draft = false;
    if let Some(value) = front.take(&["draft"]) {
        draft |= value.is_true();
    }
    // Where it is no date, it says whether it is out.
    if front
        .get(&["published", "publish"])
        .is_some_and(Value::is_false)
    {
        front.take(&["published", "publish"]);
        draft = true;
    }
    if let Some(status) = front.get(&["status"]).map(Value::text) {
        draft |= matches!(
            status.to_lowercase().as_str(),
            "draft" | "private" | "pending"
        );
        keep(item, "status", &status);
        front.take(&["status"]);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::take;
    use crate::front::split;
    use model::archive::Item;

    fn read(text: &str) -> (Item, bool) {
        let (front, _) = split(text);
        let mut item = Item::default();
        let draft = take(front, &mut item, &|address| format!("at/{address}"));
        (item, draft)
    }

    #[test]
    fn every_programs_names_mean_the_same() {
        let (item, draft) = read(
            "---\ntitle: The quay\ndescription: It opens\ndate: 2024-05-01\nlastmod: 2024-05-02\n\
             categories: [News, Town]\ntags: \"ports ships\"\nauthor: Ana Li and Bo Ek\n\
             cover: {image: a.png, alt: A quay, caption: Seen from the east}\nweight: 3\ndraft: true\n\
             params: {mood: calm}\naliases: [/old/]\npermalink: /news/quay/\n---\n",
        );
        assert!(draft);
        assert_eq!(item.standfirst, "It opens");
        assert_eq!(item.section, "News");
        assert_eq!(item.tags, ["ports", "ships", "Town"]);
        assert_eq!(item.bylines.len(), 2);
        let lead = item.lead.unwrap();
        assert_eq!(
            (lead.address.as_str(), lead.alt.as_str()),
            ("at/a.png", "A quay")
        );
        assert_eq!(lead.caption, "Seen from the east");
        let meta: Vec<String> = item.meta.iter().map(|(a, b)| format!("{a}={b}")).collect();
        assert_eq!(
            meta,
            ["url=/news/quay/", "alias=/old/", "weight=3", "mood=calm"]
        );
        let (item, draft) = read(
            "+++\ntitle = \"The quay\"\ndate = 2024-05-01\n[taxonomies]\ntags = [\"ports\"]\n[extra]\nimage = \"a.png\"\n+++\n",
        );
        assert!(!draft && item.published.is_some());
        assert_eq!(item.tags, ["ports"]);
        assert_eq!(item.lead.unwrap().address, "at/a.png");
    }

    #[test]
    fn what_is_no_date_is_kept_as_it_is() {
        let (item, _) = read("---\ntitle: a\ndate: soon\n---\n");
        assert_eq!(item.published, None);
        assert_eq!(item.meta, [("date".to_owned(), "soon".to_owned())]);
    }
}
