//! Pages of jobs: the list, the wizard, one job with its description, plan, approvals, posting and board.

mod approvals;
mod board;
mod board_move;
mod describe;
mod diff;
mod documents;
mod lay_out;
mod list;
mod new;
mod plan;
mod plan_form;
mod read;
mod show;
mod versions;

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{ServiceConfig, get, post, resource},
};
use serde_json::{Map, Value, json};

use super::model::Job;
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    jobs,
    kernel::{ctx::Ctx, ids::UserId},
    people::{self, Visit},
    pipeline::{
        refusal::GateRow,
        state::{JobState, Machine, Mover},
    },
    web::{ApiResult, Problem},
};

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/jobs")
            .route(get().to(list::list))
            .route(post().to(new::create)),
    )
    .service(
        resource("/jobs/new")
            .route(get().to(new::ask))
            .route(post().to(new::suggest)),
    )
    .service(resource("/jobs/{id}").route(get().to(show::show)))
    .service(resource("/jobs/{id}/cancel").route(get().to(show::ask_cancel)))
    .service(resource("/jobs/{id}/transitions").route(post().to(show::transition)));
    cfg.service(
        resource("/jobs/{id}/people")
            .route(get().to(documents::people))
            .route(post().to(documents::save_people)),
    )
    .service(
        resource("/jobs/{id}/kind")
            .route(get().to(documents::kind))
            .route(post().to(documents::save_kind)),
    )
    .service(
        resource("/jobs/{id}/role_plan")
            .route(get().to(documents::role_plan))
            .route(post().to(documents::save_role_plan)),
    )
    .service(
        resource("/jobs/{id}/ladder")
            .route(get().to(documents::ladder))
            .route(post().to(documents::save_ladder)),
    )
    .service(
        resource("/jobs/{id}/accountability")
            .route(get().to(documents::accountability))
            .route(post().to(documents::save_accountability)),
    );
    described(cfg);
}

fn described(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/jobs/{id}/description")
            .route(get().to(describe::edit))
            .route(post().to(describe::save)),
    )
    .service(resource("/jobs/{id}/description/check").route(post().to(describe::check)))
    .service(resource("/jobs/{id}/descriptions").route(get().to(versions::list)))
    .service(resource("/jobs/{id}/descriptions/{number}").route(get().to(versions::show)))
    .service(resource("/jobs/{id}/descriptions/{a}/diff/{b}").route(get().to(versions::compare)))
    .service(
        resource("/jobs/{id}/approvals")
            .route(get().to(approvals::list))
            .route(post().to(approvals::approve)),
    )
    .service(resource("/jobs/{id}/posting").route(get().to(approvals::posting)))
    .service(
        resource("/jobs/{id}/advert")
            .route(get().to(approvals::posting))
            .route(post().to(approvals::save_advert)),
    )
    .service(
        resource("/jobs/{id}/interview_plan")
            .route(get().to(plan::show))
            .route(post().to(plan::save)),
    )
    .service(resource("/jobs/{id}/interview_plan/default").route(post().to(plan::build)))
    .service(resource("/jobs/{id}/board").route(get().to(board::show)))
    .service(resource("/jobs/{id}/board/move").route(post().to(board_move::take)));
}

/// The pages of one job: message key and path below the job.
const TABS: [(&str, &str); 6] = [
    ("overview", ""),
    ("board", "/board"),
    ("description", "/description"),
    ("plan", "/interview_plan"),
    ("approvals", "/approvals"),
    ("posting", "/posting"),
];

/// What every page of a job shows above its content.
fn head(job: &Job, tab: &str) -> Value {
    let tabs = TABS.iter().map(|(key, rest)| {
        json!({
            "label": format!("job-tab-{key}"),
            "href": format!("/jobs/{}{rest}", job.id),
            "current": *key == tab,
        })
    });
    json!({
        "id": job.id,
        "title": job.title,
        "state": job.state,
        "kind": job.kind,
        "version": job.version,
        "tabs": tabs.collect::<Vec<_>>(),
    })
}

/// One page of a job: its template, the message key of its name, and how what it shows is loaded.
struct Sheet<L> {
    template: &'static str,
    name: &'static str,
    load: L,
}

impl<L> Sheet<L>
where
    L: FnMut(&mut Conn, &Ctx) -> Result<Value, Fault> + Send + 'static,
{
    /// Shows the page; after something that did not work with what was typed and why.
    async fn shown(
        self,
        app: &App,
        visit: &Visit,
        again: Option<(Value, Problem)>,
    ) -> ApiResult<HttpResponse> {
        let ctx = app.ctx(visit);
        let mut load = self.load;
        let mut data = app.db.read(move |conn| load(conn, &ctx)).await?;
        let title = data.pointer("/job/title").and_then(Value::as_str);
        let title = match title {
            Some(job) => format!("{} · {job}", visit.say(self.name)),
            None => visit.say(self.name),
        };
        let Some((typed, trouble)) = again else {
            return visit.page_of(self.template, &title, &data);
        };
        if let Value::Object(fields) = &mut data {
            fields.insert("body".to_owned(), typed);
        }
        visit.again(self.template, &title, &data, trouble)
    }
}

/// Why the person may not do something here; null when they may.
fn why_not(job: &Job, may: Result<(), Fault>) -> Value {
    match may.and_then(|()| jobs::still_open(job)) {
        Ok(()) => Value::Null,
        Err(Fault::Forbidden(why)) => why.into(),
        Err(Fault::Conflict { detail, .. }) => detail.into(),
        Err(other) => other.to_string().into(),
    }
}

/// The names of people by their ids.
fn names(conn: &mut Conn, ids: &[UserId]) -> Result<BTreeMap<UserId, String>, Fault> {
    let users = people::users_by_ids(conn, ids)?;
    Ok(users.into_iter().map(|user| (user.id, user.name)).collect())
}

/// The rows with the names of the people who owe something.
fn with_names(conn: &mut Conn, mut rows: Vec<GateRow>) -> Result<Vec<GateRow>, Fault> {
    let owing = rows
        .iter()
        .flat_map(|row| &row.owed_by)
        .filter_map(|owed| owed.user);
    let names = names(conn, &owing.collect::<Vec<_>>())?;
    for owed in rows.iter_mut().flat_map(|row| &mut row.owed_by) {
        if let (None, Some(user)) = (&owed.name, owed.user) {
            owed.name = names.get(&user).cloned();
        }
    }
    Ok(rows)
}

/// The next state of the main path.
fn next_state(state: JobState) -> Option<JobState> {
    if state == JobState::OnHold {
        return Some(JobState::Open);
    }
    let place = JobState::PATH.iter().position(|known| *known == state)?;
    JobState::PATH.get(place.checked_add(1)?).copied()
}

/// Whether somebody's roles allow a step, whatever its gates say.
fn may_step(ctx: &Ctx, from: JobState, to: JobState) -> bool {
    movers(from, to).iter().any(|mover| match mover {
        Mover::Staff(roles) => ctx.actor.has_any(roles),
        _ => false,
    })
}

fn movers(from: JobState, to: JobState) -> &'static [Mover] {
    from.step(to).unwrap_or(&[])
}

/// The roles that may take a step, as words of the messages.
fn who_steps(from: JobState, to: JobState) -> Vec<Value> {
    let roles = movers(from, to).iter().flat_map(|mover| match mover {
        Mover::Staff(roles) => *roles,
        _ => &[],
    });
    roles.map(|role| json!(role)).collect()
}

/// A document as a form shows it: whole numbers without a decimal point.
fn as_typed(document: Value) -> Value {
    match document {
        Value::Number(number) => match number.as_f64() {
            #[allow(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => (whole as i64).into(),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(as_typed).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name, as_typed(value)))
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

/// The numbers of the rows a form shows: those there are, some empty ones, at least so many.
fn rows(filled: usize, spare: usize, least: usize) -> Value {
    let shown = filled.saturating_add(spare).max(least);
    json!({ "all": (0..shown).collect::<Vec<_>>(), "next": shown })
}

/// How many entries a list of a document has.
fn length(body: &Value, pointer: &str) -> usize {
    body.pointer(pointer)
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}
