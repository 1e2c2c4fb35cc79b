//! The hall as it is used: two desks with the usual interval and a real clock; how long until one lists what the other
//! registers, through a folder and through an object store on this computer.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fachuang_api::{Front, HallNext, Lookout};
use fachuang_cli::host;
use serde_json::{Value, json};

use crate::Failure;
use crate::county::Dice;
use crate::desk::call;
use crate::figure::Figures;
use crate::server::{BUCKET, KEY_ID, SECRET, Server};

const ADMIN: (&str, &str) = ("admin", "Guanli-2026");
const PASSWORD: &str = "Ziji-2026";
const ONE_TIME: &str = "Yici-2026";
/// Seconds between two rounds unless set otherwise.
const SECONDS: u32 = 4;
const ROUNDS: usize = 20;
const LOOK_EVERY: Duration = Duration::from_millis(20);
const GIVE_UP: Duration = Duration::from_secs(60);
const SEEN_MS: f64 = 10_000.0;

/// A desk with its program, which goes round by itself.
struct Desk {
    /// Login of the clerk who sits there; the administrator sees no ticket.
    clerk: &'static str,
    front: Arc<Mutex<Front>>,
    lookout: Lookout,
}

impl Desk {
    fn found(folder: &Path, mark: &str, clerk: &'static str) -> Result<Self, Failure> {
        let mut front = host::front(folder);
        call(
            &mut front,
            "set_up",
            json!({
                "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
                "complaintPhone": "0999-8000008", "deskName": format!("{mark}号窗口机"), "deviceMark": mark,
                "adminLogin": ADMIN.0, "adminName": "管理员", "adminPassword": ADMIN.1,
            }),
        )?;
        let lookout = front.lookout();
        let desk = Self {
            clerk,
            front: Arc::new(Mutex::new(front)),
            lookout,
        };
        desk.log_in(ADMIN)?;
        Ok(desk)
    }

    fn front(&self) -> MutexGuard<'_, Front> {
        self.front.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call(&self, command: &str, args: Value) -> Result<Value, Failure> {
        call(&mut self.front(), command, args)
    }

    fn log_in(&self, (login, password): (&str, &str)) -> Result<(), Failure> {
        let wish = json!({ "login": login, "password": password });
        self.call("log_in", wish).map(|_| ())
    }

    fn enrol(&self, card: &Value) -> Result<(), Failure> {
        let wish = json!({ "card": card["text"], "fingerprint": card["fingerprint"] });
        self.call("enrol_peer", wish).map(|_| ())
    }

    fn seat_clerk(&self) -> Result<(), Failure> {
        self.call(
            "add_staff",
            json!({
                "login": self.clerk, "name": "姚素琴", "role": "clerk", "windows": [], "phone": "", "unit": "",
                "oneTimePassword": ONE_TIME,
            }),
        )?;
        self.log_in((self.clerk, ONE_TIME))?;
        let change = json!({ "oldPassword": ONE_TIME, "newPassword": PASSWORD });
        self.call("change_password", change).map(|_| ())
    }

    /// Registers a visit and returns the number of its ticket.
    fn register(&self) -> Result<Value, Failure> {
        let visit = json!({
            "draftId": "", "channel": "counter", "receivedAt": "", "slipNumber": "", "referralOrgan": "", "referralNumber": "",
            "visitor": {
                "personId": "", "name": "褚望川", "gender": "", "birth": "", "idKind": "", "idKindText": "",
                "idNumber": "", "noDocumentReason": "未带证件", "phone": "19900010592", "address": "",
                "ethnicity": "", "education": "", "groups": [], "nameReading": "", "doNotCall": false,
                "doNotAnnounce": false, "broughtBy": "",
            },
            "tickets": [{
                "window": "consult", "matter": "劳动/欠薪", "summary": "工头写了一张欠条。", "requests": [],
                "parties": [], "materials": [], "fields": [], "told": [], "limitationKind": "", "limitationDay": "",
                "restricted": false, "conflictAnswers": [], "related": [], "sameMatterAs": "",
            }],
        });
        let mut done = self.call("register_visit", visit)?;
        Ok(done["tickets"][0]["number"].take())
    }

    /// The list shows a ticket as its newest.
    fn lists(&self, number: &Value) -> bool {
        let wish = json!({ "id": 1, "command": "list_tickets", "args": {
            "view": "all", "window": "", "state": "", "assignee": "", "group": "", "green": false, "text": "",
            "sort": "newest", "after": "", "limit": 1,
        } });
        let answer = self.lookout.call(&wish.to_string()).unwrap_or_default();
        let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        answer["ok"]["rows"][0]["number"] == *number
    }

    /// Goes round as the window does, until it is told to stop.
    fn drive(&self, stop: &AtomicBool) {
        let mut done = None;
        while !stop.load(Ordering::SeqCst) {
            let next = self.front().hall_next(done.take());
            match next {
                HallNext::Errand(errand) => done = Some(errand.run()),
                HallNext::Rest(seconds) => {
                    std::thread::sleep(Duration::from_secs(u64::from(seconds)));
                }
            }
        }
    }
}

/// Waits until something is so.
fn until(what: &str, is_so: impl Fn() -> bool) -> Result<Duration, Failure> {
    let begun = Instant::now();
    while begun.elapsed() < GIVE_UP {
        if is_so() {
            return Ok(begun.elapsed());
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Err(format!("hall: {what} takes more than {GIVE_UP:?}").into())
}

/// Measures through a folder and through an object store.
pub fn measure(scratch: &Path, figures: &mut Figures) -> Result<(), Failure> {
    let (one, other) = (
        Desk::found(&scratch.join("3"), "3", "yao")?,
        Desk::found(&scratch.join("4"), "4", "lin")?,
    );
    let (first, second) = (
        one.call("own_card", json!({}))?,
        other.call("own_card", json!({}))?,
    );
    one.enrol(&second)?;
    other.enrol(&first)?;
    let share = scratch.join("share");
    std::fs::create_dir(&share)?;
    let folder = json!({ "folder": share, "seconds": SECONDS });
    for desk in [&one, &other] {
        desk.call("set_hall", folder.clone())?;
        desk.seat_clerk()?;
    }
    let server = Server::start();
    let store = json!({
        "store": {
            "endpoint": server.endpoint(), "bucket": BUCKET, "prefix": "hall", "region": "", "keyId": KEY_ID,
            "plain": false,
        },
        "secret": SECRET, "seconds": SECONDS,
    });
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| one.drive(&stop));
        scope.spawn(|| other.drive(&stop));
        let measured = through("folder", &one, &other, figures).and_then(|()| {
            for desk in [&one, &other] {
                desk.log_in(ADMIN)?;
                desk.call("set_hall_store", store.clone())?;
                desk.log_in((desk.clerk, PASSWORD))?;
            }
            through("object store", &one, &other, figures)
        });
        stop.store(true, Ordering::SeqCst);
        measured
    })
}

fn through(place: &str, one: &Desk, other: &Desk, figures: &mut Figures) -> Result<(), Failure> {
    let first = one.register()?;
    until("the first ticket", || other.lists(&first))?;
    let mut dice = Dice::new(7);
    let mut taken = Vec::new();
    for _ in 0..ROUNDS {
        // Whoever registers does not know when a round begins.
        let wait = dice.below(SECONDS as usize * 1_000);
        std::thread::sleep(Duration::from_millis(wait as u64));
        let number = one.register()?;
        taken.push(until("a ticket", || other.lists(&number))?);
    }
    let ms = taken.iter().map(|one| one.as_secs_f64() * 1000.0).collect();
    let name = format!("hall: a ticket is listed by the other desk, {place}");
    figures.add_values(&name, ms, "ms", Some(SEEN_MS));
    Ok(())
}
