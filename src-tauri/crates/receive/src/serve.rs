//! The connections: how many, for how long, and how they end.

use crate::{
    Hops, Inbox, Site, Thanks, caller::Key, handle, rate::Rate, site::Sites, tally::Tally,
};
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use model::Time;
use std::{
    collections::HashMap,
    net::IpAddr,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};

/// Most connections at once.
const CONNECTIONS: u32 = 512;
/// Most of them from one address, where no proxy stands in front.
const OF_ONE: u32 = 32;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);
/// How long all of a connection may take.
const WHOLE: Duration = Duration::from_secs(40);
/// How long requests under way may take when the receiver is told to end.
const GRACE: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
const HEAD_BYTES: usize = 16 * 1024;
/// Most headers.
const HEADERS: usize = 64;
/// How often the counts are said, where there are new ones.
const NEWS: Duration = Duration::from_secs(60);

/// What the receiver is handed, since it may not reach for it.
#[derive(Debug, Clone, Copy)]
pub struct Hands {
    /// The clock.
    pub now: fn() -> Time,
    /// Fills with random bytes; false where there are none.
    pub random: fn(&mut [u8]) -> bool,
    /// Says a line to who runs the receiver.
    pub say: fn(&str),
}

/// What takes comments: where to, from whom, and what it says.
#[derive(Debug)]
pub struct Receiver {
    pub(crate) inbox: Inbox,
    pub(crate) hands: Hands,
    pub(crate) sites: Sites,
    pub(crate) hops: Hops,
    pub(crate) thanks: Option<Thanks>,
    pub(crate) rate: Rate,
    pub(crate) tally: Tally,
    open: Mutex<HashMap<Key, u32>>,
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

impl Receiver {
    /// One that takes every site's comments into `inbox`.
    #[must_use]
    pub fn new(inbox: Inbox, hands: Hands) -> Self {
        Self {
            inbox,
            hands,
            sites: Sites::default(),
            hops: Hops::Peer,
            thanks: None,
            rate: Rate::default(),
            tally: Tally::default(),
            open: Mutex::default(),
        }
    }

    /// The same that takes the comments of these sites alone, where there are any.
    #[must_use]
    pub fn of(mut self, sites: Vec<Site>) -> Self {
        self.sites = Sites(sites);
        self
    }

    /// The same that learns from a proxy where requests come from.
    #[must_use]
    pub fn behind(mut self, hops: Hops) -> Self {
        self.hops = hops;
        self
    }

    /// The same with the newsroom's own thanks.
    #[must_use]
    pub fn thanking(mut self, thanks: Option<Thanks>) -> Self {
        self.thanks = thanks;
        self
    }

    fn say_news(&self) {
        if let Some(news) = self.tally.news() {
            (self.hands.say)(&news);
        }
    }
}

/// One of an address's connections.
struct Open {
    receiver: Arc<Receiver>,
    key: Key,
}

impl Open {
    /// None where it has as many as one may.
    fn new(receiver: &Arc<Receiver>, peer: IpAddr) -> Option<Self> {
        let key = Key::of(peer);
        let mut open = receiver.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(key).or_default();
        if receiver.hops == Hops::Peer && *count >= OF_ONE {
            return None;
        }
        *count += 1;
        Some(Self {
            receiver: Arc::clone(receiver),
            key,
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = self
            .receiver
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

/// Takes comments until `stop` is there; then those under way are finished, and it returns.
pub async fn serve(listener: TcpListener, receiver: Receiver, stop: impl Future<Output = ()>) {
    let receiver = Arc::new(receiver);
    let router = Router::new()
        .fallback(handle::answer)
        .with_state(Arc::clone(&receiver));
    let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let (end, ended) = watch::channel(());
    let mut stop = pin!(stop);
    let mut news = tokio::time::interval(NEWS);
    // Its first tick comes at once, and is none: what is told first has a whole stretch behind it.
    news.tick().await;
    loop {
        let next = async {
            // Where there is no place, the next one waits in the system's own queue.
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            _ = news.tick() => {
                receiver.say_news();
                continue;
            }
            next = next => next,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => {
                let peer = peer.ip();
                let Some(open) = Open::new(&receiver, peer) else {
                    receiver.tally.count("connection-too-many");
                    continue;
                };
                let router = router.clone().layer(Extension(Peer(peer)));
                tokio::spawn(connection(stream, router, ended.clone(), place, open));
            }
            // Too many open files, or a connection that was gone before it was taken.
            (_, Err(_)) => {
                receiver.tally.count("connection-failed");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            (Err(_), _) => break,
        }
    }
    drop(listener);
    let _ = end.send(());
    let _ = tokio::time::timeout(GRACE, places.acquire_many(CONNECTIONS)).await;
    receiver.say_news();
}

async fn connection(
    stream: TcpStream,
    router: Router,
    mut ended: watch::Receiver<()>,
    place: OwnedSemaphorePermit,
    open: Open,
) {
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut served = pin!(served);
    let all = async {
        let first = tokio::select! {
            done = &mut served => Some(done),
            _ = ended.changed() => None,
        };
        if first.is_none() {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    };
    if tokio::time::timeout(WHOLE, all).await.is_err() {
        open.receiver.tally.count("connection-too-slow");
    }
    drop((open, place));
}
