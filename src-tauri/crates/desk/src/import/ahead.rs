//! Reading ahead: an archive is read and its texts are worked out on one core while another writes. What is read stands in a
//! queue that holds only so much, in the order in which it was read, so that what comes of it is the same as one after the other.

use model::{Error, Result};
use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, Builder},
};

/// How much waits to be written, in bytes of text, and how many things: one may be larger than that, by itself.
const MOST: usize = 4 << 20;
const MANY: usize = 256;

/// While fewer wait, whoever writes is waiting, or is about to.
const FEW: usize = 32;

/// What was read and is not written yet.
struct Queue<T> {
    all: VecDeque<(T, usize)>,
    bytes: usize,
    /// No more is to come.
    ended: bool,
    /// Nobody takes more.
    stopped: bool,
}

/// The way from who reads to who writes.
pub(crate) struct Way<T> {
    queue: Mutex<Queue<T>>,
    /// Something changed in it.
    changed: Condvar,
}

impl<T> Way<T> {
    fn queue(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, queue: MutexGuard<'a, Queue<T>>) -> MutexGuard<'a, Queue<T>> {
        let waited = self.changed.wait(queue);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether whoever writes has little left: what can be worked out there as well is then left to them.
    pub(crate) fn is_awaited(&self) -> bool {
        self.queue().all.len() < FEW
    }

    /// Gives what was read, with how many bytes it holds, once there is room for it.
    ///
    /// # Errors
    /// `cancelled` where nobody takes it.
    pub(crate) fn give(&self, one: T, bytes: usize) -> Result<()> {
        let mut queue = self.queue();
        while !queue.stopped
            && !queue.all.is_empty()
            && (queue.bytes + bytes > MOST || queue.all.len() >= MANY)
        {
            queue = self.wait(queue);
        }
        if queue.stopped {
            return Err(Error::refused("cancelled", "Nobody takes what is read."));
        }
        queue.bytes += bytes;
        queue.all.push_back((one, bytes));
        drop(queue);
        self.changed.notify_all();
        Ok(())
    }

    fn next(&self) -> Option<T> {
        let mut queue = self.queue();
        loop {
            if let Some((one, bytes)) = queue.all.pop_front() {
                queue.bytes -= bytes;
                // Whoever reads goes on once there is room for a good deal.
                let room = queue.bytes <= MOST / 2 && queue.all.len() <= MANY / 2;
                drop(queue);
                if room {
                    self.changed.notify_all();
                }
                return Some(one);
            }
            if queue.ended {
                return None;
            }
            queue = self.wait(queue);
        }
    }
}

/// Says that one side is gone, however it went.
struct Leaves<'a, T>(&'a Way<T>, fn(&mut Queue<T>));

impl<T> Drop for Leaves<'_, T> {
    fn drop(&mut self) {
        (self.1)(&mut self.0.queue());
        self.0.changed.notify_all();
    }
}

/// Takes each thing that `read` gives here, while `read` goes on elsewhere.
///
/// # Errors
/// `no-thread` where the system gives none; what `take` says first; else what `read` does.
pub(crate) fn ahead<T: Send, R: Send>(
    read: impl FnOnce(&Way<T>) -> Result<R> + Send,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<R> {
    let way = Way {
        queue: Mutex::new(Queue {
            all: VecDeque::new(),
            bytes: 0,
            ended: false,
            stopped: false,
        }),
        changed: Condvar::new(),
    };
    let way = &way;
    thread::scope(|scope| {
        let reading = Builder::new().spawn_scoped(scope, move || {
            let _end = Leaves(way, |queue| queue.ended = true);
            read(way)
        });
        let reading = reading.map_err(|_| {
            Error::system(
                "no-thread",
                "The system gives this program no further thread.",
            )
            .hint("End other programs, and take it in again.")
        })?;
        let taken = {
            let _stop = Leaves(way, |queue| queue.stopped = true);
            loop {
                match way.next().map(&mut take) {
                    Some(Ok(())) => {}
                    Some(Err(error)) => break Err(error),
                    None => break Ok(()),
                }
            }
        };
        let read = match reading.join() {
            Ok(read) => read,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        taken.and(read)
    })
}

#[cfg(test)]
mod tests {
    use super::{MANY, MOST, ahead};
    use model::Error;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn all_is_taken_in_order_and_little_waits() {
        let (given, mut taken) = (AtomicUsize::new(0), vec![]);
        let read = ahead(
            |way| {
                for n in 0..5000 {
                    way.give(n, MOST / 100)?;
                    given.fetch_add(1, Ordering::SeqCst);
                }
                way.give(5000, MOST * 3)?;
                Ok("read")
            },
            |n: usize| {
                assert!(given.load(Ordering::SeqCst) <= n + MANY.min(101) + 1);
                taken.push(n);
                Ok(())
            },
        );
        assert_eq!(read, Ok("read"));
        assert_eq!(taken, (0..=5000).collect::<Vec<_>>());
    }

    #[test]
    fn who_takes_no_more_stops_the_reading_and_a_failed_reading_is_said_after_what_came() {
        let no = || Error::usage("no", "No more.");
        let mut given = 0;
        let stopped = ahead::<_, ()>(
            |way| loop {
                way.give((), 1)?;
                given += 1;
            },
            |()| Err::<(), _>(no()),
        );
        assert_eq!(stopped, Err(no()));
        assert!(given <= MANY + 1);
        let mut taken = 0;
        let failed = ahead(
            |way| {
                way.give((), 1)?;
                Err::<(), _>(no())
            },
            |()| {
                taken += 1;
                Ok(())
            },
        );
        assert_eq!((failed, taken), (Err(no()), 1));
    }
}
