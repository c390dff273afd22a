//! Who sent the comments of a part: private data into local rows, and of each row only a commitment goes on.

use super::text::one_line;
use crate::Hand;
use model::{CommenterId, Result, comment::Sent};
use std::collections::HashMap;
use store::{Txn, comment::Commenter};

/// Those that were met, by name and e-mail.
#[derive(Default)]
pub(super) struct Senders(HashMap<(String, Option<String>), Met>);

/// One of them, as they were met last.
struct Met {
    id: CommenterId,
    commitment: String,
    address: Option<String>,
    site: Option<String>,
}

impl Senders {
    /// The commenter's local row, made where there is none, and the commitment to what it holds.
    pub(super) fn of(
        &mut self,
        txn: &Txn,
        hand: &Hand,
        sent: &Sent,
    ) -> Result<(CommenterId, String)> {
        let line = |text: &Option<String>| {
            text.as_deref()
                .map(one_line)
                .filter(|text| !text.is_empty())
        };
        let email = line(&sent.email).map(|email| email.to_lowercase());
        let name = one_line(&sent.author);
        let (address, site) = (line(&sent.address), line(&sent.site));
        let who = (name, email);
        let (name, email) = &who;
        // Whoever says neither is someone else each time.
        let nobody = name.is_empty() && email.is_none();
        if let Some(met) = self.0.get(&who).filter(|_| !nobody) {
            let says = |now: &Option<String>, was: &Option<String>| now.is_none() || now == was;
            if says(&address, &met.address) && says(&site, &met.site) {
                return Ok((met.id, met.commitment.clone()));
            }
        }
        if let Some(email) = email {
            store::comment::know_banned(txn, email, hand.now)?;
        }
        let known = match nobody {
            true => None,
            false => store::comment::commenter_named(txn, name, email.as_deref())?,
        };
        let id = known.unwrap_or_else(|| CommenterId(txn.id()));
        store::comment::keep_commenter(
            txn,
            id,
            &Commenter {
                salt: hand.salt(),
                name: name.clone(),
                email: email.clone(),
                address,
                site,
                seen: hand.now.to_string(),
            },
        )?;
        let private = store::comment::commenter(txn, id)?.unwrap_or_default();
        let commitment = private.commitment()?;
        if !nobody {
            let met = Met {
                id,
                commitment: commitment.clone(),
                address: private.address,
                site: private.site,
            };
            self.0.insert(who, met);
        }
        Ok((id, commitment))
    }
}
