//! What people signed of the texts of a bundle: every yes, and every word of what came in as it was published elsewhere.

use super::{Found, short, signer};
use crate::{print, statement};
use model::{
    KeyId, Result, VerdictId,
    article::{Standing, Verdict, standing},
    bundle::{self, BundleKind, Manifest, ManifestArticle, ManifestKey, Renewer, Revoked},
    signed::{Attestation, Say, Statement},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// What holds of what people signed, in the edition's order.
#[derive(Default)]
pub(super) struct Said {
    /// Every yes.
    pub(super) approvals: Vec<bundle::Signed>,
    /// Every word of an import.
    pub(super) imported: Vec<bundle::Imported>,
}

/// Whether the approvals of every article are what they say, and enough, looked at on every core; those that are what they say.
pub(super) fn all(manifest: &Manifest, revoked: &[Revoked], found: &mut Found) -> Result<Said> {
    let keys: BTreeMap<KeyId, &ManifestKey> =
        manifest.keys.iter().map(|key| (key.key, key)).collect();
    let parts = Mutex::new(BTreeMap::new());
    print::each(&manifest.articles, &|at, article| {
        let (mut said, mut found) = (Said::default(), Found(vec![], vec![]));
        let imported = imported((&keys, revoked), article, &mut found);
        approved(
            manifest,
            (&keys, revoked),
            (article, imported.is_some()),
            (&mut found, &mut said.approvals),
        );
        said.imported.extend(imported);
        let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(at, (said, found));
        Ok(())
    })?;
    let mut all = Said::default();
    for (said, Found(faults, notices)) in parts
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .into_values()
    {
        all.approvals.extend(said.approvals);
        all.imported.extend(said.imported);
        found.0.extend(faults);
        found.1.extend(notices);
    }
    Ok(all)
}

/// The signed word that an article's text came in as it was published elsewhere, where it holds; a fault where it does not.
fn imported(
    (keys, revoked): (&BTreeMap<KeyId, &ManifestKey>, &[Revoked]),
    article: &ManifestArticle,
    found: &mut Found,
) -> Option<bundle::Imported> {
    let import = article.imported.as_ref()?;
    let says = Attestation {
        article: article.article,
        revision: article.revision,
        person: import.person,
        key: import.key,
        at: import.at,
        source: import.source.clone(),
        address: import.address.clone(),
    };
    let key = keys
        .get(&import.key)
        .filter(|key| key.person == Some(import.person));
    let Some(key) = key else {
        let detail = "Who says that it was imported has a key that the manifest does not name.";
        found.add(&article.page, "unapproved", detail);
        return None;
    };
    if !statement::attests(&key.public, &says, &import.signature) {
        let detail = format!("What {} says of its import is not of this text.", key.name);
        found.add(&article.page, "unapproved", detail);
        return None;
    }
    signer::counted(key, (article, "import", import.at), revoked, found).then(|| bundle::Imported {
        article: article.article,
        title: short(&article.title),
        person: short(&key.name),
        at: import.at,
        from: short(import.address.as_ref().unwrap_or(&import.source)),
        sealed: key.sealed,
    })
}

fn approved(
    manifest: &Manifest,
    (keys, revoked): (&BTreeMap<KeyId, &ManifestKey>, &[Revoked]),
    (article, imported): (&ManifestArticle, bool),
    (found, signed): (&mut Found, &mut Vec<bundle::Signed>),
) {
    let mut verdicts = vec![];
    for approval in &article.approvals {
        let said = Statement {
            say: approval.say,
            article: article.article,
            revision: article.revision,
            person: approval.person,
            key: approval.key,
            at: approval.at,
            contributors: approval.contributors.clone(),
            stage: approval.stage.clone(),
        };
        let key = keys
            .get(&approval.key)
            .filter(|key| key.person == Some(approval.person));
        match key {
            None => found.add(
                &article.page,
                "unapproved",
                "An approval is by a key that the manifest does not name.",
            ),
            Some(key) if !statement::verify(&key.public, &said, &approval.signature) => {
                found.add(
                    &article.page,
                    "unapproved",
                    format!("The approval by {} is not of this text.", key.name),
                );
            }
            Some(_) if approval.say == Say::RequestChanges => {
                found.add(
                    &article.page,
                    "unapproved",
                    "A request for changes is no approval.",
                );
            }
            Some(key)
                if !signer::counted(key, (article, "approval", approval.at), revoked, found) => {}
            Some(key) => {
                signed.push(of(key, article, &said));
                verdicts.push(Verdict {
                    id: VerdictId(approval.key.0),
                    person: approval.person,
                    say: approval.say,
                    stage: approval.stage.clone(),
                    contributors: approval.contributors.clone(),
                });
            }
        }
    }
    if manifest.four_eyes && article.approved && !article.four_eyes {
        found.add(
            &article.page,
            "unapproved",
            "The bundle says that four eyes saw everything, and they did not see this.",
        );
    }
    enough(manifest, (article, imported), &verdicts, found);
}

/// Whether what was said of a text is what the bundle needs of it.
fn enough(
    manifest: &Manifest,
    (article, imported): (&ManifestArticle, bool),
    verdicts: &[Verdict],
    found: &mut Found,
) {
    let stands = matches!(
        standing(verdicts, article.four_eyes, &article.stages),
        Standing::Approved(_)
    );
    let may = imported || stands && article.approved;
    if manifest.kind == BundleKind::Release && !may {
        found.add(
            &article.page,
            "unapproved",
            "Its text is not approved as it stands.",
        );
    } else if article.approved && !stands {
        found.add(
            &article.page,
            "unapproved",
            "It calls itself approved and is not.",
        );
    }
}

/// A yes that holds, for whoever reads the result.
fn of(key: &ManifestKey, article: &ManifestArticle, said: &Statement) -> bundle::Signed {
    bundle::Signed {
        article: article.article,
        title: short(&article.title),
        person: short(&key.name),
        say: said.say,
        stage: said.stage.clone(),
        at: said.at,
        sealed: key.sealed,
        renewed_by: key.renewed_by.as_ref().map(|by| Renewer {
            name: short(&by.name),
            ..*by
        }),
    }
}
