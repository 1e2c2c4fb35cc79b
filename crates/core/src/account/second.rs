//! Steps that one person may not take alone.

use super::role::{Grant, Right, Role};

/// Tells whether somebody with this role may stand by when another takes the step.
pub fn may_stand_by(role: Role, right: Right) -> bool {
    matches!(role.grant(right), Grant::Approve | Grant::Propose)
}

/// Tells whether the role decides, watches or manages: with such an account more can be done than with one's own work.
pub fn is_weighty(role: Role) -> bool {
    matches!(
        role,
        Role::Reviewer | Role::Director | Role::Auditor | Role::Admin
    )
}

/// An account as it stands before or after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub role: Role,
    pub active: bool,
}

/// Tells whether a change of an account takes two persons: giving a weighty role, or taking it away.
///
/// A new account has no standing before.
pub fn takes_two(before: Option<Standing>, after: Standing) -> bool {
    match before {
        None => is_weighty(after.role),
        Some(before) => before != after && (is_weighty(before.role) || is_weighty(after.role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(role: Role, active: bool) -> Standing {
        Standing { role, active }
    }

    #[test]
    fn giving_or_taking_a_weighty_role_takes_two_and_everyday_accounts_do_not() {
        for role in Role::ALL {
            let weighty = ["reviewer", "director", "auditor", "admin"].contains(&role.code());
            assert_eq!(takes_two(None, standing(role, true)), weighty, "{role:?}");
            let (on, off) = (standing(role, true), standing(role, false));
            assert_eq!(takes_two(Some(on), off), weighty, "leaving as {role:?}");
            assert_eq!(takes_two(Some(off), on), weighty, "coming back as {role:?}");
            assert!(!takes_two(Some(on), on), "a new phone number as {role:?}");
            let clerk = standing(Role::Clerk, true);
            assert_eq!(takes_two(Some(clerk), on), weighty, "clerk to {role:?}");
            assert_eq!(takes_two(Some(on), clerk), weighty, "{role:?} to clerk");
        }
    }

    #[test]
    fn whoever_takes_a_step_cannot_stand_by_it() {
        for role in Role::ALL {
            for right in Right::all() {
                assert!(
                    !(role.may(right) && may_stand_by(role, right)),
                    "{role:?} {right:?}"
                );
            }
        }
    }

    #[test]
    fn restore_and_recovery_have_a_witness_who_cannot_do_them() {
        for right in [Right::Restore, Right::RenewRecovery] {
            assert!(may_stand_by(Role::Director, right));
            assert!(may_stand_by(Role::Auditor, right));
            assert!(!may_stand_by(Role::Clerk, right));
        }
        assert!(may_stand_by(Role::Director, Right::ManageAccounts));
        assert!(!may_stand_by(Role::Auditor, Right::ManageAccounts));
    }
}
