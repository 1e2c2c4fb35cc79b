//! 评价.

use fachuang_core::desk::Actor;
use fachuang_core::number::RatingCode;
use fachuang_core::ticket::list::{list_rating_tasks as task_rows, row_by_rating_code};
use fachuang_core::ticket::rate::{self, Answer as Levels};
use fachuang_core::ticket::{self};
use fachuang_core::time;

use super::intake::id;
use super::show;
use crate::front::{Answer, Asked, Front, staff_name};
use crate::refusal::Refusal;
use crate::wire::rating::{
    DeclineRating, FinishRatingTask, RatingProgress, RatingScreen, RatingTask, RatingTasks,
    StopRating, SubmitRating,
};
use crate::wire::{ById, Nothing};

pub fn ask_rating(front: &mut Front, wish: ById) -> Answer<Nothing> {
    let ticket = id(&wish.id, "id")?;
    front.write(|tx| rate::ask_rating(tx, ticket))?;
    let token: [u8; 16] = fachuang_core::chance::draw(&mut front.random());
    let token = token.iter().map(|byte| format!("{byte:02x}")).collect();
    front.asked = Some(Asked {
        token,
        ticket,
        state: "waiting",
    });
    Ok(Nothing {})
}

pub fn rating_progress(front: &mut Front, _: Nothing) -> Answer<RatingProgress> {
    Ok(match &front.asked {
        Some(asked) => RatingProgress {
            state: asked.state.to_owned(),
            ticket_id: asked.ticket.to_string(),
        },
        None => RatingProgress {
            state: "none".to_owned(),
            ticket_id: String::new(),
        },
    })
}

pub fn stop_rating(front: &mut Front, wish: StopRating) -> Answer<Nothing> {
    let ticket = id(&wish.ticket_id, "ticket_id")?;
    let declined = match wish.result.as_str() {
        "declined" => true,
        "no_answer" => false,
        _ => return Err(Refusal::at("choice.unknown", "result")),
    };
    front.write(|tx| rate::end_asking(tx, ticket, declined, &wish.reason))?;
    if front
        .asked
        .as_ref()
        .is_some_and(|asked| asked.ticket == ticket)
    {
        front.asked = None;
    }
    Ok(Nothing {})
}

pub fn rating_screen(front: &mut Front, _: Nothing) -> Answer<RatingScreen> {
    let Some(open) = &front.open else {
        return Ok(RatingScreen {
            state: "idle".to_owned(),
            site_name: String::new(),
            token: String::new(),
            large_print: false,
        });
    };
    let asking = front
        .asked
        .as_ref()
        .filter(|asked| asked.state == "waiting");
    Ok(RatingScreen {
        state: if asking.is_some() { "asking" } else { "idle" }.to_owned(),
        site_name: open.desk.site().name.clone(),
        token: asking.map(|asked| asked.token.clone()).unwrap_or_default(),
        large_print: open
            .desk
            .view()
            .local(fachuang_core::desk::key::LARGE_PRINT)?
            == "true",
    })
}

/// Finds the ticket a token names: the one on the screen, or the one with that tear-off code.
fn ticket_of(front: &Front, token: &str) -> Answer<uuid::Uuid> {
    if let Some(asked) = front
        .asked
        .as_ref()
        .filter(|asked| asked.token == token && asked.state == "waiting")
    {
        return Ok(asked.ticket);
    }
    let code = RatingCode::parse(token).map_err(|_| Refusal::at("rating.code_unknown", "token"))?;
    let (desk, _) = front.desk()?;
    Ok(row_by_rating_code(&desk.view(), code.as_str())?.id)
}

fn as_citizen(
    front: &mut Front,
    decide: impl FnOnce(&mut fachuang_core::desk::Tx<'_>) -> fachuang_core::error::Result<()>,
) -> Answer<()> {
    let open = front.open()?;
    Ok(open.desk.write(&Actor::citizen(), decide)?)
}

pub fn submit_rating(front: &mut Front, wish: SubmitRating) -> Answer<Nothing> {
    let ticket = ticket_of(front, &wish.token)?;
    let answer = Levels {
        attitude: wish.attitude,
        efficiency: wish.efficiency,
        skill: wish.skill,
        overall: wish.overall,
        comment: wish.comment,
        anonymous: wish.anonymous,
    };
    as_citizen(front, |tx| rate::rate(tx, ticket, &answer))?;
    settle(front, ticket, "rated");
    Ok(Nothing {})
}

pub fn decline_rating(front: &mut Front, wish: DeclineRating) -> Answer<Nothing> {
    let ticket = ticket_of(front, &wish.token)?;
    as_citizen(front, |tx| rate::decline_rating(tx, ticket))?;
    settle(front, ticket, "declined");
    Ok(Nothing {})
}

fn settle(front: &mut Front, ticket: uuid::Uuid, state: &'static str) {
    if let Some(asked) = front.asked.as_mut().filter(|asked| asked.ticket == ticket) {
        asked.state = state;
    }
}

pub fn list_rating_tasks(front: &mut Front, _: Nothing) -> Answer<RatingTasks> {
    let (desk, actor) = front.desk()?;
    actor.require(fachuang_core::account::role::Right::ViewCases)?;
    let view = desk.view();
    let mut tasks = Vec::new();
    for row in task_rows(&view)? {
        if !show::sees_row(&view, actor, &row) {
            continue;
        }
        let ticket = ticket::get(&view, row.id)?;
        let progress = ticket.progress()?;
        let Some(rating) = &progress.rating else {
            continue;
        };
        let (handled_by, result, handled_ms) = progress.rating_finished.clone().unwrap_or_default();
        tasks.push(RatingTask {
            id: row.id.to_string(),
            ticket_id: row.id.to_string(),
            number: row.number.clone(),
            window_name: show::window_name(&row.window).to_owned(),
            matter: row.matter.clone(),
            rated_name: staff_name(
                &view,
                match progress.assignee.as_str() {
                    "" => ticket.text("first_contact"),
                    assignee => assignee,
                },
            )?,
            own: progress.hands.contains(&actor.id.to_string()),
            overall: u32::from(rating.overall),
            attitude: u32::from(rating.attitude),
            efficiency: u32::from(rating.efficiency),
            skill: u32::from(rating.skill),
            comment: rating.comment.clone(),
            at: time::to_text(rating.at_ms),
            state: row.rating_task.clone(),
            handled_by: staff_name(&view, &handled_by)?,
            handled_at: if handled_ms == 0 {
                String::new()
            } else {
                time::to_text(handled_ms)
            },
            result,
        });
    }
    Ok(RatingTasks { tasks })
}

pub fn finish_rating_task(front: &mut Front, wish: FinishRatingTask) -> Answer<Nothing> {
    let ticket = id(&wish.id, "id")?;
    front.write(|tx| rate::finish_rating(tx, ticket, &wish.result))?;
    Ok(Nothing {})
}
