//! Who may do what: seven roles, one table.
//!
//! The table is data. The program asks it before every operation and again when operations arrive from elsewhere, with
//! the roles their author held then.

use thiserror::Error;

use Grant::{Approve, LowRisk, No, NotOwn, Own, Propose, TwoPersons, Yes};

/// A post at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 窗口人员.
    Clerk,
    /// 值班律师/承办人.
    Handler,
    /// 审批人.
    Reviewer,
    /// 主任.
    Director,
    /// 档案/统计.
    Archivist,
    /// 审计.
    Auditor,
    /// 管理员.
    Admin,
}

/// What can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Receive a visitor and open a ticket (登记来访).
    RegisterVisit,
    /// Record steps, notes and materials of a ticket (办理).
    WorkTicket,
    /// Give a ticket to a person (指派).
    AssignTicket,
    /// End a ticket with an outcome (办结).
    CloseTicket,
    /// Declare a ticket void (作废).
    VoidTicket,
    /// Take up a closed ticket again (恢复办理).
    ReopenTicket,
    /// Ask for missing materials, check the economy, write down what comes in from outside (审查).
    ReviewApplication,
    /// Watch over limits and close a supervision (督办).
    Supervise,
    /// Decide on an application (审批).
    DecideApplication,
    /// Record or correct personal data.
    EditPerson,
    /// Declare two records one person, or part them again.
    MergePersons,
    /// Read cases, masked.
    ViewCases,
    /// Read restricted matters: minors, domestic violence, complaints.
    ViewRestricted,
    /// See a full identity number or phone; each look is logged.
    RevealIdentity,
    /// Decide between values that two sites recorded.
    ResolveConflict,
    /// Ask the visitor for a rating.
    AskRating,
    /// Read ratings and statistics.
    ReadReports,
    /// Print a paper of a ticket.
    PrintPaper,
    /// Write or take in a sealed exchange package.
    Exchange,
    /// Export a list that anybody can open.
    ExportClear,
    /// Erase the content of a record by legal authority.
    Redact,
    /// Add, change and remove accounts.
    ManageAccounts,
    /// Change settings, windows and devices.
    ManageSettings,
    /// Read the audit log and verify its chain.
    ReadAudit,
    /// Write a backup.
    Backup,
    /// Replace the database by a backup.
    Restore,
    /// Renew the recovery code.
    RenewRecovery,
}

/// How far a right goes for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grant {
    /// Not at all.
    No,
    /// Without condition.
    Yes,
    /// For tickets the person holds.
    Own,
    /// For what somebody else began: who applies does not decide.
    NotOwn,
    /// For fields that no printed paper rests on.
    LowRisk,
    /// Together with a second person, who holds [`Grant::Propose`] or [`Grant::Approve`].
    TwoPersons,
    /// As a proposal that somebody else carries out.
    Propose,
    /// As the second person only.
    Approve,
}

/// Why one person cannot hold a set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RoleFault {
    /// An account needs a role.
    #[error("an account holds at least one role")]
    None,
    /// Who audits does nothing that is audited.
    #[error("an auditor holds no other role")]
    AuditorAlone,
    /// Who manages accounts reads no case, and every other role does.
    #[error("an administrator holds no other role")]
    AdminAlone,
}

impl RoleFault {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "role.none",
            Self::AuditorAlone => "role.auditor_alone",
            Self::AdminAlone => "role.admin_alone",
        }
    }
}

/// What each role may do, in the order of [`Role::ALL`].
#[rustfmt::skip]
const TABLE: [(Right, [Grant; 7]); 27] = [
    // Right                     Clerk    Handler  Reviewer Director    Archivist Auditor  Admin
    (Right::RegisterVisit,     [Yes,     Yes,     No,      No,         No,       No,      No]),
    (Right::WorkTicket,        [Own,     Own,     No,      No,         No,       No,      No]),
    (Right::AssignTicket,      [Yes,     No,      Yes,     Yes,        No,       No,      No]),
    (Right::CloseTicket,       [Own,     Own,     No,      No,         No,       No,      No]),
    (Right::VoidTicket,        [Propose, No,      Propose, NotOwn,     No,       No,      No]),
    (Right::ReopenTicket,      [Propose, Propose, NotOwn,  NotOwn,     No,       No,      No]),
    (Right::ReviewApplication, [Yes,     No,      Yes,     Yes,        No,       No,      No]),
    (Right::Supervise,         [No,      No,      NotOwn,  NotOwn,     No,       No,      No]),
    (Right::DecideApplication, [No,      No,      NotOwn,  NotOwn,     No,       No,      No]),
    (Right::EditPerson,        [Yes,     Own,     No,      No,         No,       No,      No]),
    (Right::MergePersons,      [Propose, No,      Yes,     Yes,        Yes,      No,      No]),
    (Right::ViewCases,         [Yes,     Yes,     Yes,     Yes,        Yes,      Yes,     No]),
    (Right::ViewRestricted,    [Own,     Own,     Yes,     Yes,        No,       No,      No]),
    (Right::RevealIdentity,    [Own,     Own,     Yes,     Yes,        No,       No,      No]),
    (Right::ResolveConflict,   [LowRisk, LowRisk, Yes,     Yes,        No,       No,      No]),
    (Right::AskRating,         [Yes,     No,      No,      No,         No,       No,      No]),
    (Right::ReadReports,       [No,      No,      Yes,     Yes,        Yes,      Yes,     No]),
    (Right::PrintPaper,        [Yes,     Own,     Yes,     Yes,        Yes,      No,      No]),
    (Right::Exchange,          [Yes,     No,      Yes,     Yes,        No,       No,      No]),
    (Right::ExportClear,       [No,      No,      Propose, TwoPersons, Propose,  No,      No]),
    (Right::Redact,            [No,      No,      Propose, NotOwn,     No,       No,      No]),
    (Right::ManageAccounts,    [No,      No,      No,      Approve,    No,       No,      TwoPersons]),
    (Right::ManageSettings,    [No,      No,      No,      Approve,    No,       No,      TwoPersons]),
    (Right::ReadAudit,         [No,      No,      No,      No,         No,       Yes,     No]),
    (Right::Backup,            [No,      No,      No,      Yes,        No,       No,      Yes]),
    (Right::Restore,           [No,      No,      No,      Approve,    No,       Approve, TwoPersons]),
    (Right::RenewRecovery,     [No,      No,      No,      Approve,    No,       Approve, TwoPersons]),
];

impl Role {
    /// Every role, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Clerk,
        Self::Handler,
        Self::Reviewer,
        Self::Director,
        Self::Archivist,
        Self::Auditor,
        Self::Admin,
    ];

    /// Returns the code that is stored and that the message table knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Handler => "handler",
            Self::Reviewer => "reviewer",
            Self::Director => "director",
            Self::Archivist => "archivist",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Finds the role with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Returns how far `right` goes for this role.
    pub fn grant(self, right: Right) -> Grant {
        TABLE
            .iter()
            .find(|(of, _)| *of == right)
            .map_or(Grant::No, |(_, grants)| grants[self as usize])
    }

    /// Tells whether this role may carry out `right`, alone or together with a second person.
    ///
    /// A condition such as "own tickets only" remains to be checked by the operation, see [`Role::grant`].
    pub fn may(self, right: Right) -> bool {
        self.grant(right).carries_out()
    }
}

impl Right {
    /// Every right, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(right, _)| *right)
    }
}

impl Grant {
    /// Tells whether the person does it, rather than proposes it or stands by.
    pub fn carries_out(self) -> bool {
        match self {
            Self::Yes | Self::Own | Self::NotOwn | Self::LowRisk | Self::TwoPersons => true,
            Self::No | Self::Propose | Self::Approve => false,
        }
    }
}

/// Tells whether somebody with these roles may carry out `right`.
pub fn any_may(roles: &[Role], right: Right) -> bool {
    roles.iter().any(|role| role.may(right))
}

/// Gives the different grants of `right` that these roles hold; an operation takes the one that reaches farthest.
pub fn list_grants(roles: &[Role], right: Right) -> Vec<Grant> {
    let mut grants = Vec::new();
    for role in roles {
        let grant = role.grant(right);
        if grant != Grant::No && !grants.contains(&grant) {
            grants.push(grant);
        }
    }
    grants
}

/// Accepts or refuses a set of roles for one person.
///
/// # Errors
/// `role.none`, `role.auditor_alone`, `role.admin_alone`.
pub fn check_roles(roles: &[Role]) -> Result<(), RoleFault> {
    let several = roles.iter().any(|role| Some(role) != roles.first());
    match roles {
        [] => Err(RoleFault::None),
        _ if several && roles.contains(&Role::Auditor) => Err(RoleFault::AuditorAlone),
        _ if several && roles.contains(&Role::Admin) => Err(RoleFault::AdminAlone),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_matrix_is_as_agreed() {
        let mut table = format!("{:18}", "");
        for role in Role::ALL {
            table += &format!("{:11}", role.code());
        }
        for right in Right::all() {
            table = format!("{}\n{:18}", table.trim_end(), format!("{right:?}"));
            for role in Role::ALL {
                let grant = match role.grant(right) {
                    Grant::No => "-".to_owned(),
                    grant => format!("{grant:?}"),
                };
                table += &format!("{grant:11}");
            }
        }
        insta::assert_snapshot!(table.trim_end());
    }

    #[test]
    fn every_right_stands_in_the_table_once_and_somebody_holds_it() {
        let rights: std::collections::BTreeSet<Right> = Right::all().collect();
        assert_eq!(rights.len(), TABLE.len());
        for right in rights {
            assert!(any_may(&Role::ALL, right), "{right:?}");
        }
    }

    #[test]
    fn the_administrator_reads_no_case() {
        for right in [
            Right::ViewCases,
            Right::ViewRestricted,
            Right::RevealIdentity,
            Right::PrintPaper,
            Right::ExportClear,
            Right::ReadReports,
        ] {
            assert_eq!(Role::Admin.grant(right), Grant::No, "{right:?}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        for right in Right::all().filter(|right| Role::Auditor.may(*right)) {
            assert!(
                matches!(
                    right,
                    Right::ViewCases | Right::ReadReports | Right::ReadAudit
                ),
                "{right:?}"
            );
        }
    }

    #[test]
    fn whoever_takes_in_an_application_does_not_decide_it() {
        for role in Role::ALL
            .into_iter()
            .filter(|role| role.may(Right::RegisterVisit))
        {
            assert!(!role.may(Right::DecideApplication), "{role:?}");
        }
        for role in Role::ALL
            .into_iter()
            .filter(|role| role.may(Right::DecideApplication))
        {
            assert_eq!(
                role.grant(Right::DecideApplication),
                Grant::NotOwn,
                "one person may hold both roles"
            );
        }
    }

    #[test]
    fn what_needs_two_persons_has_a_second_one() {
        for right in Right::all() {
            let needs = Role::ALL
                .iter()
                .any(|r| r.grant(right) == Grant::TwoPersons);
            let has = Role::ALL
                .iter()
                .any(|r| matches!(r.grant(right), Grant::Approve | Grant::Propose));
            assert!(!needs || has, "{right:?}");
        }
    }

    #[test]
    fn auditor_and_administrator_stand_alone() {
        for (roles, expected) in [
            (&[][..], Err(RoleFault::None)),
            (&[Role::Auditor], Ok(())),
            (&[Role::Auditor, Role::Auditor], Ok(())),
            (&[Role::Admin], Ok(())),
            (&[Role::Clerk, Role::Handler, Role::Archivist], Ok(())),
            (&[Role::Clerk, Role::Auditor], Err(RoleFault::AuditorAlone)),
            (&[Role::Auditor, Role::Admin], Err(RoleFault::AuditorAlone)),
            (&[Role::Director, Role::Admin], Err(RoleFault::AdminAlone)),
        ] {
            assert_eq!(check_roles(roles), expected, "{roles:?}");
        }
    }

    #[test]
    fn roles_of_one_person_add_up() {
        let roles = [Role::Clerk, Role::Reviewer];
        assert!(any_may(&roles, Right::RegisterVisit));
        assert!(any_may(&roles, Right::DecideApplication));
        assert!(!any_may(&roles, Right::VoidTicket));
        assert_eq!(
            list_grants(&roles, Right::RevealIdentity),
            [Grant::Own, Grant::Yes]
        );
        assert_eq!(list_grants(&roles, Right::ReadAudit), []);
    }

    #[test]
    fn a_code_leads_back_to_its_role() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("owner"), None);
    }
}
