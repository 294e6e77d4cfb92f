//! Who does what at the same time: one thread reads what the editor sends, one writes what it is told, one checks. The
//! server itself stands between them and waits for none, so that an editor which only writes, or which reads late, holds up
//! nobody but itself.

use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::Builder;

use super::framing::{read_message, write_message};
use super::outbox::Outbox;
use super::work::{Done, Work};

/// Bytes of messages that may be read ahead of the server, which takes them at once unless it is starting.
const AHEAD: usize = 8 << 20;
/// What a message costs beside its bytes.
const OVERHEAD: usize = 64;
/// Memory for the calls of the thread that checks: as much as a main thread has.
const STACK: usize = 8 << 20;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The editor sent a message.
    Message(Vec<u8>),
    /// It will send no more, in order or, with words for people, because what it sent is no message.
    End(Option<String>),
    /// It reads no more.
    Deaf,
    /// A piece of work is done.
    Done(Done),
}

/// ReadAhead for what is read ahead.
#[derive(Debug, Default)]
pub struct ReadAhead {
    taken: Mutex<usize>,
    freed: Condvar,
}

impl ReadAhead {
    /// Takes room for a message, as soon as there is some.
    fn take(&self, bytes: usize) {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = self.freed.wait_while(taken, |taken| *taken > AHEAD);
        *taken.unwrap_or_else(PoisonError::into_inner) += bytes + OVERHEAD;
    }

    /// Gives back the room of a message of so many bytes.
    pub fn free(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(bytes + OVERHEAD);
        self.freed.notify_all();
    }
}

/// Tells of each message that can be read, and of the end.
pub fn listen(mut from: impl BufRead, events: &Sender<Event>, room: &ReadAhead) {
    let end = loop {
        match read_message(&mut from) {
            Ok(Some(body)) => {
                room.take(body.len());
                if events.send(Event::Message(body)).is_err() {
                    return;
                }
            }
            Ok(None) => break None,
            Err(fault) => break Some(fault),
        }
    };
    // Where the server is gone, nobody waits for this.
    let _ = events.send(Event::End(end));
}

/// Writes what is left in the outbox, until nobody reads any more.
pub fn speak(mut to: impl Write, events: &Sender<Event>, outbox: &Outbox) {
    while let Some(message) = outbox.next() {
        if write_message(&mut to, &message).is_err() {
            outbox.close();
            let _ = events.send(Event::Deaf);
        }
    }
}

/// The threads of a server.
pub struct Threads {
    /// What happened, in order.
    pub events: Receiver<Event>,
    /// ReadAhead for messages.
    pub room: Arc<ReadAhead>,
    work: Option<Sender<Work>>,
}

impl Threads {
    /// Starts them.
    ///
    /// # Errors
    /// What the system says when it gives no threads.
    pub fn start(outbox: &Arc<Outbox>) -> std::io::Result<Self> {
        let (tell, events) = channel();
        let room = Arc::new(ReadAhead::default());
        let (reader, its_room) = (tell.clone(), Arc::clone(&room));
        Builder::new().spawn(move || listen(std::io::stdin().lock(), &reader, &its_room))?;
        let (writer, its_outbox) = (tell.clone(), Arc::clone(outbox));
        Builder::new().spawn(move || speak(std::io::stdout().lock(), &writer, &its_outbox))?;
        let (work, orders) = channel::<Work>();
        let checker = Builder::new().stack_size(STACK).spawn(move || {
            let mut next = orders.recv().ok();
            // What the archive comes to is worked out once for all work under the same rules.
            while let Some(first) = next.take() {
                let (engine, archive) = (Arc::clone(&first.job.engine), first.archive.clone());
                let weighing = archive.as_ref().map(|tally| engine.weigh(tally));
                let mut work = Some(first);
                while let Some(known) = work.take() {
                    if tell.send(Event::Done(known.run_against(weighing.as_ref()))).is_err() {
                        return;
                    }
                    next = orders.recv().ok();
                    let is_same = |next: &mut Work| Arc::ptr_eq(&next.job.engine, &engine);
                    work = next.take_if(is_same);
                }
            }
        });
        Ok(Self { events, room, work: checker.is_ok().then_some(work) })
    }

    /// Has a piece of work done. Where there is no thread for it, it is done on the spot.
    pub fn order(&self, work: Work) -> Option<Done> {
        match &self.work {
            Some(orders) => match orders.send(work) {
                Ok(()) => None,
                Err(back) => Some(back.0.run()),
            },
            None => Some(work.run()),
        }
    }
}
