//! The citizen's rating, given in the citizen's own window.

use fachuang_api::wire::rating::{RatingScreen, StopRating, SubmitRating};
use fachuang_api::wire::{ById, Nothing};

use super::compare::Stored;
use super::file::Step;
use super::run::Player;
use crate::seat::Refused;

impl Player<'_> {
    /// Asks the citizen, who answers in the citizen's own window, or does not.
    pub(super) fn rate(
        &mut self,
        at: usize,
        step: &Step,
        stored: &mut Stored,
    ) -> Result<bool, Refused> {
        let ticket = ById {
            id: stored.focus.clone(),
        };
        let _: Nothing = self.offices[self.here].seat.ask("ask_rating", &ticket)?;
        stored.rated = true;
        let waived = step.text("waived");
        if !waived.is_empty() {
            let silent = ["挂断", "未作", "未答", "无人", "离开"];
            let silent = silent.iter().any(|word| waived.contains(word));
            let result = if silent { "no_answer" } else { "declined" };
            let stop = StopRating {
                ticket_id: ticket.id,
                result: result.to_owned(),
                reason: waived.to_owned(),
            };
            let _: Nothing = self.offices[self.here].seat.ask("stop_rating", &stop)?;
            let page = self.page(&stored.focus)?;
            self.reports[at].check("评价", result, page.rating.state);
            return Ok(true);
        }
        let screen: RatingScreen = self.offices[self.here]
            .seat
            .ask_as_citizen("rating_screen", &Nothing {})?;
        let levels = ["attitude", "efficiency", "skill"].map(|key| step.number(key));
        // The file has the three dimensions only; the overall level is their mean.
        let overall = (levels.iter().sum::<u32>() * 2 + 3) / 6;
        let submit = SubmitRating {
            token: screen.token,
            attitude: levels[0],
            efficiency: levels[1],
            skill: levels[2],
            overall,
            comment: String::new(),
            anonymous: false,
        };
        let _: Nothing = self.offices[self.here]
            .seat
            .ask_as_citizen("submit_rating", &submit)?;
        let page = self.page(&stored.focus)?;
        let rating = page.rating;
        let shown = |state: &str, levels: [u32; 3]| {
            let levels = levels.map(|level| level.to_string());
            format!("{state} {}", levels.join("/"))
        };
        self.reports[at].check(
            "评价",
            shown("rated", levels),
            shown(
                &rating.state,
                [rating.attitude, rating.efficiency, rating.skill],
            ),
        );
        Ok(true)
    }
}
