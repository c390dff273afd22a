//! The templates that come with the program, a text each in `desk/templates`.

use model::template::Template;

/// Key and template, in the order in which they are offered.
pub(super) fn all() -> Vec<(&'static str, Template)> {
    let kind = |name: &str, about: &str, kicker: &str, body: &str| Template {
        name: name.into(),
        about: about.into(),
        kicker: kicker.into(),
        body: body.into(),
        ..Template::default()
    };
    vec![
        (
            "news",
            kind(
                "News",
                "What happened, who says so, what it means.",
                "",
                include_str!("../../templates/news.md"),
            ),
        ),
        (
            "analysis",
            kind(
                "Analysis",
                "What the news means, and what speaks against it.",
                "Analysis",
                include_str!("../../templates/analysis.md"),
            ),
        ),
        (
            "interview",
            kind(
                "Interview",
                "Questions and answers, word for word.",
                "Interview",
                include_str!("../../templates/interview.md"),
            ),
        ),
        (
            "obituary",
            kind(
                "Obituary",
                "A life, told to those who did not know it.",
                "Obituary",
                include_str!("../../templates/obituary.md"),
            ),
        ),
        (
            "fact-check",
            kind(
                "Fact check",
                "A claim, where it comes from, what is true of it.",
                "Fact check",
                include_str!("../../templates/fact-check.md"),
            ),
        ),
    ]
}
