//! The clock, the random source and the user's patience: what the desk is handed, since it may not reach for it.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use model::{Error, Result, Time, bundle::Stage};
use std::{
    io::{IsTerminal, Write},
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use uuid::{Builder, Uuid};

/// One run's clock reading, random bytes and progress.
pub struct Machine {
    /// When the command began; one moment for everything it does.
    pub now: Time,
    /// How many ids this run made so far.
    made: AtomicU64,
    quiet: bool,
    shown: OnceLock<Shown>,
}

/// How progress is shown, from the first step on.
struct Shown {
    bar: ProgressBar,
    /// Whether standard error is one.
    terminal: bool,
    /// Which stage was told of last, counted from 1.
    stage: AtomicUsize,
    since: Instant,
    /// The tenths of the work that were told of, where no bar can be drawn.
    told: AtomicU64,
}

/// Work that is done sooner needs no word about how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Set by the first Ctrl-C; long work sees it at its next step.
static STOP: AtomicBool = AtomicBool::new(false);

impl Machine {
    /// Reads the clock. With `quiet` no progress is shown.
    pub fn new(quiet: bool) -> Self {
        Self {
            now: clock(),
            made: AtomicU64::new(0),
            quiet,
            shown: OnceLock::new(),
        }
    }

    /// Fails early where the system gives no random bytes: an id made without them would not be one.
    ///
    /// # Errors
    /// `no-random` where the system has none.
    pub fn ready(&self) -> Result<()> {
        getrandom::fill(&mut [0; 1]).map_err(|cause| {
            Error::system(
                "no-random",
                format!("The system gives no random bytes: {cause}."),
            )
        })
    }

    /// Takes the bar off the screen, so that what is printed next stands on a clean line.
    pub fn finish(&self) {
        if let Some(shown) = self.shown.get() {
            shown.bar.finish_and_clear();
        }
    }
}

/// The time of the system's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the terminal is where the clock is read"
)]
pub fn clock() -> Time {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Random bytes; the process ends where there are none, since nothing safe can be made without.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        std::process::exit(5);
    }
    bytes
}

impl desk::Ids for Machine {
    /// UUIDv7 of this run's moment; those of one run sort in the order in which they were made.
    fn id(&self) -> Uuid {
        let count = self.made.fetch_add(1, Ordering::Relaxed);
        let millis = self.now.0.max(0).unsigned_abs().saturating_add(count >> 12);
        let mut bytes: [u8; 10] = random();
        let [_, _, _, _, _, _, high, low] = count.to_be_bytes();
        bytes[0] = high & 0x0f;
        bytes[1] = low;
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        random()
    }
}

impl desk::Progress for Machine {
    fn step(&self, done: u64, total: u64) -> bool {
        let shown = self.shown.get_or_init(Shown::begin);
        if !self.quiet {
            shown.step(done, total);
        }
        !STOP.load(Ordering::Relaxed)
    }

    fn stage(&self, stage: Stage, done: u64, total: u64) -> bool {
        let shown = self.shown.get_or_init(Shown::begin);
        let number = stage as usize + 1;
        if shown.stage.swap(number, Ordering::Relaxed) != number {
            shown.bar.set_message(match stage {
                Stage::Choosing => "choosing ",
                Stage::Printing => "printing ",
                Stage::Writing => "writing ",
                Stage::Packing => "packing ",
                Stage::Placing => "placing ",
                Stage::Articles => "articles ",
                Stage::Links => "links ",
                Stage::Comments => "comments ",
            });
        }
        self.step(done, total)
    }
}

impl Shown {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a person has waited is read from the clock"
    )]
    fn begin() -> Self {
        listen();
        Self {
            bar: drawn(),
            terminal: std::io::stderr().is_terminal(),
            stage: AtomicUsize::new(0),
            since: Instant::now(),
            told: AtomicU64::new(0),
        }
    }

    /// A bar where standard error is a terminal; elsewhere a line for each tenth of work that takes its time. What the steps are
    /// of differs from work to work, so they are told as a share alone, and not before it is known how many there are.
    fn step(&self, done: u64, total: u64) {
        if total == 0 {
            return;
        }
        if self.terminal {
            self.bar.set_length(total);
            self.bar.set_position(done);
            if self.bar.is_hidden() {
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            return;
        }
        let tenths = done.saturating_mul(10) / total;
        if self.since.elapsed() > PATIENCE && self.told.swap(tenths, Ordering::Relaxed) != tenths {
            // Progress that nobody can be told of is no reason to stop the work.
            let (what, percent) = (self.bar.message(), tenths * 10);
            let _ = writeln!(std::io::stderr(), "{what}{percent}%");
        }
    }
}

/// The bar, which is not shown before its first step.
fn drawn() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg}{bar:32} {percent}% {left}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    // Before anything is done nothing can be said of how long the rest takes.
    let left = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
        if state.pos() > 0 {
            let _ = write!(to, "{:#}", HumanDuration(state.eta()));
        }
    };
    ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        .with_style(style.with_key("left", left))
}

/// Every way of asking a program to end.
#[cfg(unix)]
struct Stops {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// None where whoever started the program had it outlive the session.
    hangup: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Stops {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let hangup = (!ignores_hangup()).then(|| signal(SignalKind::hangup()));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: hangup.transpose()?,
        })
    }

    async fn next(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = hangup => {}
        }
    }
}

/// Whether the program was started to go on when its terminal goes, as by `nohup`.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
struct Stops(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Stops {
    fn listen() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}

/// How many file handles listening takes at most.
const HANDLES: usize = 12;

/// From the first step of long work on, Ctrl-C, or the end of the session, asks it to stop at its next step, and a second one ends at once.
/// Before that a Ctrl-C ends the program as usual: nothing is half done, since every write is one transaction.
fn listen() {
    let (ready, listening) = std::sync::mpsc::channel();
    let listens = move || {
        if !handles_are_left() {
            return;
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            // Listened for from here on; only then may there be anything to leave behind.
            let stops = Stops::listen();
            let _ = ready.send(());
            let Ok(mut stops) = stops else { return };
            loop {
                stops.next().await;
                if STOP.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            }
        });
    };
    // Where nobody can listen, an interrupt ends the program as usual.
    let _ = std::thread::Builder::new().spawn(listens);
    let _ = listening.recv();
}

/// Whether as many file handles are left as listening takes: tokio breaks off where it gets none for its own.
fn handles_are_left() -> bool {
    let opened = (0..HANDLES).map(|_| std::fs::File::open("/dev/null"));
    cfg!(not(unix)) || opened.collect::<std::io::Result<Vec<_>>>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Machine, Shown};
    use desk::{Ids, Progress};
    use model::bundle::Stage;

    #[test]
    fn ids_of_one_run_sort_as_they_were_made_and_are_version_7() {
        let machine = Machine::new(true);
        let made: Vec<_> = (0..10_000).map(|_| machine.id()).collect();
        assert!(made.is_sorted());
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn there_is_no_bar_before_it_is_known_how_much_there_is() {
        let machine = Machine::new(false);
        let shown = machine.shown.get_or_init(|| Shown {
            terminal: true,
            ..Shown::begin()
        });
        machine.stage(Stage::Articles, 0, 0);
        assert_eq!((shown.bar.length(), shown.bar.is_hidden()), (None, true));
        machine.stage(Stage::Articles, 1, 4);
        assert_eq!((shown.bar.length(), shown.bar.position()), (Some(4), 1));
        assert_eq!(shown.bar.message(), "articles ");
    }
}
