//! The library as a whole: made, shown, set, checked, backed up; and the step back.

mod activity;
pub(crate) mod address;
mod ahead;
mod care;
mod create;
mod exit;
mod moment;
mod sample;
mod show;
mod undo;
mod who_undoes;

pub use activity::{
    ActivityAsk, ActivityExport, ActivityKind, ActivityList, activity, export_activity,
};
pub use care::{Backup, Check, Stats, backup, check, repair, restore, stats};
pub use create::create;
pub use exit::{Export, export, from_export};
pub use moment::{Moment, moment};
pub use show::{Set, SettingsChange, Show, set, show};
pub use undo::{Undo, undo};

pub(crate) use care::expire_backups;
pub(crate) use undo::{Last, undo_last};
