//! What verifying must find even where whoever holds the newsroom's key signed it.

use super::{Bundle, Files, exported, read};
use crate::office::CHIEF;
use model::{
    Hash, Time,
    article::Content,
    bundle::{BundleKind, ChainLink, Manifest, ManifestFile, Revoked, Surroundings},
    canonical,
    signed::{Statement, Succession},
};
use press::{
    minisign::{NewsroomKey, PublicKey, key_id},
    print::Sink,
    verify::{Trust, verify_by},
};
use std::{io::Write, sync::Mutex};

/// What was printed, by path.
#[derive(Default)]
struct Printed(Mutex<Files>);

impl Sink for Printed {
    fn put(&self, path: &str, bytes: &[u8]) -> model::Result<()> {
        self.0.lock().unwrap().insert(path.into(), bytes.to_vec());
        Ok(())
    }

    fn stream(
        &self,
        path: &str,
        fill: &mut dyn FnMut(&mut dyn Write) -> model::Result<()>,
    ) -> model::Result<()> {
        let mut bytes = vec![];
        fill(&mut bytes)?;
        self.put(path, &bytes)
    }
}

type Damage = fn(&Bundle, &mut Files) -> (String, &'static str);

/// What was done to a bundle that whoever holds the newsroom's key signed again, so that manifest and signature agree;
/// each gives the fault that must be named.
const FORGERIES: [(&str, Damage); 32] = [
    ("a stage that nobody passed", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            let all = manifest.articles.iter_mut();
            all.for_each(|article| article.stages.push("legal".into()));
        });
        (bundle.page(), "unapproved")
    }),
    ("an approval of one stage as another's", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            for article in &mut manifest.articles {
                article.stages = vec!["legal".into()];
                for approval in &mut article.approvals {
                    approval.stage = Some("legal".into());
                }
            }
        });
        (bundle.page(), "unapproved")
    }),
    (
        "an unapproved text in an approved one's place",
        |bundle, files| {
            let page = forge_text(bundle, files, |_| {});
            (page, "unapproved")
        },
    ),
    (
        "an unapproved text that nobody is said to have approved",
        |bundle, files| {
            let page = forge_text(bundle, files, |manifest| {
                manifest
                    .articles
                    .iter_mut()
                    .for_each(|article| article.approvals.clear());
            });
            (page, "unapproved")
        },
    ),
    (
        "an unapproved text beside the approved ones",
        |bundle, files| {
            let name =
                "revisions/0000000000000000000000000000000000000000000000000000000000000000.json";
            files.insert(name.into(), b"{}".to_vec());
            *files = bundle.resigned(files.clone(), |_| {});
            (name.into(), "unapproved")
        },
    ),
    (
        "a page that is not the print of its text",
        |bundle, files| {
            let page = bundle.page();
            files
                .get_mut(&page)
                .unwrap()
                .extend(b"<p>Another word.</p>");
            *files = bundle.resigned(files.clone(), |_| {});
            (page, "not-the-print")
        },
    ),
    ("a page left out of bundle and manifest", |bundle, files| {
        let page = bundle.page();
        files.remove(&page);
        *files = bundle.resigned(files.clone(), |_| {});
        (page, "missing")
    }),
    ("a page that is the print of nothing", |bundle, files| {
        files.insert("site/extra/index.html".into(), b"<p>Hello.</p>".to_vec());
        *files = bundle.resigned(files.clone(), |_| {});
        ("site/extra/index.html".into(), "not-the-print")
    }),
    ("a file that belongs to no part", |bundle, files| {
        files.insert("extra.html".into(), b"<p>Hello.</p>".to_vec());
        *files = bundle.resigned(files.clone(), |_| {});
        ("extra.html".into(), "not-the-print")
    }),
    ("an approval moved to another text", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            let moved = manifest.articles[0].approvals.clone();
            manifest.articles[0].approvals =
                std::mem::replace(&mut manifest.articles[1].approvals, moved);
        });
        (bundle.page(), "unapproved")
    }),
    ("an approval by a key that is not named", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            manifest.keys.retain(|key| key.person.is_none())
        });
        (bundle.page(), "unapproved")
    }),
    ("a yes to one's own text alone", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            for article in &mut manifest.articles {
                for approval in &mut article.approvals {
                    approval.contributors = vec![approval.person];
                    let statement = Statement {
                        say: approval.say,
                        article: article.article,
                        revision: article.revision,
                        person: approval.person,
                        key: approval.key,
                        at: approval.at,
                        contributors: approval.contributors.clone(),
                        stage: approval.stage.clone(),
                    };
                    approval.signature =
                        press::statement::sign(&bundle.people[&approval.person], &statement)
                            .unwrap();
                }
            }
        });
        (bundle.page(), "unapproved")
    }),
    ("a correction that the manifest hides", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            manifest
                .articles
                .iter_mut()
                .for_each(|article| article.corrections.clear());
        });
        (bundle.page(), "not-the-print")
    }),
    (
        "a comment put into the surroundings alone",
        |bundle, files| {
            let mut around: Surroundings =
                serde_json::from_slice(&files["surroundings.json"]).unwrap();
            for placed in &mut around.articles {
                placed
                    .comments
                    .iter_mut()
                    .for_each(|comment| comment.body = "Never said.".into());
            }
            files.insert("surroundings.json".into(), canonical(&around).unwrap());
            *files = bundle.resigned(files.clone(), |_| {});
            (bundle.page(), "not-the-print")
        },
    ),
    ("a proof that calls itself a release", |bundle, files| {
        *files = read(&bundle.room.path("proof"));
        *files = bundle.resigned(files.clone(), |manifest| {
            manifest.kind = BundleKind::Release
        });
        ("surroundings.json".into(), "not-the-print")
    }),
    (
        "a yes by a key that was revoked before it",
        |bundle, files| {
            *files = bundle.resigned(files.clone(), |manifest| {
                let approved = manifest
                    .articles
                    .iter()
                    .flat_map(|article| &article.approvals);
                let first = approved.map(|approval| approval.at).min().unwrap();
                let gone = manifest.keys.iter().filter(|key| key.person.is_some());
                let gone = gone.map(|key| Revoked {
                    key: key.key,
                    person: key.person,
                    name: key.name.clone(),
                    public: key.public.clone(),
                    at: first,
                    reason: "The laptop was stolen.".into(),
                });
                manifest.revoked = gone.collect();
            });
            (bundle.page(), "revoked-key")
        },
    ),
    ("a file that the manifest names twice", |bundle, files| {
        let page = bundle.page();
        files.insert(page, b"<p>Forged.".to_vec());
        *files = bundle.resigned(files.clone(), |manifest| {
            let named = |file: &ManifestFile| file.path == "surroundings.json";
            let at = manifest.files.iter().position(named).unwrap();
            let mut first = manifest.files[at].clone();
            first.sha256 = Hash::of(b"another");
            manifest.files.insert(at, first);
        });
        ("manifest.json".into(), "broken-manifest")
    }),
    ("a page that is called a script", |bundle, files| {
        let page = bundle.page();
        *files = bundle.resigned(files.clone(), |manifest| {
            let named = manifest.files.iter_mut().find(|file| file.path == page);
            named.unwrap().media = "text/javascript".into();
        });
        (page, "not-the-print")
    }),
    ("files in another order", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| manifest.files.swap(0, 1));
        ("manifest.json".into(), "broken-manifest")
    }),
    (
        "a key in capitals, so that it is not the one that was revoked",
        |bundle, files| {
            *files = bundle.resigned(files.clone(), |manifest| {
                let keys = manifest.keys.iter_mut();
                keys.for_each(|key| key.public = key.public.to_uppercase());
            });
            ("manifest.json".into(), "broken-manifest")
        },
    ),
    (
        "a newsroom's key that calls itself sealed",
        |bundle, files| {
            *files = bundle.resigned(files.clone(), |manifest| {
                let mut keys = manifest.keys.iter_mut();
                let own = keys.find(|key| key.person.is_none()).unwrap();
                own.sealed = true;
            });
            ("manifest.json".into(), "broken-manifest")
        },
    ),
    ("a part that is named twice", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            let first = manifest.parts[0];
            manifest.parts.push(first);
        });
        ("manifest.json".into(), "broken-manifest")
    }),
    ("a key that is named twice", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            let first = manifest.keys[0].clone();
            manifest.keys.push(first);
        });
        ("manifest.json".into(), "broken-manifest")
    }),
    ("an approval that is there twice", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            let approvals = &mut manifest.articles[0].approvals;
            approvals.push(approvals[0].clone());
        });
        ("manifest.json".into(), "broken-manifest")
    }),
    ("a stage that is there twice", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            manifest.articles[0].stages = vec!["legal".into(), "legal".into()];
        });
        ("manifest.json".into(), "broken-manifest")
    }),
    ("a link of a chain by another key", |bundle, files| {
        chained(bundle, files, &[(1, 2), (2, 3)], |chain| {
            chain[1].signature = chain[0].signature.clone();
        })
    }),
    ("a chain that leads back", |bundle, files| {
        chained(bundle, files, &[(1, 2), (2, 3), (3, 1)], |_| {})
    }),
    ("a chain with two ends", |bundle, files| {
        chained(bundle, files, &[(1, 2), (1, 3)], |_| {})
    }),
    ("a chain in another order", |bundle, files| {
        chained(bundle, files, &[(2, 3), (1, 2)], |_| {})
    }),
    ("surroundings that say more", |bundle, files| {
        let text = String::from_utf8(files["surroundings.json"].clone()).unwrap();
        let text = text.replace(
            "\"time_zone\"",
            "\"private\":[\"una@near.example\"],\"time_zone\"",
        );
        files.insert("surroundings.json".into(), text.into_bytes());
        *files = bundle.resigned(files.clone(), |_| {});
        ("surroundings.json".into(), "changed")
    }),
    ("another newsroom's name", |bundle, files| {
        *files = bundle.resigned(files.clone(), |manifest| {
            manifest.newsroom = "Another Paper".into();
        });
        ("surroundings.json".into(), "not-the-print")
    }),
    ("a manifest in another form", |bundle, files| {
        let mut bytes = files["manifest.json"].clone();
        bytes.push(b'\n');
        files.insert(
            "manifest.json.minisig".into(),
            bundle.newsroom.sign(&bytes).into_bytes(),
        );
        files.insert("manifest.json".into(), bytes);
        ("manifest.json".into(), "broken-manifest")
    }),
];

/// Puts another text in the place of the corrected one, with its page printed and the manifest signed; gives the page.
fn forge_text(bundle: &Bundle, files: &mut Files, change: fn(&mut Manifest)) -> String {
    let page = bundle.page();
    let old = bundle
        .manifest()
        .articles
        .iter()
        .find(|article| article.page == page)
        .unwrap()
        .revision;
    let mut content =
        Content::from_bytes(&files.remove(&format!("revisions/{old}.json")).unwrap()).unwrap();
    content.body = "The council has sold the harbour.\n".into();
    let new = content.hash().unwrap();
    files.insert(format!("revisions/{new}.json"), content.bytes().unwrap());
    let mut around: Surroundings = serde_json::from_slice(&files["surroundings.json"]).unwrap();
    around
        .articles
        .iter_mut()
        .filter(|placed| placed.revision == old)
        .for_each(|placed| placed.revision = new);
    files.insert("surroundings.json".into(), canonical(&around).unwrap());
    let texts = files.clone();
    let contents =
        |revision: Hash| Content::from_bytes(&texts[&format!("revisions/{revision}.json")]);
    let theme = press::theme::Theme::builtin().unwrap();
    let print = press::print::Print {
        theme: &theme,
        surroundings: &around,
        contents: &contents,
        heads: None,
        html: &press::print::made,
        assets: &|_| Err(model::Error::usage("none", "There is none.")),
    };
    let printed = Printed::default();
    press::print::print(&print, &[model::bundle::Part::Site], &printed, &|_, _| {
        Ok(())
    })
    .unwrap();
    files.extend(printed.0.into_inner().unwrap());
    *files = bundle.resigned(files.clone(), |manifest| {
        manifest
            .articles
            .iter_mut()
            .filter(|article| article.revision == old)
            .for_each(|article| article.revision = new);
        change(manifest);
    });
    page
}

/// The bundle with a chain of these keys, each by the byte that its private half is made of, which is changed once it is signed.
fn chained(
    bundle: &Bundle,
    files: &mut Files,
    links: &[(u8, u8)],
    change: fn(&mut Vec<ChainLink>),
) -> (String, &'static str) {
    let link = |(from, to): &(u8, u8)| {
        let public = |key: u8| press::statement::public(&[key; 32]);
        let says = Succession {
            from: public(*from),
            to: public(*to),
            at: Time(0),
        };
        let signature = press::statement::succeed(&[*from; 32], &says).unwrap();
        ChainLink { says, signature }
    };
    *files = bundle.resigned(files.clone(), |manifest| {
        manifest.chain = links.iter().map(link).collect();
        change(&mut manifest.chain);
    });
    ("manifest.json".into(), "broken-manifest")
}

#[test]
fn a_chain_in_which_a_lost_key_names_nobody_is_one() {
    let bundle = exported();
    let mut files = bundle.files.clone();
    chained(&bundle, &mut files, &[(1, 2), (2, 3), (4, 5)], |_| {});
    assert_eq!(bundle.faults(&files), Vec::<String>::new());
}

#[test]
fn whom_a_former_key_of_an_open_library_named_is_known_and_nobody_else_is_believed() {
    let bundle = exported();
    let key = |secret: [u8; 32]| NewsroomKey {
        secret,
        id: key_id(&press::statement::public(&secret)),
    };
    let (evil, present) = (key([9; 32]), key([8; 32]));
    let says = Succession {
        from: bundle.newsroom.public().hex(),
        to: evil.public().hex(),
        at: Time(0),
    };
    let signature = press::statement::succeed(&bundle.newsroom.secret, &says).unwrap();
    let mut files = bundle.resigned(bundle.files.clone(), |manifest| {
        manifest.chain = vec![ChainLink { says, signature }];
        let own = manifest.keys.iter_mut().find(|key| key.person.is_none());
        own.unwrap().public = evil.public().hex();
    });
    let signature = evil.sign(&files["manifest.json"]);
    files.insert("manifest.json.minisig".into(), signature.into_bytes());
    let path = bundle.room.path("evil");
    super::as_folder(&files, &path);
    let found = |keys: Vec<PublicKey>| {
        let trust = Trust {
            keys,
            ..Trust::default()
        };
        super::said(&verify_by(&path, &trust, &|_, _| true).unwrap())
    };
    let former = bundle.newsroom.public();
    // Who knows that key alone believes whom it names.
    assert_eq!(found(vec![former.clone()]), Vec::<String>::new());
    assert_eq!(
        found(vec![present.public(), former]),
        ["manifest.json.minisig wrong-key"]
    );
    // So does who takes it in.
    bundle.room.json(CHIEF, &["key", "rotate"]);
    let taken = bundle.room.json(CHIEF, &["import", path.to_str().unwrap()]);
    assert!(
        taken
            .to_string()
            .contains("Another key than this newsroom’s signed it"),
        "{taken}"
    );
}

#[test]
fn a_forgery_is_named_even_where_the_newsrooms_key_signed_it() {
    let bundle = exported();
    assert_eq!(
        bundle.faults(&bundle.resigned(bundle.files.clone(), |_| {})),
        Vec::<String>::new()
    );
    for (what, damage) in FORGERIES {
        let mut files = bundle.files.clone();
        let (path, kind) = damage(&bundle, &mut files);
        let found = bundle.faults(&files);
        assert!(
            found.contains(&format!("{path} {kind}")),
            "{what}: {found:?}, not {path} {kind}"
        );
    }
}

#[test]
fn a_bundle_from_before_stages_had_names_still_verifies() {
    let bundle = exported();
    let older = bundle.resigned(bundle.files.clone(), |manifest| {
        for article in &mut manifest.articles {
            article.stages.clear();
            for approval in &mut article.approvals {
                approval.stage = None;
                let statement = Statement {
                    say: approval.say,
                    article: article.article,
                    revision: article.revision,
                    person: approval.person,
                    key: approval.key,
                    at: approval.at,
                    contributors: approval.contributors.clone(),
                    stage: None,
                };
                approval.signature =
                    press::statement::sign(&bundle.people[&approval.person], &statement).unwrap();
            }
        }
    });
    assert!(!String::from_utf8_lossy(&older["manifest.json"]).contains("stage"));
    assert_eq!(bundle.faults(&older), Vec::<String>::new());
}
