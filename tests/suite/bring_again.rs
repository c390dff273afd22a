//! An archive that comes in again: what was published there is signed for as it came, and never as it was edited here.

use crate::newsroom::Newsroom;
use serde_json::Value;

const ARCHIVE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/archives/wxr/quay.xml"
);
const CHIEF: &str = "Edda Chief";

fn herring(room: &Newsroom) -> Value {
    let found = room.json(CHIEF, &["search", "herring barrel"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    room.json(CHIEF, &["article", "show", id])
}

#[test]
fn what_was_edited_here_is_not_published_by_bringing_the_archive_again() {
    let room = Newsroom::staffed();
    room.json(CHIEF, &["import", ARCHIVE]);
    let came = herring(&room);
    assert_eq!(came["status"], "published");
    let id = came["id"].as_str().unwrap();
    let edit = ["article", "edit", id, "--title", "Herring by the spoon"];
    room.json("Wim Writer", &edit);
    let foreseen = room.json(CHIEF, &["import", ARCHIVE, "--dry-run"]);
    assert_eq!(foreseen["updated"], 0);
    assert_eq!(room.json(CHIEF, &["import", ARCHIVE])["updated"], 0);
    let now = herring(&room);
    assert_eq!(now["title"], "Herring by the spoon");
    assert_eq!(now["status"], "draft");
    assert_eq!(now["live"], came["live"]);
}

#[test]
fn a_publisher_foresees_what_came_in_as_drafts_and_may_be_published_by_now() {
    let room = Newsroom::staffed();
    room.json("Wim Writer", &["import", ARCHIVE]);
    assert_eq!(herring(&room)["status"], "draft");
    let again = |args: &[&str]| room.json(CHIEF, args)["updated"].as_u64();
    assert_eq!(
        again(&["import", ARCHIVE, "--dry-run", "--as-drafts"]),
        Some(0)
    );
    assert_eq!(again(&["import", ARCHIVE, "--dry-run"]), Some(4));
    assert_eq!(again(&["import", ARCHIVE]), Some(4));
    assert_eq!(herring(&room)["status"], "published");
    assert_eq!(again(&["import", ARCHIVE, "--dry-run"]), Some(0));
}

/// A WordPress export of one post.
fn export(id: u32, slug: &str, text: &str, more: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title>\
         <link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>\
         <wp:author><wp:author_login>lis</wp:author_login><wp:author_display_name>Lis Tern</wp:author_display_name></wp:author>\
         <item><title>The bell of {slug}</title><link>https://old.example/town/{slug}/</link><dc:creator>lis</dc:creator>\
         <content:encoded><![CDATA[<p>{text} rings at noon over the whole town.</p>]]></content:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date_gmt>2025-05-01 10:00:00</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>\
         <wp:post_type>post</wp:post_type><category domain=\"category\" nicename=\"town\"><![CDATA[Town]]></category>{more}</item></channel></rss>"
    )
}

fn only(room: &Newsroom, words: &str) -> Value {
    let found = room.json(CHIEF, &["search", words]);
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    room.json(CHIEF, &["article", "show", &id])
}

fn reasons(done: &Value) -> String {
    done["skipped"].to_string()
}

#[test]
fn what_was_approved_here_is_no_archives_to_change() {
    let room = Newsroom::staffed();
    let file = room.file("old.xml", export(1, "bell", "It", ""));
    room.json("Wim Writer", &["import", &file]);
    let came = only(&room, "noon");
    let id = came["id"].as_str().unwrap();
    room.json("Wim Writer", &["article", "submit", id]);
    room.json("Rhea Reviewer", &["review", "approve", id]);
    let out = room.path("out");
    let release = [
        "export",
        "--profile",
        "site",
        "--out",
        out.to_str().unwrap(),
    ];
    // Approved and not yet out, then out.
    let mut approved = only(&room, "noon");
    room.file("old.xml", export(1, "bell", "Another bell", ""));
    for _ in 0..2 {
        let done = room.json(CHIEF, &["import", &file]);
        assert!(
            reasons(&done).contains("people here have decided"),
            "{done}"
        );
        assert_eq!(only(&room, "noon"), approved);
        room.json(CHIEF, &release);
        approved = only(&room, "noon");
    }
    assert_eq!(approved["live"], approved["revision"]);
}

#[test]
fn who_is_no_moderator_changes_no_comment_that_is_here() {
    let comment = |says: &str| {
        format!(
            "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Ole</wp:comment_author><wp:comment_date_gmt>2025-05-02 \
             10:00:00</wp:comment_date_gmt><wp:comment_content>{says}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
        )
    };
    let room = Newsroom::staffed();
    let file = room.file(
        "old.xml",
        export(1, "bell", "It", &comment("I hear it at home.")),
    );
    room.json(CHIEF, &["import", &file]);
    let listed = || room.json(CHIEF, &["comment", "list"])["items"].clone();
    let before = listed();
    assert_eq!(before[0]["state"], "published");
    room.file(
        "old.xml",
        export(1, "bell", "It", &comment("I never hear it.")),
    );
    let done = room.json("Wim Writer", &["import", &file]);
    assert_eq!(done["comments_updated"], 0, "{done}");
    assert_eq!(listed(), before);
    room.json(CHIEF, &["import", &file, "--as-drafts"]);
    assert_eq!(listed(), before);
    room.json(CHIEF, &["import", &file]);
    assert_eq!(listed()[0]["body"], "I never hear it.");
}

#[test]
fn what_a_publisher_signs_is_what_the_archive_says() {
    let room = Newsroom::staffed();
    let forged = export(1, "bell", "It", "").replace(
        "<wp:post_name>bell</wp:post_name>",
        "<wp:post_name>they-lie</wp:post_name>",
    );
    let file = room.file("old.xml", &forged);
    room.json("Wim Writer", &["import", &file]);
    room.json(
        "Wim Writer",
        &["byline", "set", "Lis Tern", "--about", "Paid by the port."],
    );
    room.file("old.xml", export(1, "bell", "It", ""));
    room.json(CHIEF, &["import", &file]);
    let out = only(&room, "noon");
    assert_eq!(
        (&out["status"], &out["slug"]),
        (&"published".into(), &"bell".into()),
        "{out}"
    );
    assert_eq!(out["bylines"][0]["about"], "", "{out}");
    // Asked for by name, it is the newsroom's profile that signs.
    room.json(CHIEF, &["import", &file, "--author", "Lis Tern=Lis Tern"]);
    assert_eq!(
        only(&room, "noon")["bylines"][0]["about"],
        "Paid by the port."
    );
    // And goes on to do so.
    assert_eq!(room.json(CHIEF, &["import", &file])["unchanged"], 1);
}

#[test]
fn what_somebody_threw_away_stays_in_the_bin() {
    let room = Newsroom::staffed();
    let file = room.file("old.xml", export(1, "bell", "It", ""));
    room.json("Wim Writer", &["import", &file]);
    let id = only(&room, "noon")["id"].as_str().unwrap().to_owned();
    room.json("Wim Writer", &["article", "bin", &id]);
    for args in [&["import", &file][..], &["import", &file, "--dry-run"]] {
        let done = room.json(CHIEF, args);
        assert!(reasons(&done).contains("is in the bin"), "{done}");
        assert_eq!(done["added"]["articles"], 0);
    }
    // What its undo put there comes in again.
    let file = room.file("other.xml", export(2, "drum", "It", ""));
    room.json(CHIEF, &["import", &file]);
    room.json(CHIEF, &["undo"]);
    assert_eq!(room.json(CHIEF, &["import", &file])["added"]["articles"], 1);
}

#[test]
fn a_name_that_was_given_to_a_section_stays_given() {
    let room = Newsroom::staffed();
    let file = room.file("old.xml", export(1, "bell", "It", ""));
    let named = [
        "import",
        &file,
        "--section",
        "Town=Harbour",
        "--author",
        "Lis Tern=Marta Lind",
    ];
    room.json(CHIEF, &named);
    let before = only(&room, "noon");
    assert_eq!(
        (&before["section"], &before["bylines"][0]["name"]),
        (&"Harbour".into(), &"Marta Lind".into())
    );
    assert_eq!(room.json(CHIEF, &["import", &file])["unchanged"], 1);
    assert_eq!(only(&room, "noon"), before);
    assert_eq!(
        room.json(CHIEF, &["import", &file, "--section", "Town=Quay"])["updated"],
        1
    );
    assert_eq!(only(&room, "noon")["section"], "Quay");
}

#[test]
fn an_old_address_goes_on_leading_where_it_leads() {
    let room = Newsroom::staffed();
    let first = room.file("first.xml", export(1, "bell", "It", ""));
    room.json(CHIEF, &["import", &first]);
    let other = export(2, "drum", "The drum", "").replace("/town/drum/", "/town/bell/");
    let second = room.file("second.xml", other.replace("https://old", "https://new"));
    let done = room.json(CHIEF, &["import", &second]);
    assert!(done["notes"].to_string().contains("town/bell/"), "{done}");
    let id = only(&room, "noon over")["id"].as_str().unwrap().to_owned();
    room.json(CHIEF, &["article", "edit", &id, "--slug", "bell-of-old"]);
    let out = room.path("out");
    room.json(
        CHIEF,
        &[
            "export",
            "--profile",
            "site",
            "--out",
            out.to_str().unwrap(),
        ],
    );
    let lines = std::fs::read_to_string(out.join("site/_redirects")).unwrap_or_default();
    assert!(!lines.contains("/town/bell/ /town/drum/"), "{lines}");
}

#[test]
fn an_import_that_no_release_followed_is_taken_back_though_one_followed_an_earlier() {
    let room = Newsroom::staffed();
    let file = room.file("old.xml", export(1, "bell", "It", ""));
    room.json(CHIEF, &["import", &file]);
    let before = only(&room, "noon");
    let out = room.path("out");
    room.json(
        CHIEF,
        &[
            "export",
            "--profile",
            "site",
            "--out",
            out.to_str().unwrap(),
        ],
    );
    room.file("old.xml", export(1, "bell", "The new bell", ""));
    assert_eq!(room.json(CHIEF, &["import", &file])["updated"], 1);
    room.json(CHIEF, &["undo"]);
    let after = only(&room, "noon");
    assert_eq!(
        (&after["body"], &after["live"]),
        (&before["body"], &before["live"])
    );
}

#[test]
fn a_remark_comes_in_once_and_a_new_one_beside_the_same_text() {
    use std::io::Write;
    let room = Newsroom::staffed();
    let document = |text: &str, remarks: &[&str]| {
        const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        let mut marks = String::new();
        let mut said = String::new();
        for (id, remark) in remarks.iter().enumerate() {
            marks += &format!(
                "<w:commentRangeStart w:id=\"{id}\"/><w:r><w:t>The bell</w:t></w:r><w:commentRangeEnd w:id=\"{id}\"/>\
                 <w:r><w:commentReference w:id=\"{id}\"/></w:r>"
            );
            said += &format!(
                "<w:comment w:id=\"{id}\" w:author=\"Tove\"><w:p><w:r><w:t>{remark}</w:t></w:r></w:p></w:comment>"
            );
        }
        let parts = [
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
            ("word/document.xml", format!("<w:document {W}><w:body><w:p>{marks}<w:r><w:t> {text} rings at noon.</w:t></w:r></w:p></w:body></w:document>")),
            ("word/comments.xml", format!("<w:comments {W}>{said}</w:comments>")),
            ("docProps/core.xml", "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><dc:title>The bell</dc:title><dc:creator>Tove</dc:creator><dcterms:created>2025-01-02T03:04:05Z</dcterms:created></cp:coreProperties>".to_owned()),
            ("word/_rels/document.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>".to_owned()),
        ];
        let mut zip = zip::ZipWriter::new(std::fs::File::create(room.path("bell.docx")).unwrap());
        for (name, part) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(part.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        room.json(
            "Wim Writer",
            &["import", room.path("bell.docx").to_str().unwrap()],
        )
    };
    let notes = || {
        let id = only(&room, "noon")["id"].as_str().unwrap().to_owned();
        let list = room.json(CHIEF, &["review", "notes", &id]);
        let texts: Vec<String> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect();
        texts
    };
    document("still", &["Who says so?"]);
    assert_eq!(notes(), ["Tove: Who says so?"]);
    document("always", &["Who says so?"]);
    assert_eq!(notes(), ["Tove: Who says so?"]);
    assert_eq!(
        document("always", &["Who says so?", "And when?"])["updated"],
        1
    );
    assert_eq!(notes(), ["Tove: Who says so?", "Tove: And when?"]);
    assert_eq!(
        document("always", &["Who says so?", "And when?"])["unchanged"],
        1
    );
}

#[test]
fn two_folders_with_files_of_one_name_are_two_archives() {
    let room = Newsroom::staffed();
    let put = |site: &str, text: &str| {
        let dir = room.path(site).join("_posts");
        std::fs::create_dir_all(&dir).unwrap();
        let post = format!("---\ntitle: First\n---\n\n{text}\n");
        std::fs::write(dir.join("2024-01-02-first.md"), post).unwrap();
        room.json("Wim Writer", &["import", room.path(site).to_str().unwrap()])
    };
    let harbour =
        "The harbour opens at dawn, and every boat that has waited since autumn leaves it.";
    assert_eq!(put("a", harbour)["added"]["articles"], 1);
    let cake = "Bake for an hour: eggs, flour, sugar, winter apples.";
    assert_eq!(put("b", cake)["added"]["articles"], 1);
    // Each is known again, and what changed in it.
    assert_eq!(put("a", harbour)["unchanged"], 1);
    assert_eq!(put("b", cake)["unchanged"], 1);
    assert_eq!(put("b", &cake.replace("hour", "day"))["updated"], 1);
    assert_eq!(put("a", &harbour.replace("dawn", "noon"))["updated"], 1);
}

#[test]
fn one_goes_back_import_by_import() {
    let room = Newsroom::staffed();
    let file = room.file("old.xml", export(1, "bell", "It", ""));
    room.json(CHIEF, &["import", &file]);
    room.file("old.xml", export(1, "bell", "The new bell", ""));
    room.json(CHIEF, &["import", &file]);
    room.json(CHIEF, &["undo"]);
    room.json(CHIEF, &["undo"]);
    assert_eq!(
        room.json(CHIEF, &["article", "list"])["items"],
        serde_json::json!([])
    );
}

#[test]
fn an_import_whose_comments_the_rules_judged_is_taken_back_in_parts() {
    let room = Newsroom::staffed();
    let comments: String = (1..=300)
        .map(|n| {
            let parent = if n % 2 == 0 { n - 1 } else { 0 };
            format!(
                "<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Ole</wp:comment_author><wp:comment_date_gmt>2025-05-02 \
                 10:00:00</wp:comment_date_gmt><wp:comment_content>I hear bell {n}.</wp:comment_content><wp:comment_approved>0</wp:comment_approved>\
                 <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
            )
        })
        .collect();
    let file = room.file("old.xml", export(1, "bell", "It", &comments));
    assert_eq!(
        room.json(CHIEF, &["import", &file])["added"]["comments"],
        300
    );
    room.json(CHIEF, &["undo"]);
    assert_eq!(
        room.json(CHIEF, &["comment", "list"])["items"],
        serde_json::json!([])
    );
    assert_eq!(
        room.json(CHIEF, &["article", "list"])["items"],
        serde_json::json!([])
    );
}

#[test]
fn a_zip_that_holds_its_own_pictures_comes_in() {
    let room = Newsroom::staffed();
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
    let picture = room.json(
        "Wim Writer",
        &["asset", "add", &room.file("bell.svg", picture)],
    );
    let hash = picture["hash"].as_str().unwrap();
    let body = room.file(
        "bell.md",
        format!("The bell rings.\n\n![A bell](asset:{hash})\n"),
    );
    room.json(
        "Wim Writer",
        &["article", "new", "--title", "The bell", "--file", &body],
    );
    let zip = room.path("all.zip");
    room.json(CHIEF, &["library", "export", zip.to_str().unwrap()]);
    let other = Newsroom::staffed();
    let done = other.json(CHIEF, &["import", zip.to_str().unwrap()]);
    assert_eq!(
        (&done["added"]["articles"], &done["added"]["assets"]),
        (&1.into(), &1.into()),
        "{done}"
    );
}

#[test]
fn notes_that_lead_to_each_other_come_again_as_they_are_by_folder_or_by_zip() {
    use std::io::Write;
    let room = Newsroom::staffed();
    let notes = [
        (
            "a/one.md",
            "Over the bridge to [[two]] rings the first bell of the town.",
        ),
        (
            "b/two.md",
            "Under the bridge from [[one]] swims the last herring of the year.",
        ),
    ];
    let mut zip = zip::ZipWriter::new(std::fs::File::create(room.path("vault.zip")).unwrap());
    for (name, text) in notes {
        let file = room.path("vault").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("vault/{name}"), options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let import = |name: &str| room.json(CHIEF, &["import", room.path(name).to_str().unwrap()]);
    assert_eq!(import("vault")["added"]["articles"], 2);
    assert!(
        only(&room, "first bell")["body"]
            .as_str()
            .unwrap()
            .contains("](/")
    );
    for name in ["vault", "vault.zip"] {
        let done = import(name);
        assert_eq!(
            (&done["unchanged"], &done["updated"]),
            (&2.into(), &0.into()),
            "{name}: {done}"
        );
    }
}

#[test]
fn only_what_comes_in_as_a_draft_is_said_to() {
    let room = Newsroom::staffed();
    let said = |file: &str, dry: &[&str]| {
        let done = room.json(CHIEF, &[&["import", file, "--as-drafts"], dry].concat());
        let notes = done["notes"].as_array().unwrap().clone();
        let why = |note: &Value| note["why"].as_str().unwrap().to_owned();
        let mut notes = notes.iter().map(why);
        notes.find(|why| why.contains("as was asked"))
    };
    let one = room.file("old.xml", export(1, "bell", "It", ""));
    room.json(CHIEF, &["import", &one]);
    for dry in [&["--dry-run"][..], &[]] {
        assert_eq!(said(&one, dry), None, "it is here, and stays published");
    }
    let two = room.file("more.xml", export(2, "horn", "That", ""));
    for dry in [&["--dry-run"][..], &[]] {
        let words = "1 article was published, and comes in as a draft, as was asked.";
        assert_eq!(said(&two, dry).as_deref(), Some(words));
    }
    assert_eq!(said(&two, &[]), None);
}
