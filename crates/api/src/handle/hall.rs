//! The hall beside the work of the desk: rounds through the shared place, and how they stand.

use std::path::PathBuf;
use std::sync::Arc;

use fachuang_core::account::role::Right;
use fachuang_core::chance::Random;
use fachuang_core::desk::{Desk, key};
use fachuang_core::exchange::hall::{
    Brought, Carrier, Errand, FolderCarrier, Hall, PlaceFault, Store, Stores, mailbox, round,
    try_out,
};
use fachuang_core::exchange::{PeerState, Relation, export, peer};
use fachuang_core::storage::whereabouts::Found;
use fachuang_core::time;

use super::exchange::small;
use super::package;
use super::turn::Begun;
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::hall::{HallPeer, HallState, HallStore, SetHall, SetHallStore};

/// Seconds between two rounds unless set otherwise: what one desk does is at another after two of them, within ten.
const SECONDS: u32 = 4;
const SECONDS_MIN: u32 = 3;
const SECONDS_MAX: u32 = 30;

/// Seconds to the next round while there is more to do.
const BUSY_SECONDS: u32 = 1;

/// Time after which a place that has not answered is called slow.
const SLOW_MS: i64 = 30_000;

/// What a front remembers of the hall from round to round.
#[derive(Debug, Default)]
pub(crate) struct HallWork {
    hall: Hall,
    /// Since when an errand is under way.
    errand_ms: Option<i64>,
    /// Code of what ended the last round at the desk.
    trouble: Option<&'static str>,
}

/// Where the desks of a hall exchange letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HallPlace {
    Folder(PathBuf),
    Store(Box<Store>),
}

impl HallPlace {
    /// Reaches the place as a device; nothing is asked of it yet.
    fn reach(&self, own: u32, stores: Option<&dyn Stores>) -> Result<Arc<dyn Carrier>, PlaceFault> {
        match self {
            Self::Folder(folder) => Ok(Arc::new(FolderCarrier::new(folder, own))),
            Self::Store(store) => stores.ok_or(PlaceFault::Missing)?.reach(store, own),
        }
    }
}

/// Something to be done at the place, away from the desk.
#[derive(Debug)]
pub struct HallErrand {
    place: HallPlace,
    own: u32,
    stores: Option<Arc<dyn Stores>>,
    errand: Errand,
}

/// What came of it.
#[derive(Debug)]
pub struct HallDone(Result<Brought, PlaceFault>);

/// What follows.
#[derive(Debug)]
pub enum HallNext {
    /// Must be handed back to [`Front::hall_next`] when it is done.
    Errand(HallErrand),
    /// Nothing for so many seconds.
    Rest(u32),
}

impl HallErrand {
    /// Does the errand; a slow place keeps nobody but the caller waiting.
    pub fn run(self) -> HallDone {
        let place = self.place.reach(self.own, self.stores.as_deref());
        HallDone(place.and_then(|place| self.errand.run(&*place)))
    }
}

/// The place of the hall, if there is one, and the seconds between two rounds.
fn setting(desk: &Desk) -> Answer<(Option<HallPlace>, u32)> {
    let view = desk.view();
    let seconds = view.local(key::HALL_SECONDS)?.parse().unwrap_or(SECONDS);
    let seconds = seconds.clamp(SECONDS_MIN, SECONDS_MAX);
    let folder = view.local(key::HALL_FOLDER)?;
    let place = match folder.is_empty() {
        true => Store::kept(&view)?.map(|store| HallPlace::Store(Box::new(store))),
        false => Some(HallPlace::Folder(PathBuf::from(folder))),
    };
    Ok((place, seconds))
}

impl Front {
    /// Goes on with the hall: one short piece of work at the desk. `done` is what the last errand brought.
    pub fn hall_next(&mut self, done: Option<HallDone>) -> HallNext {
        let settled = |found| !matches!(found, Found::OtherMachine | Found::OtherFolder);
        let now_ms = self.now_ms();
        let work = &mut self.hall;
        work.errand_ms = None;
        let open = self.open.as_mut().filter(|open| settled(open.found));
        let set = open.as_ref().and_then(|open| setting(&open.desk).ok());
        let (Some(open), Some((Some(place), seconds))) = (open, set) else {
            work.hall.break_off();
            return HallNext::Rest(SECONDS);
        };
        let program = &self.host.program_version;
        match work
            .hall
            .step(&mut open.desk, program, done.map(|done| done.0))
        {
            Ok(Some(errand)) => {
                work.errand_ms = Some(now_ms);
                HallNext::Errand(HallErrand {
                    place,
                    own: open.desk.tail().device,
                    stores: self.stores.clone(),
                    errand,
                })
            }
            Ok(None) => {
                work.trouble = None;
                HallNext::Rest(match work.hall.is_busy() {
                    true => BUSY_SECONDS,
                    false => seconds,
                })
            }
            Err(fault) => {
                work.trouble = Some(fault.code());
                HallNext::Rest(seconds)
            }
        }
    }

    /// Does one whole round through a place, for a front that may wait for it.
    ///
    /// # Errors
    /// `session.locked`, `right.missing`, and what keeps the place from serving.
    pub fn hall_round(&mut self, at: &HallPlace) -> Result<HallState, Refusal> {
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| Refusal::of("session.locked"))?;
        open.actor.require(Right::Exchange)?;
        let own = open.desk.tail().device;
        let place = at
            .reach(own, self.stores.as_deref())
            .map_err(|fault| Refusal::of(fault.code()))?;
        let program = &self.host.program_version;
        round(&mut self.hall.hall, &mut open.desk, program, &*place)?;
        if let Some(fault) = self.hall.hall.fault() {
            return Err(Refusal::of(fault.code()));
        }
        let mut state = hall_state(self, Nothing {})?;
        (state.folder, state.store) = shown_place(Some(at));
        state.stage = "good".to_owned();
        Ok(state)
    }

    /// Forgets the round that was under way, when nobody is at the desk any more.
    pub(crate) fn leave_hall(&mut self) {
        self.hall = HallWork::default();
    }
}

/// Code of what is wrong with the folder or the rounds.
fn trouble(work: &HallWork, now_ms: i64) -> Option<&'static str> {
    let slow = work
        .errand_ms
        .is_some_and(|since| !(0..SLOW_MS).contains(&(now_ms - since)));
    match (work.hall.fault(), slow) {
        (Some(fault), _) => Some(fault.code()),
        (None, true) => Some("hall.place_slow"),
        (None, false) => work.trouble,
    }
}

/// Shows where the place is, without the secret.
fn shown_place(place: Option<&HallPlace>) -> (String, HallStore) {
    match place {
        Some(HallPlace::Folder(folder)) => (folder.to_string_lossy().into_owned(), no_store()),
        Some(HallPlace::Store(store)) => {
            let store = (**store).clone();
            let shown = HallStore {
                endpoint: store.endpoint,
                bucket: store.bucket,
                prefix: store.prefix,
                region: store.region,
                key_id: store.key_id,
                plain: store.plain,
            };
            (String::new(), shown)
        }
        None => (String::new(), no_store()),
    }
}

fn no_store() -> HallStore {
    HallStore {
        endpoint: String::new(),
        bucket: String::new(),
        prefix: String::new(),
        region: String::new(),
        key_id: String::new(),
        plain: false,
    }
}

fn shown(front: &Front, peer: &peer::Peer) -> Answer<HallPeer> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let mail = mailbox::of(view.connection, peer.device)?;
    let (trouble_text, trouble_hint) = match mail.fault.as_str() {
        "" => Default::default(),
        code => message::sentence(code, &peer.desk_name),
    };
    Ok(HallPeer {
        device: peer.device.to_string(),
        site_name: peer.site_name.clone(),
        desk_name: peer.desk_name.clone(),
        awake: front.hall.hall.is_awake(peer.device, view.now_ms),
        heard_at: mail.heard_ms.map_or_else(String::new, time::to_text),
        waiting: small(export::waiting(&view, desk.tail(), peer)?),
        trouble_text,
        trouble_hint,
    })
}

pub fn hall_state(front: &mut Front, _: Nothing) -> Answer<HallState> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let (place, seconds) = setting(desk)?;
    let mut peers = Vec::new();
    for peer in peer::list(view.connection)? {
        let mail = mailbox::of(view.connection, peer.device)?;
        let here = peer.relation == Relation::Sibling || mail.heard_ms.is_some();
        if here && peer.state == PeerState::Enrolled {
            peers.push(shown(front, &peer)?);
        }
    }
    let code = trouble(&front.hall, view.now_ms).unwrap_or_default();
    let (trouble_text, trouble_hint) = match code {
        "" => Default::default(),
        code => message::sentence(code, ""),
    };
    let round_ms = front.hall.hall.round_ms();
    let (folder, store) = shown_place(place.as_ref());
    let stage = match (place.is_none(), code, round_ms) {
        (true, ..) => "off",
        (false, "", None) => "starting",
        (false, "", Some(_)) => "good",
        (false, ..) => "trouble",
    };
    Ok(HallState {
        folder,
        store,
        seconds,
        stage: stage.to_owned(),
        trouble: code.to_owned(),
        trouble_text,
        trouble_hint,
        round_at: round_ms.map_or_else(String::new, time::to_text),
        arrivals: front.hall.hall.arrivals(),
        peers,
    })
}

pub fn set_hall(front: &mut Front, wish: SetHall) -> Answer<HallState> {
    check_wish(front, wish.seconds)?;
    let folder = match wish.folder.trim() {
        "" => String::new(),
        text => {
            let folder = package::path(text, "folder")?;
            if folder.starts_with(&front.host.data_dir) || front.host.data_dir.starts_with(&folder)
            {
                return Err(Refusal::at("hall.folder_own", "folder"));
            }
            let (own, number) = (front.desk()?.0.tail().device, trial_number(front));
            try_out(&FolderCarrier::new(&folder, own), number).map_err(refused_by_folder)?;
            folder.to_string_lossy().into_owned()
        }
    };
    front.write(|tx| {
        tx.set_local(key::HALL_FOLDER, &folder)?;
        tx.set_local(key::HALL_SECONDS, &wish.seconds.to_string())?;
        Store::keep(tx, None)?;
        if folder.is_empty() {
            mailbox::leave(tx.view().connection)?;
        }
        tx.log_access("hall_set", "", &folder)
    })?;
    front.leave_hall();
    hall_state(front, Nothing {})
}

/// Draws the name of the small thing a place is tried out with.
fn trial_number(front: &mut Front) -> u64 {
    let mut number = [0; 8];
    front.random().fill(&mut number);
    u64::from_le_bytes(number)
}

fn check_wish(front: &Front, seconds: u32) -> Answer<()> {
    front.desk()?.1.require(Right::ManageSettings)?;
    if !(SECONDS_MIN..=SECONDS_MAX).contains(&seconds) {
        return Err(Refusal::at("hall.seconds", "seconds"));
    }
    Ok(())
}

/// A store that is to be kept, once it was tried.
#[derive(Debug)]
pub(crate) struct StoreWish {
    store: Store,
    seconds: u32,
    /// Keep it although it is not reached.
    unreached: bool,
    /// Who asked.
    by: uuid::Uuid,
}

/// A store to be tried away from the desk: it may take as long as the line does.
#[derive(Debug)]
pub struct StoreTrial {
    place: HallPlace,
    own: u32,
    stores: Option<Arc<dyn Stores>>,
    number: u64,
}

/// What came of it.
#[derive(Debug)]
pub struct StoreTried(Result<(), PlaceFault>);

impl StoreTrial {
    /// Looks into the store, writes, reads back and removes a small object under the prefix.
    pub fn run(self) -> StoreTried {
        let place = self.place.reach(self.own, self.stores.as_deref());
        StoreTried(place.and_then(|place| try_out(&*place, self.number)))
    }
}

pub(crate) fn set_hall_store(front: &mut Front, wish: SetHallStore) -> Answer<Begun> {
    check_wish(front, wish.seconds)?;
    let (desk, actor) = front.desk()?;
    let kept = Store::kept(&desk.view())?;
    Ok(Begun::Store(Box::new(StoreWish {
        by: actor.id,
        store: wish_of(wish.store, wish.secret, kept.as_ref())?,
        seconds: wish.seconds,
        unreached: wish.unreached,
    })))
}

impl Front {
    /// Returns how a store is tried that is wished for.
    pub(super) fn first_of_store(&mut self, wish: &StoreWish) -> Answer<StoreTrial> {
        Ok(StoreTrial {
            place: HallPlace::Store(Box::new(wish.store.clone())),
            own: self.desk()?.0.tail().device,
            number: trial_number(self),
            stores: self.stores.clone(),
        })
    }
}

/// Keeps a store that served, or one that is not reached now where that is wished.
pub(super) fn keep_store(
    front: &mut Front,
    wish: StoreWish,
    StoreTried(tried): &StoreTried,
) -> Answer<HallState> {
    // Somebody else may be at the desk by now.
    if front.desk()?.1.id != wish.by {
        return Err(Refusal::of("session.locked"));
    }
    match tried {
        Err(PlaceFault::Missing) if wish.unreached => {}
        Err(fault) => return Err(refused_by_store(*fault)),
        Ok(()) => {}
    }
    let StoreWish { store, seconds, .. } = wish;
    let about = format!("{} {} {}", store.endpoint, store.bucket, store.prefix);
    front.write(|tx| {
        tx.set_local(key::HALL_FOLDER, "")?;
        tx.set_local(key::HALL_SECONDS, &seconds.to_string())?;
        Store::keep(tx, Some(&store))?;
        tx.log_access("hall_set", "", &about)
    })?;
    front.leave_hall();
    hall_state(front, Nothing {})
}

/// Says why a folder is not kept; nothing goes on by itself then.
fn refused_by_folder(fault: PlaceFault) -> Refusal {
    match fault {
        PlaceFault::Missing => Refusal::at("hall.folder_missing", "folder"),
        PlaceFault::Denied => Refusal::at("hall.folder_denied", "folder"),
        other => Refusal::at(other.code(), "folder"),
    }
}

/// Says what was wrong with a store at the field that is to be looked at.
fn refused_by_store(fault: PlaceFault) -> Refusal {
    match fault {
        PlaceFault::Missing => Refusal::at("hall.store_unreached", "store.endpoint"),
        PlaceFault::Failed => Refusal::at("hall.store_not_one", "store.endpoint"),
        PlaceFault::Denied => Refusal::at("hall.store_access", "store.prefix"),
        PlaceFault::NoBucket | PlaceFault::Full => Refusal::at(fault.code(), "store.bucket"),
        PlaceFault::UnknownKey => Refusal::at(fault.code(), "store.key_id"),
        PlaceFault::WrongSecret => Refusal::at(fault.code(), "secret"),
        PlaceFault::Clock | PlaceFault::ReadBack => Refusal::of(fault.code()),
    }
}

/// Returns the store that is wished for; without a secret the one that is kept for the same key.
fn wish_of(wish: HallStore, secret: String, kept: Option<&Store>) -> Answer<Store> {
    let mut store = Store {
        endpoint: wish.endpoint,
        bucket: wish.bucket,
        prefix: wish.prefix,
        region: wish.region,
        key_id: wish.key_id,
        secret: secret.into(),
        plain: wish.plain,
    };
    if let Some(kept) = kept.filter(|kept| store.secret.is_empty() && kept.has_secret_of(&store)) {
        store.secret = kept.secret.clone();
    }
    store.checked().map_err(|refused| {
        let field = match refused.code() {
            "hall.store_address" | "hall.store_plain" => "store.endpoint",
            "hall.store_bucket" => "store.bucket",
            "hall.store_prefix" => "store.prefix",
            "hall.store_region" => "store.region",
            "hall.store_key" => "store.key_id",
            _ => "secret",
        };
        Refusal::at(refused.code(), field)
    })
}
