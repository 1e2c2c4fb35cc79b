//! The one place that knows the desk below: a thread that owns it, and a queue to it. What only reads does not queue.

use std::sync::mpsc::{self, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use chrono::Utc;
use fachuang_api::{
    BackupOutcome, BackupRun, Front, HallDone, HallNext, Host, Lookout, Next, Turn, TurnDone,
    whereabouts,
};
use fachuang_carrier::ObjectStores;
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::Random;
use tokio::sync::oneshot;

use crate::place::Places;

/// Memory of one password guess where the set-up measured nothing, as before it did.
const GUESS_MEMORY_KIB: u32 = 128 * 1024;
const GUESS_PASSES: u32 = 3;
const GUESS_LANES: u32 = 1;

enum Job {
    /// A request of the clerk's window.
    Ask(String, oneshot::Sender<Next>),
    /// The next step of one that takes many.
    GoOn(Turn, Option<TurnDone>, oneshot::Sender<Next>),
    /// A request of the citizen's window.
    AskAsCitizen(String, oneshot::Sender<String>),
    Settle(oneshot::Sender<()>),
    BackupIfDue(oneshot::Sender<Option<BackupRun>>),
    BackupEnded(BackupOutcome),
    Hall(Option<HallDone>, oneshot::Sender<HallNext>),
}

/// The desk answers no more.
#[derive(Debug, Clone, Copy)]
pub struct Closed;

/// The desk on its own thread. Requests are answered one after the other, in the order they came; those that only read
/// are answered beside it, so that a list does not wait for a backup.
pub struct Desk {
    lookout: Lookout,
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Desk {
    /// Opens the desk in the data folder of this start.
    pub fn open(places: &Places) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel();
        let started = Instant::now();
        let stopwatch = Arc::new(move || started.elapsed().as_millis() as u64);
        let front = Front::new(host(places))
            .measuring(stopwatch)
            .located(whereabouts(&places.data_dir))
            .reaching(Arc::new(ObjectStores::default()));
        let lookout = front.lookout();
        let thread = std::thread::Builder::new()
            .name("desk".to_owned())
            .spawn(move || work(front, &jobs))?;
        Ok(Self {
            lookout,
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Answers a request of the clerk's window; `None` when the desk is closed.
    pub async fn answer(&self, request: String) -> Option<String> {
        let lookout = self.lookout.clone();
        let beside = tauri::async_runtime::spawn_blocking(move || {
            let answer = lookout.call(&request);
            (request, answer)
        });
        match beside.await.ok()? {
            (_, Some(answer)) => Some(answer),
            (request, None) => self.ask(request).await,
        }
    }

    /// Answers a request on the desk's thread. One that takes more than one step queues for each of them, so that a save waits for
    /// no more than one.
    async fn ask(&self, request: String) -> Option<String> {
        let mut next = self.of_desk(|reply| Job::Ask(request, reply)).await?;
        loop {
            let (turn, done) = match next {
                Next::Answer(answer) => return Some(answer),
                Next::Turn(turn) => (turn, None),
                Next::Errand(turn, errand) => {
                    let run = tauri::async_runtime::spawn_blocking(move || errand.run());
                    // The panic hook has ended the program if the thread did not return.
                    (turn, Some(run.await.ok()?))
                }
            };
            next = self.of_desk(|reply| Job::GoOn(turn, done, reply)).await?;
        }
    }

    /// Answers a request of the citizen's window; `None` when the desk is closed.
    pub async fn answer_citizen(&self, request: String) -> Option<String> {
        self.of_desk(|reply| Job::AskAsCitizen(request, reply))
            .await
    }

    /// Returns when everything asked before is answered.
    pub async fn settle(&self) {
        // A desk that closed meanwhile has nothing left to settle.
        let _ = self.of_desk(Job::Settle).await;
    }

    /// Returns a backup to run now, if one is due; `Err` when the desk is closed.
    pub async fn backup_if_due(&self) -> Result<Option<BackupRun>, Closed> {
        self.of_desk(Job::BackupIfDue).await.ok_or(Closed)
    }

    /// Tells the desk what became of a backup.
    pub fn backup_ended(&self, outcome: BackupOutcome) {
        // A desk that closed meanwhile has stopped the backup and wants to hear nothing of it.
        self.send(Job::BackupEnded(outcome));
    }

    /// Goes on with the hall; `Err` when the desk is closed. Whatever was asked before is answered first.
    pub async fn hall_next(&self, done: Option<HallDone>) -> Result<HallNext, Closed> {
        self.of_desk(|reply| Job::Hall(done, reply))
            .await
            .ok_or(Closed)
    }

    /// Finishes what was asked, stops a running backup, closes the database and gives the data folder back.
    pub fn close(&self) {
        lock(&self.queue).take();
        if let Some(thread) = lock(&self.thread).take() {
            // The panic hook has ended the program if the thread did not end by itself.
            let _ = thread.join();
        }
    }

    /// Returns what the desk replies to a job; `None` when it is closed.
    async fn of_desk<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        if self.send(job(reply)) {
            answer.await.ok()
        } else {
            None
        }
    }

    fn send(&self, job: Job) -> bool {
        lock(&self.queue)
            .as_ref()
            .is_some_and(|queue| queue.send(job).is_ok())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the next job. While there is none, the search index catches up with what was imported, bit by bit.
fn next(front: &mut Front, jobs: &mpsc::Receiver<Job>) -> Option<Job> {
    loop {
        match jobs.try_recv() {
            Ok(job) => return Some(job),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if front.catch_up() => {}
            Err(TryRecvError::Empty) => return jobs.recv().ok(),
        }
    }
}

fn work(mut front: Front, jobs: &mpsc::Receiver<Job>) {
    while let Some(job) = next(&mut front, jobs) {
        match job {
            // A page that has gone needs no reply; what it asked is done.
            Job::Ask(request, reply) => drop(reply.send(front.ask(&request))),
            Job::GoOn(turn, done, reply) => drop(reply.send(front.go_on(turn, done))),
            Job::AskAsCitizen(request, reply) => drop(reply.send(front.call_rating(&request))),
            Job::Settle(reply) => {
                let _ = reply.send(());
            }
            Job::BackupIfDue(reply) => {
                // A clock that stopped while it waited leaves a run that nobody took.
                if let Err(Some(untaken)) = reply.send(front.backup_if_due()) {
                    front.stop_backup();
                    front.backup_ended(untaken.run());
                }
            }
            Job::BackupEnded(outcome) => front.backup_ended(outcome),
            Job::Hall(done, reply) => {
                // A hall that stopped while it waited begins a new round when it comes back.
                let _ = reply.send(front.hall_next(done));
            }
        }
    }
    front.stop_backup();
}

fn host(places: &Places) -> Host {
    Host {
        data_dir: places.data_dir.clone(),
        fonts_dir: places.fonts_dir.clone(),
        mountinfo: places.mountinfo.clone(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: Arc::new(|| Utc::now().timestamp_millis()),
        random: Box::new(SystemRandom),
        kdf: KdfCost::new(GUESS_MEMORY_KIB, GUESS_PASSES, GUESS_LANES)
            .expect("a constant above the least cost"),
    }
}

struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
