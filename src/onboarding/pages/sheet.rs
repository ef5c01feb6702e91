//! What every page about a hire shows: the plan, who looks at it as what, and names in place of ids.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    content::model::Area,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, look},
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::UserId,
        role::Role,
        text_enum::TextEnum,
        time::{Timestamp, days},
    },
    onboarding::{self, api::views::PlanView, model::ModuleRow},
    people,
    pipeline::state::{ModuleState, PortfolioStage},
};

/// The data of a page.
pub(super) type Sheet = Map<String, Value>;

/// A module due within so many days is due soon.
const SOON_DAYS: i64 = 7;

/// Fields that hold somebody's id.
const PEOPLE: [&str; 16] = [
    "by",
    "trainer",
    "trainee",
    "coach",
    "manager",
    "buddy",
    "hiring_manager",
    "sponsor",
    "ops_lead",
    "hr",
    "held_by",
    "observed_by",
    "assigned_by",
    "released_by",
    "recorded_by",
    "coach_id",
];

/// The fields of an object.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// The plan with `more` about it.
pub(super) fn sheet(conn: &mut Conn, ctx: &Ctx, case: &Case, more: Value) -> Result<Sheet, Fault> {
    let mut sheet = object(json!({
        "plan": PlanView::of(case),
        "day": day(case, ctx.now),
        "me": me(conn, ctx, case)?,
        "now": ctx.now,
        "pressed": null,
        "body": {},
    }));
    sheet.extend(object(more));
    name_people(conn, &mut sheet)?;
    Ok(sheet)
}

/// Adds the names of everybody whose id stands in the sheet.
pub(super) fn name_people(conn: &mut Conn, sheet: &mut Sheet) -> Result<(), Fault> {
    let mut ids = BTreeSet::new();
    sheet.values().for_each(|value| collect(value, &mut ids));
    let ids: Vec<UserId> = ids.into_iter().collect();
    let names: Map<String, Value> = people::users_by_ids(conn, &ids)?
        .into_iter()
        .map(|user| (user.id.to_string(), user.name.into()))
        .collect();
    sheet.insert("names".to_owned(), names.into());
    Ok(())
}

fn collect(value: &Value, ids: &mut BTreeSet<UserId>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, ids)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if PEOPLE.contains(&name.as_str()) => {
                        ids.extend(text.parse::<UserId>())
                    }
                    other => collect(other, ids),
                }
            }
        }
        _ => {}
    }
}

/// Days since the first one, which is day 0 (dossier 6.0); `None` before.
pub(super) fn day(case: &Case, now: Timestamp) -> Option<i64> {
    let starts_at = case.plan.starts_at.filter(|at| *at <= now)?;
    case.plan.live_at.map(|_| now.days_since(starts_at))
}

/// As what somebody acts here: a form is offered to those whose act it is. The use cases judge for themselves.
fn me(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<Value, Fault> {
    let parts = look::parts(case, &ctx.actor);
    let is = |roles: &[Role]| roles.iter().any(|role| parts.contains(role));
    let id = ctx.actor.user_id();
    let user = match id {
        Some(id) => people::find_user(conn, id)?,
        None => None,
    };
    let trainee = is(&[Role::Trainee]);
    Ok(json!({
        "id": id,
        "trainee": trainee,
        "trainer": is(&[Role::Trainer]) && !trainee,
        "coach": is(&[Role::Coach]),
        "manager": is(&[Role::Manager]),
        "hiring_manager": is(&[Role::HiringManager]),
        "hr": is(&[Role::Hr, Role::HrLead]),
        "operations": user.is_some_and(|user| user.operations) && !trainee,
        "prepares": is(&[Role::Hr, Role::HrLead, Role::HiringManager]),
        "readies": is(&[Role::Hr, Role::HrLead, Role::HiringManager, Role::Manager, Role::Trainer]),
        "learns": is(&[Role::Trainee, Role::Trainer, Role::Coach, Role::Manager]),
        "meets": is(&[Role::Trainer, Role::Manager]),
        "gives": is(&[Role::Coach, Role::Manager, Role::HiringManager]),
        "at_clients": is(&[Role::Trainee, Role::Coach, Role::Manager]),
        "counts": is(&[Role::Coach, Role::Manager, Role::Hr, Role::HrLead]),
        "observes": !trainee
            && is(&[Role::Manager, Role::HiringManager, Role::OpsLead, Role::Trainer, Role::Coach]),
        "reviews": is(&[Role::HiringManager, Role::Manager]),
        "signs_review": !trainee
            && is(&[Role::HiringManager, Role::Manager, Role::Sponsor, Role::HrLead, Role::Coach]),
        "ends": is(&[Role::HiringManager, Role::Hr, Role::HrLead]),
    }))
}

/// A module in a list.
#[derive(Debug, Serialize)]
pub(super) struct ModuleLine {
    pub(super) code: ModuleCode,
    title: String,
    area: Option<Area>,
    state: ModuleState,
    /// How it stands today, for the eye: `done`, `waiting`, `late`, `returned`, `soon`, `started` or `open`.
    pub(super) standing: &'static str,
    icon: &'static str,
    due_at: Option<Timestamp>,
    due_day: i64,
    pub(super) trainer: Option<UserId>,
}

impl ModuleLine {
    pub(super) fn of(case: &Case, row: &ModuleRow, now: Timestamp) -> Self {
        let known = case.pack.module(&row.code);
        let due_at = case
            .plan
            .starts_at
            .map(|starts_at| onboarding::module_due(starts_at, row.due_day, &case.calendar));
        let standing = standing(row.state, due_at, now);
        Self {
            code: row.code.clone(),
            title: known.map_or_else(|| row.code.to_string(), |module| module.title.clone()),
            area: known.map(|module| module.area),
            state: row.state,
            standing,
            icon: icon(standing),
            due_at,
            due_day: row.due_day,
            trainer: row.trainer_id,
        }
    }

    /// What comes first: the late, then by the day it is due.
    pub(super) fn urgency(&self) -> (usize, i64) {
        const ORDER: [&str; 7] = ["late", "returned", "soon", "waiting", "started", "open", "done"];
        let place = ORDER.iter().position(|word| *word == self.standing);
        (place.unwrap_or(ORDER.len()), self.due_day)
    }
}

/// Every module of a plan, in order.
pub(super) fn lines(case: &Case, now: Timestamp) -> Vec<ModuleLine> {
    case.modules
        .iter()
        .map(|row| ModuleLine::of(case, row, now))
        .collect()
}

fn standing(state: ModuleState, due_at: Option<Timestamp>, now: Timestamp) -> &'static str {
    let late = due_at.is_some_and(|due| now > due);
    let soon = due_at.is_some_and(|due| now + days(SOON_DAYS) >= due);
    match state {
        ModuleState::SignedOff | ModuleState::WaivedEquivalent => "done",
        ModuleState::EvidenceSubmitted => "waiting",
        _ if late => "late",
        ModuleState::Returned => "returned",
        _ if soon => "soon",
        ModuleState::InProgress => "started",
        ModuleState::NotStarted => "open",
    }
}

fn icon(standing: &str) -> &'static str {
    match standing {
        "done" => "circle-check",
        "waiting" => "signature",
        "late" => "alert-triangle",
        "returned" => "refresh",
        "soon" => "clock",
        "started" => "player-play",
        _ => "circle-minus",
    }
}

/// The stages of the portfolio with what each allows.
pub(super) fn stages(case: &Case) -> Vec<Value> {
    let of = |&stage: &PortfolioStage| {
        let limit = case.policy.portfolio.get(stage);
        json!({
            "stage": stage, "from_day": limit.from_day, "max": limit.max_accounts,
            "reached": stage < case.plan.stage, "now": stage == case.plan.stage,
        })
    };
    PortfolioStage::ALL.iter().map(of).collect()
}

/// People who hold a role, as options of a select.
pub(super) fn holders(conn: &mut Conn, role: Role) -> Result<Value, Fault> {
    let users = people::users_with_role(conn, role)?;
    Ok(users
        .into_iter()
        .map(|user| json!({ "value": user.id, "label": user.name }))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_late_after_its_day_and_due_soon_a_week_before() {
        let due = Timestamp::parse("2026-11-19T17:00:00Z").unwrap();
        let at = |before: i64, state| standing(state, Some(due), due - days(before));
        assert_eq!(at(8, ModuleState::NotStarted), "open");
        assert_eq!(at(8, ModuleState::InProgress), "started");
        assert_eq!(at(7, ModuleState::InProgress), "soon");
        assert_eq!(at(0, ModuleState::NotStarted), "soon");
        assert_eq!(at(-1, ModuleState::Returned), "late");
        assert_eq!(
            at(-1, ModuleState::EvidenceSubmitted),
            "waiting",
            "the hire has done their part"
        );
        assert_eq!(at(-1, ModuleState::SignedOff), "done");
        assert_eq!(
            standing(ModuleState::NotStarted, None, due),
            "open",
            "no first day yet"
        );
    }
}
