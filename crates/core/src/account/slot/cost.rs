//! What one password guess costs, and how much of it this machine can bear.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::SlotError;

/// Least memory for the key derivation of a real account, 46 MiB.
const MIN_MEMORY_KIB: u32 = 46 * 1024;

/// Most memory a slot may ask for, 1 GiB; beyond it the file is taken for damaged.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;

const MAX_PASSES: u32 = 64;

const MAX_LANES: u32 = 16;

/// Memory sizes to choose from, in MiB; neighbours differ by half at most.
const MEMORY_LADDER_MIB: [u32; 6] = [46, 64, 96, 128, 192, 256];

/// Passes taken where the machine can bear them.
const PASSES: u32 = 3;

/// Longest a login may take on the machine that was measured, in milliseconds; with what a busy hour adds it stays
/// under 700.
const LONGEST_MS: u64 = 600;

/// Price of one password guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KdfCost {
    /// Accepts a cost measured on this machine.
    ///
    /// # Errors
    /// `keys.bad_cost` below 46 MiB of memory or outside what a slot file may ask for.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, SlotError> {
        let cost = Self {
            memory_kib,
            passes,
            lanes,
        };
        if memory_kib >= MIN_MEMORY_KIB && cost.is_acceptable() {
            Ok(cost)
        } else {
            Err(SlotError::BadCost)
        }
    }

    /// Returns the trial whose duration [`KdfCost::for_machine`] asks for: 64 MiB, one pass.
    pub fn probe() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 1,
            lanes: 1,
        }
    }

    /// Chooses the cost for a machine on which [`KdfCost::probe`] took `probe_ms`: 0.3 to 0.6 seconds a guess.
    ///
    /// Never less than 46 MiB and one pass, however slow the machine is.
    pub fn for_machine(probe_ms: u64) -> Self {
        let probe_ms = probe_ms.max(1);
        let estimate = |mib: u32, passes: u32| {
            probe_ms.saturating_mul(u64::from(mib) * u64::from(passes)) / 64
        };
        let bearable = |mib: u32, passes: u32| estimate(mib, passes) <= LONGEST_MS;
        let (least, most) = (MEMORY_LADDER_MIB[0], MEMORY_LADDER_MIB[5]);
        let larger = |passes: u32| {
            let mut sizes = MEMORY_LADDER_MIB.into_iter().rev();
            sizes.find(|mib| bearable(*mib, passes))
        };
        let (mib, passes) = match larger(PASSES) {
            Some(mib) if mib == most => {
                let passes = (PASSES..=MAX_PASSES).take_while(|passes| bearable(most, *passes));
                (most, passes.last().unwrap_or(PASSES))
            }
            Some(mib) => (mib, PASSES),
            None if bearable(least, 2) => (least, 2),
            None => (least, 1),
        };
        Self {
            memory_kib: mib * 1024,
            passes,
            lanes: 1,
        }
    }

    /// Tells whether a guess at this cost is cheaper than the least a real account pays, or than `wanted` where that is
    /// less still.
    pub fn is_under_floor(&self, wanted: Self) -> bool {
        self.memory_kib < MIN_MEMORY_KIB.min(wanted.memory_kib)
    }

    /// Returns the cost as text for the settings of a device: memory in KiB, passes, lanes.
    pub fn to_text(&self) -> String {
        format!("{} {} {}", self.memory_kib, self.passes, self.lanes)
    }

    /// Reads what [`KdfCost::to_text`] wrote; nothing for another text or a cost no real account may have.
    pub fn from_text(text: &str) -> Option<Self> {
        let numbers: Vec<u32> = text
            .split(' ')
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        let [memory_kib, passes, lanes] = numbers[..] else {
            return None;
        };
        Self::new(memory_kib, passes, lanes).ok()
    }

    /// Returns a cost that protects nothing, so that tests stay quick. Never for a real account.
    pub fn for_tests() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    /// Returns the memory in KiB.
    pub fn memory_kib(&self) -> u32 {
        self.memory_kib
    }

    /// Returns the number of passes over the memory.
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Tells whether a slot file may ask for this cost at all.
    pub(super) fn is_acceptable(&self) -> bool {
        (8 * self.lanes..=MAX_MEMORY_KIB).contains(&self.memory_kib)
            && (1..=MAX_PASSES).contains(&self.passes)
            && (1..=MAX_LANES).contains(&self.lanes)
    }

    /// Derives the key that seals one slot; also what a calibration measures.
    ///
    /// # Errors
    /// `keys.bad_cost` when the machine cannot provide what the cost asks for.
    pub fn derive(&self, secret: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, SlotError> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| SlotError::BadCost)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, &mut *key)
            .map_err(|_| SlotError::BadCost)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_takes_a_third_of_a_second_to_seven_tenths_unless_that_is_under_the_floor() {
        for probe_ms in 1..=3_000 {
            let cost = KdfCost::for_machine(probe_ms);
            assert!(KdfCost::new(cost.memory_kib, cost.passes, cost.lanes).is_ok());
            let work = u64::from(cost.memory_kib) * u64::from(cost.passes);
            let takes_ms = probe_ms * work / (64 * 1024);
            let at_floor = (cost.memory_kib, cost.passes) == (MIN_MEMORY_KIB, 1);
            let at_top = (cost.memory_kib, cost.passes) == (256 * 1024, MAX_PASSES);
            assert!(takes_ms >= 300 || at_top, "{probe_ms}: {takes_ms}");
            assert!(takes_ms <= 700 || at_floor, "{probe_ms}: {takes_ms}");
        }
    }

    #[test]
    fn a_slower_machine_never_gets_a_dearer_guess() {
        let work = |probe_ms| {
            let cost = KdfCost::for_machine(probe_ms);
            cost.memory_kib * cost.passes
        };
        assert!((1..2_000).all(|probe_ms| work(probe_ms + 1) <= work(probe_ms)));
    }

    #[test]
    fn an_office_machine_gets_what_was_measured_there() {
        // 45 ms for 64 MiB and one pass, as on a machine of 2026.
        let cost = KdfCost::for_machine(45);
        assert_eq!((cost.memory_kib / 1024, cost.passes), (256, 3));
        let slow = KdfCost::for_machine(200);
        assert_eq!((slow.memory_kib / 1024, slow.passes), (64, 3));
    }

    #[test]
    fn a_cost_survives_its_text_and_a_cheap_one_is_not_read() {
        let cost = KdfCost::for_machine(100);
        assert_eq!(KdfCost::from_text(&cost.to_text()), Some(cost));
        for text in ["", "8 1 1", "65536 3", "65536 3 1 1", "65536 x 1"] {
            assert_eq!(KdfCost::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_cost_below_what_every_account_pays_is_under_the_floor() {
        let (real, test) = (KdfCost::for_machine(100), KdfCost::for_tests());
        assert!(test.is_under_floor(real));
        assert!(!real.is_under_floor(real));
        assert!(!test.is_under_floor(test), "a test desk stays quick");
    }
}
