//! The trainer's board: people by modules, the late first, and what waits for one's own signature.

use std::{cmp::Reverse, collections::BTreeSet};

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};

use super::sheet::{ModuleLine, Sheet, day, lines, name_people, object};
use crate::{
    app::App,
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow::onboarding::{Case, load, look},
    kernel::{codes::ModuleCode, ctx::Ctx, ids::UserId, role::Role, text_enum::TextEnum, time::Timestamp},
    onboarding::{api::views::PlanView, model::Plan},
    people::Visit,
    pipeline::state::PlanState,
    web::{ApiResult, Paging, Query},
};

/// Which people and modules.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Asked {
    /// `mine`: modules I train; `all`.
    #[serde(default)]
    show: Option<String>,
    #[serde(default)]
    state: Option<PlanState>,
}

/// A person of the board.
#[derive(Debug)]
struct Person {
    over: bool,
    plan: PlanView,
    day: Option<i64>,
    late: usize,
    soon: usize,
    waiting: usize,
    modules: Vec<ModuleLine>,
}

/// The board.
pub(super) async fn board(
    app: Data<App>,
    visit: Visit,
    asked: Query<Asked>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    let (ctx, asked) = (app.ctx(&visit), asked.0);
    let trains = visit.staff.user.roles.contains(&Role::Trainer);
    let mine = asked.show.as_deref().map_or(trains, |word| word == "mine");
    let sheet = app
        .db
        .read(move |conn| read(conn, &ctx, (&asked, &paging.0), (trains, mine)))
        .await?;
    visit.page("onboarding/pages/board", "onboarding-board", &sheet)
}

fn read(
    conn: &mut Conn,
    ctx: &Ctx,
    (asked, wanted): (&Asked, &PageRequest),
    (trains, mine): (bool, bool),
) -> Result<Sheet, Fault> {
    let page = look::list(conn, ctx, asked.state, wanted)?;
    let only = ctx.actor.user_id().filter(|_| mine);
    let mut people = Vec::new();
    for plan in &page.data {
        let person = person(conn, ctx, plan, only)?;
        if !mine || !person.modules.is_empty() {
            people.push(person);
        }
    }
    people.sort_by_key(|person| (person.over, Reverse(person.late), Reverse(person.soon)));
    let codes = columns(&people);
    let rows: Vec<Value> = people.iter().map(|person| row(person, &codes)).collect();
    let mut sheet = object(json!({
        "waiting": waiting(conn, ctx)?,
        "people": rows,
        "codes": codes,
        "mine": mine,
        "trains": trains,
        "state": asked.state,
        "states": PlanState::ALL,
        "next": page.next_cursor,
        "first": wanted.after.is_none(),
    }));
    name_people(conn, &mut sheet)?;
    Ok(sheet)
}

fn person(conn: &mut Conn, ctx: &Ctx, plan: &Plan, only: Option<UserId>) -> Result<Person, Fault> {
    let case = load(conn, ctx, plan.id)?;
    let mut modules = lines(&case, ctx.now);
    if let Some(trainer) = only {
        modules.retain(|module| module.trainer == Some(trainer));
    }
    let count = |word: &str| {
        modules
            .iter()
            .filter(|m| at_work(&case) && m.standing == word)
            .count()
    };
    Ok(Person {
        over: matches!(plan.state, PlanState::Confirmed | PlanState::Ended),
        plan: PlanView::of(&case),
        day: day(&case, ctx.now),
        late: count("late"),
        soon: count("soon") + count("returned"),
        waiting: count("waiting"),
        modules,
    })
}

fn at_work(case: &Case) -> bool {
    matches!(
        case.plan.state,
        PlanState::Active | PlanState::Extended | PlanState::Confirmed
    )
}

/// The modules of the people shown: shared ones first, each area in its order.
fn columns(people: &[Person]) -> Vec<ModuleCode> {
    let mut known = BTreeSet::new();
    let all = people.iter().flat_map(|person| &person.modules);
    let mut codes: Vec<ModuleCode> = all
        .map(|module| module.code.clone())
        .filter(|code| known.insert(code.clone()))
        .collect();
    codes.sort_by_key(|code| !code.as_str().starts_with("S-"));
    codes
}

/// A row of the matrix: a cell for every column, and the urgent modules by urgency for small screens.
fn row(person: &Person, codes: &[ModuleCode]) -> Value {
    let cells: Vec<Option<&ModuleLine>> = codes
        .iter()
        .map(|code| person.modules.iter().find(|module| module.code == *code))
        .collect();
    let mut urgent: Vec<&ModuleLine> = person
        .modules
        .iter()
        .filter(|module| ["late", "returned", "soon", "waiting"].contains(&module.standing))
        .collect();
    urgent.sort_by_key(|module| module.urgency());
    json!({
        "plan": person.plan, "day": person.day, "late": person.late, "soon": person.soon,
        "waiting": person.waiting, "cells": cells, "urgent": urgent,
    })
}

/// Modules that wait for my signature.
fn waiting(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<Value>, Fault> {
    let line = |waiting: look::Waiting| {
        let submitted_at: Option<Timestamp> = waiting.row.body.0.submitted_at;
        json!({
            "plan": waiting.case.plan.id,
            "version": waiting.case.plan.version,
            "trainee_name": waiting.case.plan.trainee_name,
            "module": ModuleLine::of(&waiting.case, &waiting.row, ctx.now),
            "submitted_at": submitted_at,
            "open": waiting.open,
        })
    };
    Ok(look::waiting(conn, ctx)?.into_iter().map(line).collect())
}
