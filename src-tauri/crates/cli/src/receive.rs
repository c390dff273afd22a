//! `copydesk receive`: arguments, signals, the clock and the random source for the receiver of comments.

use crate::{machine, out::Out, outcome::Outcome};
use clap::{Args, ValueEnum};
use model::{Error, Result};
use receive::{Hands, Hops, Inbox, Receiver, Site, Thanks};
use serde_json::json;
use std::{io::Write, path::PathBuf};
use tokio::net::TcpListener;

/// Most threads that write comments; each waits for the disk.
const WRITERS: usize = 16;

#[derive(Debug, Args)]
pub struct Ask {
    /// Where to listen, as 127.0.0.1:8093; port 0 is any that is free
    #[arg(long, value_name = "ADDR")]
    listen: String,
    /// The folder that each comment becomes a file in
    #[arg(long, value_name = "DIR")]
    inbox: PathBuf,
    /// A site whose forms are taken, as https://example.org; may be said again [default: every site’s]
    #[arg(long = "site", value_name = "ORIGIN")]
    sites: Vec<String>,
    /// A proxy stands in front: readers’ addresses come from the last entry of this header of its
    #[arg(
        long,
        value_name = "HEADER",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "x-forwarded-for"
    )]
    behind_proxy: Option<Header>,
    /// What the page says once a comment has arrived, in place of Copydesk’s own words
    #[arg(long, value_name = "TEXT")]
    thanks: Option<String>,
    /// How many comments may wait in the folder
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
    at_most: u64,
}

/// In which header a proxy writes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Header {
    XForwardedFor,
    Forwarded,
}

/// Takes comments until it is interrupted or told to end.
///
/// # Errors
/// `bad-site`, `bad-thanks`; `no-inbox`, `inbox-not-writable`, `address-in-use`, `no-listening`.
pub fn run(ask: Ask, out: &mut Out) -> Result<Outcome> {
    let sites = ask
        .sites
        .iter()
        .map(|site| Site::new(site))
        .collect::<Result<_>>()?;
    let thanks = ask.thanks.as_deref().map(Thanks::new).transpose()?;
    let inbox = Inbox::open(&ask.inbox, ask.at_most, machine::clock())?;
    let hands = Hands {
        now: machine::clock,
        random: |bytes| getrandom::fill(bytes).is_ok(),
        say,
    };
    let receiver = Receiver::new(inbox, hands)
        .of(sites)
        .behind(match ask.behind_proxy {
            None => Hops::Peer,
            Some(Header::XForwardedFor) => Hops::XForwardedFor,
            Some(Header::Forwarded) => Hops::Forwarded,
        })
        .thanking(thanks);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(WRITERS)
        .enable_all()
        .build()
        .map_err(|cause| no_listening(&ask.listen, &cause))?;
    runtime.block_on(async {
        let stop = stopped().map_err(|cause| no_listening(&ask.listen, &cause))?;
        let listener = TcpListener::bind(&ask.listen)
            .await
            .map_err(|cause| no_listening(&ask.listen, &cause))?;
        let at = listener
            .local_addr()
            .map_err(|cause| no_listening(&ask.listen, &cause))?;
        if out.json {
            out.value(&json!({"listening": format!("http://{at}"), "inbox": ask.inbox}))?;
        } else {
            out.line(format!("http://{at}"))?;
        }
        out.flush()?;
        receive::serve(listener, receiver, stop).await;
        Ok(Outcome::Done)
    })
}

fn no_listening(address: &str, cause: &std::io::Error) -> Error {
    use std::io::ErrorKind as E;
    match cause.kind() {
        E::AddrInUse => Error::system(
            "address-in-use",
            format!("Another program listens on {address}."),
        )
        .hint("End that one, or choose another port."),
        E::InvalidInput => Error::usage("bad-address", format!("“{address}” is not an address."))
            .hint("Write it with a port, as 127.0.0.1:8093."),
        _ => Error::system(
            "no-listening",
            format!("{address} can’t be listened on: {cause}."),
        ),
    }
}

/// Standard error, with one line of counts now and then; nobody can be told that it is gone.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Ends with the first Ctrl-C or, on Unix, SIGTERM. It listens from the moment that this returns; a second Ctrl-C ends
/// the program at once.
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let (mut interrupt, mut terminate) = {
        use tokio::signal::unix::{SignalKind, signal};
        (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        )
    };
    #[cfg(windows)]
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(windows)]
        interrupt.recv().await;
        tokio::spawn(async move {
            interrupt.recv().await;
            std::process::exit(130);
        });
    })
}
