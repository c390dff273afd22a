//! Tests of the whole: the programs, the bundles, and the shape of the code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that can't go on says so by failing, in its helpers too, and one that counts says how many"
)]

mod activity;
mod architecture;
mod archives;
mod attacks;
mod backups;
mod bring_again;
mod bring_links;
mod bring_odd;
mod bring_old;
mod bring_parts;
mod bundle_counts;
mod bundle_faults;
mod busy;
mod checkout;
mod checks;
mod comment_faults;
mod comment_formats;
mod comments;
mod corrections;
mod crash;
mod damage;
mod desk;
mod details;
mod drafts;
mod editions;
mod exports;
mod journal;
mod judges;
mod kept_html;
mod keys;
mod learned;
mod list;
mod migrations;
mod newsroom;
mod notes;
mod office;
mod parts;
mod permissions;
mod pipeline;
mod places;
mod privacy;
mod queue;
mod reading;
mod receive;
mod release;
mod rules;
mod search;
mod signatures;
mod site;
mod spelling;
mod stages;
mod suggestions;
mod supply;
mod synced;
mod terminal;
mod tidy;
mod tokens;
mod typescript;
mod verdicts;
mod workflow;
