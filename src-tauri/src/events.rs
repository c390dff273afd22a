//! What the page is told without asking: that the library changed elsewhere, and how far a long job is.

use crate::{ids, state::Shell};
use desk::Progress;
use model::bundle::Stage;
use serde::Serialize;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tauri::{AppHandle, Emitter, Manager};

/// How often the library is asked whether someone else wrote to it.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The least time between two reports of one job: ten a second.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// How long a job must have run before its end can be guessed.
const GUESS_AFTER: Duration = Duration::from_millis(500);

/// Emits `changed` whenever another process wrote to the library, until the window closes.
pub fn watch(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut seen = changes(&app).await;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = changes(&app).await;
            if now.is_some() && now != seen {
                seen = now;
                tell(&app, "changed", ());
            }
        }
    });
}

/// The library's number of changes; none where it can't be read just now. It is also when a key is forgotten that nobody
/// used for a while.
async fn changes(app: &AppHandle) -> Option<i64> {
    let app = app.clone();
    let asked = tauri::async_runtime::spawn_blocking(move || {
        let shell = app.state::<Shell>();
        desk::key::expire(&shell.desk, ids::now())?;
        shell.behind.save(&shell);
        shell.desk.changes()
    })
    .await;
    match asked {
        Ok(Ok(number)) => Some(number),
        Ok(Err(error)) => {
            tracing::warn!("the library was not looked at: {}", error.code);
            None
        }
        Err(_) => None,
    }
}

/// Sends an event to the page; a window that is gone hears nothing.
pub fn tell<T: Serialize + Clone>(app: &AppHandle, event: &str, payload: T) {
    if app.emit_to("main", event, payload).is_err() {
        tracing::warn!("“{event}” was not sent");
    }
}

/// The stop signal: each job compares the number of stops with what it was when the job began, so that a stop reaches
/// all that run and none that begins later.
#[derive(Default)]
pub struct Jobs {
    stops: AtomicU64,
}

impl Jobs {
    /// Stops every job that runs now.
    pub fn cancel(&self) {
        self.stops.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of stops so far.
    fn stops(&self) -> u64 {
        self.stops.load(Ordering::Relaxed)
    }
}

/// How far a job is. `left_ms` is what it may still take, where that can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Report {
    job: &'static str,
    done: u64,
    total: u64,
    left_ms: Option<u64>,
    /// What is being done, of work that has stages.
    stage: Option<Stage>,
    /// How many things are behind, where the work counts them.
    counted: Option<u64>,
}

/// Reports a job's progress to the page, at most ten times a second.
pub struct Teller<'a> {
    app: &'a AppHandle,
    job: &'static str,
    jobs: &'a Jobs,
    stops: u64,
    pace: Mutex<Pace>,
    counted: AtomicU64,
}

impl<'a> Teller<'a> {
    /// Reports on `job`, which begins now.
    pub fn new(app: &'a AppHandle, job: &'static str, jobs: &'a Jobs) -> Self {
        Self {
            app,
            job,
            jobs,
            stops: jobs.stops(),
            pace: Mutex::new(Pace::new(instant())),
            counted: AtomicU64::new(0),
        }
    }
}

impl Teller<'_> {
    fn tell(&self, stage: Option<Stage>, done: u64, total: u64) -> bool {
        let told = self
            .pace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .step(instant(), done, total);
        if let Some(left_ms) = told {
            tell(
                self.app,
                "progress",
                Report {
                    job: self.job,
                    done,
                    total,
                    left_ms,
                    stage,
                    counted: Some(self.counted.load(Ordering::Relaxed)).filter(|n| *n > 0),
                },
            );
        }
        self.jobs.stops() == self.stops
    }
}

impl Progress for Teller<'_> {
    fn step(&self, done: u64, total: u64) -> bool {
        self.tell(None, done, total)
    }

    fn stage(&self, stage: Stage, done: u64, total: u64) -> bool {
        self.tell(Some(stage), done, total)
    }

    fn counted(&self, n: u64) {
        self.counted.store(n, Ordering::Relaxed);
    }
}

impl Drop for Teller<'_> {
    /// A job that was told of and then stopped or failed is over all the same: the page is told so.
    fn drop(&mut self) {
        let open = self
            .pace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .open;
        if let Some(total) = open {
            tell(
                self.app,
                "progress",
                Report {
                    job: self.job,
                    done: total,
                    total,
                    left_ms: Some(0),
                    stage: None,
                    counted: None,
                },
            );
        }
    }
}

/// Decides which steps are worth a report.
struct Pace {
    began: Instant,
    told: Instant,
    /// The total of a job that was told of, and not yet to its end.
    open: Option<u64>,
}

impl Pace {
    /// The pace of a job that begins at `now`.
    fn new(now: Instant) -> Self {
        Self {
            began: now,
            told: now,
            open: None,
        }
    }

    /// Whether a step is told, and with which guess of what is left. A job that is done at once is never told; one
    /// that was told is told to its end.
    fn step(&mut self, now: Instant, done: u64, total: u64) -> Option<Option<u64>> {
        let last = self.open.is_some() && done >= total;
        if !last && now.duration_since(self.told) < TELL_EVERY {
            return None;
        }
        self.told = now;
        self.open = (done < total).then_some(total);
        let ran = now.duration_since(self.began);
        // From hardly anything nothing is guessed.
        if ran < GUESS_AFTER || done == 0 || done < total / 50 {
            return Some(None);
        }
        let left = ran.as_millis() * u128::from(total.saturating_sub(done)) / u128::from(done);
        Some(u64::try_from(left).ok())
    }
}

/// The moment, to measure a job's pace with.
#[expect(
    clippy::disallowed_methods,
    reason = "a job's pace is the shell's to measure"
)]
fn instant() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::{Jobs, Pace, instant};
    use std::time::Duration;

    #[test]
    fn a_job_is_told_at_most_ten_times_a_second() {
        let start = instant();
        let mut pace = Pace::new(start);
        let told = (1..=1_000)
            .filter(|ms| {
                pace.step(start + Duration::from_millis(*ms), *ms, 10_000)
                    .is_some()
            })
            .count();
        assert_eq!(told, 10);
    }

    #[test]
    fn a_job_that_was_told_is_open_until_its_end_is_told() {
        let start = instant();
        let mut pace = Pace::new(start);
        assert_eq!(pace.open, None);
        pace.step(start + Duration::from_millis(150), 1, 4);
        assert_eq!(pace.open, Some(4));
        assert!(
            pace.step(start + Duration::from_millis(151), 4, 4)
                .is_some()
        );
        assert_eq!(pace.open, None);
    }

    #[test]
    fn what_is_left_follows_from_what_was_done() {
        let start = instant();
        let mut pace = Pace::new(start);
        assert_eq!(
            pace.step(start + Duration::from_millis(200), 1, 4),
            Some(None)
        );
        assert_eq!(
            pace.step(start + Duration::from_millis(1_000), 1, 4),
            Some(Some(3_000))
        );
        assert_eq!(
            pace.step(start + Duration::from_millis(1_001), 4, 4),
            Some(Some(0))
        );
    }

    #[test]
    fn nothing_is_guessed_from_hardly_anything() {
        let start = instant();
        let mut pace = Pace::new(start);
        let mut at = |seconds, done| pace.step(start + Duration::from_secs(seconds), done, 1_000);
        assert_eq!(at(1, 19), Some(None));
        assert_eq!(at(2, 20), Some(Some(98_000)));
    }

    #[test]
    fn numbers_of_any_size_are_no_trouble() {
        let start = instant();
        let mut pace = Pace::new(start);
        assert_eq!(pace.step(start + Duration::from_secs(1), 0, 0), Some(None));
        assert!(
            pace.step(start + Duration::from_secs(9), 1, u64::MAX)
                .is_some()
        );
        assert!(
            pace.step(start + Duration::from_secs(10), u64::MAX, 0)
                .is_some()
        );
    }

    #[test]
    fn a_stop_reaches_what_runs_and_not_what_comes() {
        let jobs = Jobs::default();
        let running = jobs.stops();
        jobs.cancel();
        assert_ne!(jobs.stops(), running);
        let later = jobs.stops();
        assert_eq!(jobs.stops(), later);
    }
}
