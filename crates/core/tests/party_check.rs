//! Conflicts of interest: written scenarios with what must come of them.

mod support;

use fachuang_core::dictionary;
use fachuang_core::party_check::{find_conflicts, form_parties};
use fachuang_core::person::{self, check_visitor};
use fachuang_core::storage::MIGRATIONS;
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::visit::{NewParty, NewTicket};
use support::{TestDesk, TicketAdder, centre, credit, id15, id18, open};
use uuid::Uuid;

/// Somebody as written on a form: name, number, phone; a name with 公司 is an organisation.
#[derive(Debug, Clone, Copy, Default)]
struct Who(&'static str, &'static str, &'static str);

/// An earlier ticket: visitor, other party with its role, and what became of it.
struct Earlier {
    visitor: Who,
    role: &'static str,
    other: Who,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Worked by the first lawyer.
    Worked,
    /// Answered by the first lawyer on duty, written down by the clerk.
    DutyLawyer,
    /// Only received at the counter.
    Received,
    Void,
}

/// What the check says: strength and whether the first lawyer must stay away.
type Expected = Option<(&'static str, bool)>;

struct Scenario {
    title: &'static str,
    earlier: Earlier,
    visitor: Who,
    role: &'static str,
    other: Who,
    expected: Expected,
}

fn number(short: &str) -> String {
    // A stands for a person's number, B for another's, a for A in its older form.
    match short {
        "A" => id18("19850312", 7),
        "B" => id18("19790105", 12),
        "C" => id18("19910820", 21),
        "a" => id15("19850312", 7),
        "F" => credit("91510000MA0000001"),
        "G" => credit("91510000MA0000002"),
        other => other.to_owned(),
    }
}

fn party(role: &str, who: Who) -> NewParty {
    let organisation = who.0.contains("公司") || who.0.contains("部");
    let number = number(who.1);
    NewParty {
        role: role.into(),
        kind: if organisation {
            "organisation"
        } else {
            "person"
        }
        .into(),
        name: who.0.into(),
        id_number: if organisation {
            String::new()
        } else {
            number.clone()
        },
        credit_code: if organisation { number } else { String::new() },
        phone: who.2.into(),
        groups: Vec::new(),
    }
}

fn visit(visitor: Who, role: &str, other: Who) -> TicketAdder {
    let adder = TicketAdder::at("mediation")
        .applicant(visitor.0)
        .id_number(&number(visitor.1))
        .phone(visitor.2);
    if other.0.is_empty() {
        adder
    } else {
        adder.party(party(role, other))
    }
}

const P: &str = "19900010592";
const Q: &str = "19900010777";
const NOBODY: Who = Who("", "", "");

const fn worked(visitor: Who, role: &'static str, other: Who) -> Earlier {
    Earlier {
        visitor,
        role,
        other,
        fate: Fate::Worked,
    }
}

const fn with_fate(earlier: Earlier, fate: Fate) -> Earlier {
    Earlier { fate, ..earlier }
}

const fn case(
    title: &'static str,
    earlier: Earlier,
    visitor: Who,
    role: &'static str,
    other: Who,
    expected: Expected,
) -> Scenario {
    Scenario {
        title,
        earlier,
        visitor,
        role,
        other,
        expected,
    }
}

const ZHANG: Who = Who("张三", "A", P);
const LI: Who = Who("李四", "B", Q);
const WANG: Who = Who("王五", "C", "");
const FIRM: Who = Who("云川县远山建筑有限公司", "F", "");

#[rustfmt::skip]
const SCENARIOS: [Scenario; 36] = [
    // The opponent was served.
    case("the opponent was served, by number", worked(LI, "", NOBODY), ZHANG, "opponent", LI, Some(("certain", true))),
    case("the opponent was served, number only now", worked(Who("李四", "", ""), "", NOBODY), ZHANG, "opponent", Who("李四", "B", ""), Some(("possible", true))),
    case("the opponent was served, name and phone", worked(Who("李四", "", Q), "", NOBODY), ZHANG, "opponent", Who("李四", "", Q), Some(("likely", true))),
    case("the opponent was served, name alone", worked(Who("李四", "", ""), "", NOBODY), ZHANG, "opponent", Who("李四", "", ""), Some(("possible", true))),
    case("another of that name by number", worked(LI, "", NOBODY), ZHANG, "opponent", Who("李四", "C", ""), None),
    case("the older form of the number", worked(Who("李四", "A", ""), "", NOBODY), LI, "opponent", Who("李四", "a", ""), Some(("certain", true))),
    case("the older form came first", worked(Who("李四", "a", ""), "", NOBODY), Who("王五", "", ""), "opponent", Who("李四", "A", ""), Some(("certain", true))),
    case("the name is written differently but the number agrees", worked(Who("李肆", "B", ""), "", NOBODY), ZHANG, "opponent", LI, Some(("certain", true))),
    case("a name that sounds alike with the phone", worked(Who("李思", "", Q), "", NOBODY), ZHANG, "opponent", Who("李四", "", Q), Some(("likely", true))),
    case("a name that sounds alike alone", worked(Who("李思", "", ""), "", NOBODY), ZHANG, "opponent", Who("李四", "", ""), None),
    case("the phone alone", worked(Who("赵六", "", Q), "", NOBODY), ZHANG, "opponent", Who("李四", "", Q), Some(("possible", true))),
    case("a name with a variant glyph", worked(Who("査良", "", ""), "", NOBODY), ZHANG, "opponent", Who("查良", "", ""), Some(("possible", true))),
    case("a name dot written differently", worked(Who("阿卜杜·外力", "", ""), "", NOBODY), ZHANG, "opponent", Who("阿卜杜•外力", "", ""), Some(("possible", true))),
    case("nobody was here before", worked(WANG, "", NOBODY), ZHANG, "opponent", LI, None),
    // The visitor was the opponent of somebody served.
    case("the visitor was the opponent before", worked(LI, "opponent", ZHANG), ZHANG, "opponent", LI, Some(("certain", true))),
    case("the visitor was the opponent, in another matter", worked(LI, "opponent", ZHANG), ZHANG, "opponent", WANG, Some(("certain", true))),
    case("the visitor was the opponent, without number", worked(LI, "opponent", Who("张三", "", "")), ZHANG, "", NOBODY, Some(("possible", true))),
    case("the visitor was the opponent and comes without name of another side", worked(LI, "opponent", ZHANG), ZHANG, "", NOBODY, Some(("certain", true))),
    case("the visitor was a neutral party", worked(LI, "third_party", ZHANG), ZHANG, "opponent", WANG, None),
    case("the visitor was the spouse, who stands against", worked(LI, "spouse", ZHANG), ZHANG, "", NOBODY, Some(("certain", true))),
    // Same side, no conflict.
    case("the same visitor again", worked(ZHANG, "opponent", LI), ZHANG, "opponent", LI, None),
    case("the same visitor against somebody new", worked(ZHANG, "opponent", LI), ZHANG, "opponent", WANG, None),
    case("a co-applicant was served before", worked(LI, "", NOBODY), ZHANG, "co_applicant", LI, None),
    case("two visitors against the same firm", worked(LI, "opponent", FIRM), ZHANG, "opponent", FIRM, None),
    case("a neutral organ is no conflict", worked(LI, "", NOBODY), ZHANG, "institution", LI, None),
    case("who came along before is the opponent now", worked(ZHANG, "co_applicant", LI), ZHANG, "opponent", LI, Some(("certain", true))),
    case("who was represented before is the opponent now", worked(WANG, "represented", LI), ZHANG, "opponent", LI, Some(("certain", true))),
    case("the guardian of before is the opponent now", worked(WANG, "guardian", LI), ZHANG, "opponent", LI, Some(("certain", true))),
    // Organisations.
    case("a firm that was represented, by code", worked(WANG, "represented", FIRM), ZHANG, "opponent", FIRM, Some(("certain", true))),
    case("a firm by name", worked(WANG, "represented", Who("云川县远山建筑有限公司", "", "")), ZHANG, "opponent", Who("云川县远山建筑有限责任公司", "", ""), Some(("likely", true))),
    case("a firm of the same name and another code", worked(WANG, "represented", FIRM), ZHANG, "opponent", Who("云川县远山建筑有限公司", "G", ""), None),
    case("a firm with brackets written differently", worked(WANG, "represented", Who("远山（云川）建材有限公司", "", "")), ZHANG, "opponent", Who("远山(云川)建材有限公司", "", ""), Some(("likely", true))),
    // What became of the earlier ticket.
    case("a void ticket counts for nothing", with_fate(worked(LI, "", NOBODY), Fate::Void), ZHANG, "opponent", LI, None),
    case("a lawyer on duty answered, the clerk wrote it down", with_fate(worked(LI, "", NOBODY), Fate::DutyLawyer), ZHANG, "opponent", LI, Some(("certain", true))),
    case("only received: known, but nobody must stay away", with_fate(worked(LI, "", NOBODY), Fate::Received), ZHANG, "opponent", LI, Some(("certain", false))),
    case("an opponent without any name yet", worked(LI, "", NOBODY), ZHANG, "", NOBODY, None),
];

fn play_earlier(desk: &mut TestDesk, earlier: &Earlier) -> Uuid {
    let id = visit(earlier.visitor, earlier.role, earlier.other).add(desk);
    let (clerk, handler, director) = (
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.director.clone(),
    );
    let version = desk.version(id);
    match earlier.fate {
        Fate::Received => {}
        Fate::Worked => desk
            .write(&handler, |tx| act::accept(tx, id, version))
            .unwrap(),
        Fate::Void => desk
            .write(&director, |tx| act::void(tx, id, version, "登错了"))
            .unwrap(),
        Fate::DutyLawyer => {
            let note = Note {
                kind: "advice".into(),
                text: "值班律师已解答".into(),
                on_behalf_of: handler.id.to_string(),
                minutes: 15,
            };
            desk.write(&clerk, |tx| act::note(tx, id, &note)).unwrap();
        }
    }
    id
}

#[test]
fn every_written_scenario_comes_out_as_agreed() {
    let mut wrong = Vec::new();
    for scenario in &SCENARIOS {
        let mut desk = open(&centre());
        play_earlier(&mut desk, &scenario.earlier);
        let lawyer = desk.handler.id.to_string();
        let id = visit(scenario.visitor, scenario.role, scenario.other).add(&mut desk);
        let findings = desk.ticket(id).findings();
        let stays_away = desk.ticket(id).excluded_staff().contains(&lawyer);
        let strength = strengths(&desk, scenario, id);
        let found = strength.map(|strength| (strength, stays_away));
        if found != scenario.expected || findings.is_empty() != scenario.expected.is_none() {
            wrong.push(format!(
                "{}: {found:?}, not {:?}",
                scenario.title, scenario.expected
            ));
        }
        for finding in findings {
            assert_eq!(finding.answer, "pending");
            assert!(
                !finding.sentence.contains("欠薪"),
                "nothing of the matter is told"
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The strongest finding of the check before saving, which the clerk sees while typing.
fn strengths(desk: &TestDesk, scenario: &Scenario, ticket: Uuid) -> Option<&'static str> {
    let typed = visit(scenario.visitor, scenario.role, scenario.other).visit;
    let (fields, _) = check_visitor(&typed.visitor, desk.view().today());
    let ticket = desk.ticket(ticket);
    let parties = form_parties(&fields, &ticket.parties());
    let found = find_conflicts(&desk.view(), &parties, ticket.id_in("person"), None).unwrap();
    found
        .iter()
        .filter(|finding| finding.ticket != ticket.id)
        .map(|finding| finding.strength)
        .max()
        .map(|strength| strength.code())
}

#[test]
fn every_ticket_of_one_visit_keeps_its_own_lawyer_away() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let done = visit(LI, "", NOBODY)
        .and_at("consult")
        .register(&mut desk, &clerk)
        .unwrap();
    let lawyers = [desk.handler.clone(), desk.second.clone()];
    for (ticket, lawyer) in done.tickets.iter().zip(&lawyers) {
        let version = desk.version(ticket.id);
        desk.write(lawyer, |tx| act::accept(tx, ticket.id, version))
            .unwrap();
    }
    let id = visit(ZHANG, "opponent", LI).add(&mut desk);
    let ticket = desk.ticket(id);
    assert_eq!(ticket.findings().len(), 2);
    for lawyer in &lawyers {
        assert!(
            ticket.excluded_staff().contains(&lawyer.id.to_string()),
            "{}",
            lawyer.name
        );
    }
}

#[test]
fn a_person_registered_twice_hides_nothing() {
    let mut desk = open(&centre());
    play_earlier(&mut desk, &worked(Who("李四", "", Q), "", NOBODY));
    play_earlier(&mut desk, &worked(Who("李四", "B", ""), "", NOBODY));
    let id = visit(ZHANG, "opponent", Who("李四", "B", Q)).add(&mut desk);
    assert_eq!(desk.ticket(id).findings().len(), 2);
}

#[test]
fn an_excluded_lawyer_can_neither_be_given_the_ticket_nor_take_it() {
    let mut desk = open(&centre());
    play_earlier(&mut desk, &worked(LI, "", NOBODY));
    let id = visit(ZHANG, "opponent", LI).add(&mut desk);
    let (clerk, handler) = (desk.clerk.clone(), desk.handler.clone());
    let version = desk.version(id);
    let fault = desk
        .write(&clerk, |tx| act::assign(tx, id, version, handler.id, ""))
        .unwrap_err();
    assert_eq!(fault.code(), "staff.excluded");
    let fault = desk
        .write(&handler, |tx| act::accept(tx, id, version))
        .unwrap_err();
    assert_eq!(fault.code(), "staff.excluded");
    let key = desk.ticket(id).findings()[0].key.clone();
    desk.write(&clerk, |tx| {
        act::answer_finding(tx, id, &key, "different", "出生日期不同")
    })
    .unwrap();
    let version = desk.version(id);
    desk.write(&clerk, |tx| act::assign(tx, id, version, handler.id, ""))
        .unwrap();
}

#[test]
fn a_further_visit_in_the_same_matter_keeps_the_lawyer_of_the_other_side_away() {
    let mut desk = open(&centre());
    play_earlier(&mut desk, &worked(LI, "", NOBODY));
    let case = visit(ZHANG, "opponent", LI).add(&mut desk);
    let clerk = desk.clerk.clone();
    let key = desk.ticket(case).findings()[0].key.clone();
    desk.write(&clerk, |tx| act::answer_finding(tx, case, &key, "same", ""))
        .unwrap();
    let again = visit(ZHANG, "opponent", LI)
        .same_matter_as(case)
        .add(&mut desk);
    let ticket = desk.ticket(again);
    assert!(
        ticket
            .excluded_staff()
            .contains(&desk.handler.id.to_string())
    );
    let answers: Vec<String> = ticket
        .findings()
        .into_iter()
        .map(|found| found.answer)
        .collect();
    assert_eq!(answers, ["same"], "what was answered is not asked again");
}

#[test]
fn a_ticket_split_off_keeps_the_lawyer_of_the_other_side_away() {
    let mut desk = open(&centre());
    play_earlier(&mut desk, &worked(LI, "", NOBODY));
    let case = visit(ZHANG, "opponent", LI).add(&mut desk);
    let clerk = desk.clerk.clone();
    let version = desk.version(case);
    let new = NewTicket {
        window: "consult".into(),
        matter: "邻里".into(),
        ..NewTicket::default()
    };
    let (child, _, _) = desk
        .write(&clerk, |tx| act::split(tx, case, version, &new, "另有一事"))
        .unwrap();
    assert!(
        desk.ticket(child)
            .excluded_staff()
            .contains(&desk.handler.id.to_string())
    );
}

#[test]
fn an_opponent_named_later_is_checked_like_one_named_at_once() {
    let mut desk = open(&centre());
    play_earlier(&mut desk, &worked(LI, "", NOBODY));
    let id = visit(ZHANG, "", NOBODY).add(&mut desk);
    assert!(desk.ticket(id).findings().is_empty());
    let clerk = desk.clerk.clone();
    let version = desk.version(id);
    let late = fachuang_core::ticket::Party {
        role: "opponent".into(),
        kind: "person".into(),
        name: "李四".into(),
        id_number: number("B"),
        ..fachuang_core::ticket::Party::default()
    };
    desk.write(&clerk, |tx| act::save_party(tx, id, version, &late, ""))
        .unwrap();
    let ticket = desk.ticket(id);
    assert_eq!(ticket.findings().len(), 1);
    assert!(
        ticket
            .excluded_staff()
            .contains(&desk.handler.id.to_string())
    );
    let before = desk.dump().unwrap();
    for (party, expected) in [
        (
            fachuang_core::ticket::Party {
                name: " ".into(),
                ..late.clone()
            },
            "party.name name.empty",
        ),
        (
            fachuang_core::ticket::Party {
                role: "friend".into(),
                ..late.clone()
            },
            "party.role choice.unknown",
        ),
        (
            fachuang_core::ticket::Party {
                id_number: "12".into(),
                ..late.clone()
            },
            "party.id_number id.length",
        ),
        (
            fachuang_core::ticket::Party {
                key: "p77".into(),
                ..late
            },
            "party.key party.not_found",
        ),
    ] {
        let version = desk.version(id);
        let fault = desk
            .write(&clerk, |tx| act::save_party(tx, id, version, &party, ""))
            .unwrap_err();
        assert_eq!(support::refusal(&fault), expected);
        assert_eq!(desk.dump().unwrap(), before);
    }
}

#[test]
fn a_lawyer_who_takes_the_other_side_after_registration_is_kept_away_too() {
    let mut desk = open(&centre());
    let other = play_earlier(
        &mut desk,
        &with_fate(worked(LI, "", NOBODY), Fate::Received),
    );
    let id = visit(ZHANG, "opponent", LI).add(&mut desk);
    let handler = desk.handler.clone();
    let version = desk.version(other);
    desk.write(&handler, |tx| act::accept(tx, other, version))
        .unwrap();
    let version = desk.version(id);
    let fault = desk
        .write(&handler, |tx| act::accept(tx, id, version))
        .unwrap_err();
    assert_eq!(fault.code(), "staff.excluded");
}

#[test]
fn many_on_the_own_side_hide_nobody_on_the_other() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let opposed = visit(Who("王五", "C", ""), "opponent", Who("李四", "B", Q))
        .register(&mut desk, &clerk)
        .unwrap()
        .tickets[0]
        .id;
    // A clinic writes for whoever has no telephone: the same number, newer than what it hides.
    for _ in 0..210 {
        visit(Who("李四", "", Q), "", NOBODY)
            .register(&mut desk, &clerk)
            .unwrap();
    }
    let typed = visit(Who("李四", "", Q), "", NOBODY).visit;
    let (fields, _) = check_visitor(&typed.visitor, desk.view().today());
    let found = find_conflicts(&desk.view(), &form_parties(&fields, &[]), None, None).unwrap();
    let tickets: Vec<Uuid> = found.iter().map(|finding| finding.ticket).collect();
    assert_eq!(tickets, [opposed]);
}

#[test]
fn the_roles_of_the_other_side_are_those_that_older_rows_were_marked_by() {
    let roles = dictionary::bundled("party_roles").unwrap().entries();
    let against: Vec<&str> = roles
        .iter()
        .filter(|role| role.attribute("side") == Some("against"))
        .map(|role| role.code.as_str())
        .collect();
    assert_eq!(against, ["opponent", "spouse"]);
    let sql = MIGRATIONS[10].sql;
    assert!(
        sql.contains("WHERE role IN ('opponent', 'spouse')"),
        "{sql}"
    );
}

#[test]
fn a_register_entry_merged_away_is_still_the_visitor() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let first = visit(Who("张三", "", P), "opponent", Who("张三", "", ""))
        .register(&mut desk, &clerk)
        .unwrap();
    let second = visit(Who("张三", "A", ""), "", NOBODY)
        .register(&mut desk, &clerk)
        .unwrap();
    let archivist = desk.archivist.clone();
    let (kept, absorbed) = (second.person.unwrap(), first.person.unwrap());
    desk.write(&archivist, |tx| person::merge(tx, kept, absorbed, "同一人"))
        .unwrap();
    let typed = visit(Who("张三", "A", ""), "", NOBODY).visit;
    let (fields, _) = check_visitor(&typed.visitor, desk.view().today());
    let parties = form_parties(&fields, &[]);
    for entry in [kept, absorbed] {
        let found = find_conflicts(&desk.view(), &parties, Some(entry), None).unwrap();
        assert_eq!(found, [], "the own earlier ticket is no conflict");
    }
}
