//! A demonstration county: invented people, an office of every role, and tickets in all states, through the same commands
//! as from the window, on a clock that ends today.

mod county;
mod days;
mod dice;
mod life;
mod matters;
mod people;
mod staff;
mod steps;

pub use staff::PASSWORD;

use std::path::Path;

use fachuang_api::wire::Nothing;
use fachuang_api::wire::setting::{BackupDone, VerifyReport};

use crate::Fault;
use crate::seat::Seat;
use crate::table;

/// Tickets of a demonstration unless asked for more; a year of a county is about 8,000.
pub const TICKETS: u32 = 300;
/// Seed of the demonstration unless another is given.
pub const SEED: &str = "yunchuan";

/// What was made.
#[derive(Debug, Clone)]
pub struct County {
    pub site_name: String,
    pub accounts: Vec<staff::Account>,
    pub recovery_code: String,
    /// Tickets by state name.
    pub states: Vec<(String, u32)>,
    /// Tickets as the backup counted them.
    pub tickets: u32,
    pub journal_entries: u32,
    pub sound: bool,
}

/// Fills an empty directory with a demonstration county whose last visits came in today.
///
/// # Errors
/// [`Fault::Refused`] when the desk refuses something the demonstration does.
pub fn fill(data: &Path, now_ms: i64, tickets: u32, seed: &str) -> Result<County, Fault> {
    let days = days::Days::ending(now_ms, tickets);
    let mut seat = Seat::invented(data, days.opening_ms(), seed);
    let office = staff::Office::found(&mut seat, &days)?;
    let states = life::Life::new(&mut seat, &office, seed).run(&days, tickets)?;
    office.sit(&mut seat, staff::ADMIN)?;
    let verified: VerifyReport = seat.ask("verify", &Nothing {})?;
    let backup: BackupDone = seat.ask("back_up", &Nothing {})?;
    Ok(County {
        site_name: office.site_name,
        accounts: office.accounts,
        recovery_code: office.recovery_code,
        states,
        tickets: backup.tickets,
        journal_entries: verified.entries,
        sound: verified.sound,
    })
}

impl County {
    /// Returns what a person needs to look around: the accounts, and what there is to see.
    pub fn text(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .accounts
            .iter()
            .map(|account| {
                let password = staff::PASSWORD.to_owned();
                vec![
                    account.login.clone(),
                    password,
                    account.name.clone(),
                    account.post.clone(),
                ]
            })
            .collect();
        let states: Vec<String> = self
            .states
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        format!(
            "{}（示范数据，人物、单位和事情均为虚构）\n\n{}\n恢复码：{}\n办件 {} 件：{}。日志 {} 条，校验{}。\n口令人人可见，不得存放真实资料。\n",
            self.site_name,
            table::lay_out(&["登录名", "口令", "姓名", "岗位"], &rows),
            self.recovery_code,
            self.tickets,
            states.join("，"),
            self.journal_entries,
            if self.sound { "完好" } else { "有问题" },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20T15:30:00+08:00, a Friday.
    const FRIDAY_MS: i64 = 1_795_159_800_000;

    #[test]
    fn a_small_county_is_sound_and_shows_every_state_a_ticket_can_be_in() {
        let directory = tempfile::tempdir().unwrap();
        let county = fill(&directory.path().join("desk"), FRIDAY_MS, 120, "test").unwrap();
        assert!(county.sound);
        assert!(county.tickets >= 120, "{}", county.tickets);
        for state in [
            "待派单",
            "待接办",
            "承办中",
            "已办结",
            "不予受理",
            "已撤回",
            "已作废",
        ] {
            let count = county.states.iter().find(|(name, _)| name == state);
            assert!(
                count.is_some_and(|(_, count)| *count > 0),
                "{state}: {:?}",
                county.states
            );
        }
        for role in [
            "窗口人员",
            "值班律师/承办人",
            "审批人",
            "主任",
            "档案/统计",
            "审计",
            "管理员",
        ] {
            assert!(county.accounts.iter().any(|one| one.post == role), "{role}");
        }
        assert!(county.text().contains(staff::PASSWORD));
    }

    #[test]
    fn the_same_seed_and_day_make_the_same_county() {
        let made = |seed: &str| {
            let directory = tempfile::tempdir().unwrap();
            let county = fill(&directory.path().join("desk"), FRIDAY_MS, 20, seed).unwrap();
            (county.states, county.journal_entries, county.recovery_code)
        };
        assert_eq!(made("one"), made("one"));
        assert_ne!(made("one"), made("two"));
    }
}
