//! The library as a whole: made, shown, set, checked, backed up; and the step back.

mod activity;
pub(crate) mod address;
mod ahead;
mod backups;
mod care;
mod create;
mod exit;
mod moment;
mod rest;
mod sample;
mod show;
mod since;
mod still;
mod synced;
mod undo;
mod undone;
mod who_undoes;

pub use activity::{
    ActivityAsk, ActivityExport, ActivityKind, ActivityList, activity, export_activity,
};
pub use backups::{
    Backup, Backups, Plan, RemoveBackup, RestoreBackup, backup, backups, plan,
    remove as remove_backup, restore, restore_known, unasked as back_up_unasked,
};
pub use care::{Check, Repaired, Stats, check, make_again, repair, stats};
pub use create::create;
pub use exit::{Export, export, from_export};
pub use moment::{Moment, moment};
pub use rest::Rest;
pub use show::{Set, SettingsChange, Show, set, show};
pub use synced::{Settle, must_be_here, settle, settle_from};
pub use undo::{Undo, undo};

pub(crate) use backups::expire_backups;
pub(crate) use undo::{Last, undo_last};
