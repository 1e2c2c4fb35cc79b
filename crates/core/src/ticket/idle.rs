//! Why an act has no effect.

use crate::error::Error;

/// Why an act has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Idle {
    /// The ticket does not stand where this act is possible.
    NotNow,
    /// The role may not do it.
    NoRight,
    /// Only the centre does it for this window.
    CentreOnly,
    /// Only the citizen rates.
    CitizenOnly,
    /// The rating has been given already.
    AlreadyRated,
    /// The rated may not look into their own rating.
    Rated,
    /// The procedure of the window has a step of its own for it.
    ByStep,
    /// A second registration of the same ticket.
    Twice,
    /// The role proposes it, somebody else carries it out.
    ProposeOnly,
    /// Somebody else has the ticket in hand.
    NotYours,
    /// The visitor is named already.
    NamedAlready,
    /// Who registered, applied or took the step before does not do this.
    FourEyes,
    /// The window has no such step: a newer program wrote it, or the ticket went to another window.
    StepUnknown,
    /// The ticket stands in this stage, where the step is not possible.
    StepStage(&'static str),
    /// This step has to come first.
    StepBefore(&'static str),
    /// This step excludes it.
    StepExcluded(&'static str),
    /// It has been done, and is done once.
    StepOnce,
    /// Its answers are not such as any desk takes.
    StepValues,
    /// Belongs to a window the ticket had left meanwhile.
    StepLeft,
}

impl Idle {
    /// Returns the code the message table knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotNow => "ticket.not_now",
            Self::NoRight => "right.missing",
            Self::CentreOnly => "ticket.centre_only",
            Self::CitizenOnly => "rating.citizen_only",
            Self::AlreadyRated => "rating.already_rated",
            Self::Rated => "rating.own",
            Self::ByStep => "ticket.by_step",
            Self::Twice => "ticket.registered_twice",
            Self::ProposeOnly => "right.propose_only",
            Self::NotYours => "ticket.not_yours",
            Self::NamedAlready => "ticket.named_already",
            Self::FourEyes => "right.four_eyes",
            Self::StepUnknown => "step.unknown",
            Self::StepStage(_) => "step.stage",
            Self::StepBefore(_) => "step.before",
            Self::StepExcluded(_) => "step.excluded",
            Self::StepOnce => "step.once",
            Self::StepValues => "step.values",
            Self::StepLeft => "step.left",
        }
    }

    /// Came too late or too early, by somebody who may do it, or by who had the ticket in hand when it was written. What
    /// such an entry says of fields stands; that of any other leaves no trace but itself.
    pub(crate) fn has_authority(self) -> bool {
        matches!(
            self,
            Self::NotNow
                | Self::ByStep
                | Self::NotYours
                | Self::StepStage(_)
                | Self::StepBefore(_)
                | Self::StepExcluded(_)
                | Self::StepOnce
                | Self::StepLeft
        )
    }

    /// Returns the fact for the sentence: name of a stage or step; empty for none.
    pub fn detail(self) -> &'static str {
        match self {
            Self::StepStage(name) | Self::StepBefore(name) | Self::StepExcluded(name) => name,
            _ => "",
        }
    }

    /// Returns the refusal of an act that would have no effect.
    pub fn refuse(self) -> Error {
        Error::refused(self.code()).with(self.detail())
    }
}
