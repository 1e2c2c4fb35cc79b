//! A place in memory that desks of a hall share, with everything a share does to them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use fachuang_core::exchange::hall::carrier::Boxes;
use fachuang_core::exchange::hall::{Carrier, Hall, Name, PlaceFault, round};

use crate::pair::introduce;
use crate::support::{Place as Site, TestDesk, centre, open};

#[derive(Debug, Default)]
struct Share {
    boxes: BTreeMap<u32, BTreeMap<Name, Vec<u8>>>,
    is_gone: bool,
    is_full: bool,
    /// The next letters read are cut to so many thousandths.
    cut: Vec<usize>,
}

/// The share, as the network sees it.
#[derive(Debug, Clone, Default)]
pub struct Place(Rc<RefCell<Share>>);

impl Place {
    pub fn set_gone(&self, is_gone: bool) {
        self.0.borrow_mut().is_gone = is_gone;
    }

    pub fn set_full(&self, is_full: bool) {
        self.0.borrow_mut().is_full = is_full;
    }

    pub fn cut_next(&self, thousandths: usize) {
        self.0.borrow_mut().cut.push(thousandths);
    }

    pub fn mend(&self) {
        let mut share = self.0.borrow_mut();
        share.is_gone = false;
        share.is_full = false;
        share.cut.clear();
    }

    /// Somebody deletes whatever lies there.
    pub fn wipe(&self) {
        self.0.borrow_mut().boxes.clear();
    }

    /// Letters that lie in the box of a desk.
    pub fn letters(&self, of: u32) -> Vec<(Name, Vec<u8>)> {
        let share = self.0.borrow();
        let names = share.boxes.get(&of).into_iter().flatten();
        names
            .filter(|(name, _)| name.to().is_some())
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    }

    pub fn as_seen_by(&self, own: u32) -> Seat {
        Seat {
            place: self.clone(),
            own,
        }
    }
}

/// The place as one desk reaches it.
#[derive(Debug)]
pub struct Seat {
    place: Place,
    own: u32,
}

impl Seat {
    fn share(&self) -> Result<std::cell::RefMut<'_, Share>, PlaceFault> {
        let share = self.place.0.borrow_mut();
        match share.is_gone {
            true => Err(PlaceFault::Missing),
            false => Ok(share),
        }
    }
}

impl Carrier for Seat {
    fn list(&self, of: &[u32]) -> Result<Boxes, PlaceFault> {
        let mut share = self.share()?;
        share.boxes.entry(self.own).or_default();
        let wanted = of.iter().chain([&self.own]);
        Ok(wanted
            .filter_map(|device| Some((*device, share.boxes.get(device)?)))
            .map(|(device, lying)| (device, lying.keys().cloned().collect()))
            .collect())
    }

    fn get(&self, from: u32, name: &Name, _most: u64) -> Result<Vec<u8>, PlaceFault> {
        let mut share = self.share()?;
        let lying = share.boxes.get(&from).and_then(|lying| lying.get(name));
        let mut bytes = lying.cloned().ok_or(PlaceFault::Missing)?;
        if let Some(thousandths) = share.cut.pop() {
            bytes.truncate(bytes.len() * thousandths / 1000);
        }
        Ok(bytes)
    }

    fn put(&self, name: &Name, bytes: &[u8]) -> Result<(), PlaceFault> {
        let mut share = self.share()?;
        if share.is_full {
            return Err(PlaceFault::Full);
        }
        let own = share.boxes.entry(self.own).or_default();
        own.insert(name.clone(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, name: &Name) -> Result<(), PlaceFault> {
        let mut share = self.share()?;
        share.boxes.entry(self.own).or_default().remove(name);
        Ok(())
    }
}

/// Desks of one centre that know each other.
pub fn hall(count: u32) -> Vec<TestDesk> {
    const MARKS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
    let mut desks: Vec<TestDesk> = (1..=count)
        .map(|device| {
            open(&Site {
                device,
                mark: MARKS[device as usize - 1],
                ..centre()
            })
        })
        .collect();
    for at in 1..desks.len() {
        let (before, from) = desks.split_at_mut(at);
        for one in before {
            introduce(one, &mut from[0]);
        }
    }
    desks
}

/// Does one whole round.
pub fn go_round(hall: &mut Hall, desk: &mut TestDesk, place: &Place) {
    let seat = place.as_seen_by(desk.tail().device);
    round(hall, desk, "test", &seat).unwrap();
}
