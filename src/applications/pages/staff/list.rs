//! The candidates under way, and taking one in.

use std::collections::{BTreeMap, btree_map::Entry};

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Typed, shown};
use crate::{
    app::App,
    applications::{
        Application, Candidate,
        api::{CreateApplication, hr_takes_in, taken_in},
        model::Filter,
    },
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow::{
        applications::{look, next},
        service_levels,
    },
    jobs,
    kernel::{ctx::Ctx, ids::JobId, text_enum::TextEnum},
    people::Visit,
    pipeline::state::{ApplicationState, JobState, Machine, Mover},
    web::{ApiResult, Form, Paging, Query},
};

/// Which candidates are wanted; a field left empty in the form narrows nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(default)]
    job_id: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    ended: String,
}

impl Wanted {
    fn filter(&self) -> Filter {
        let state = ApplicationState::from_word(&self.state);
        Filter {
            job: self.job_id.parse().ok(),
            state,
            updated_after: None,
            under_way: self.ended.is_empty() && state.is_none(),
        }
    }
}

/// The list.
pub(super) async fn show(
    app: Data<App>,
    visit: Visit,
    wanted: Query<Wanted>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let filter = wanted.0.filter();
    let mut data = app
        .db
        .read(move |conn| load(conn, &ctx, &filter, &paging.0))
        .await?;
    let states: Vec<Value> = super::head::options(&visit, "app-state-", ApplicationState::ALL);
    let cursor = data
        .get("next_cursor")
        .and_then(Value::as_str)
        .map(|cursor| next_page(&req, cursor));
    if let Value::Object(fields) = &mut data {
        let narrowed = !(wanted.0.job_id.is_empty() && wanted.0.state.is_empty());
        fields.insert("next_page".into(), json!(cursor));
        fields.insert("states".into(), states.into());
        fields.insert("narrowed".into(), narrowed.into());
        fields.insert("ended".into(), (!wanted.0.ended.is_empty()).into());
        fields.insert("may_create".into(), hr_takes_in(&visit.staff).is_ok().into());
        let body = json!({ "job_id": wanted.0.job_id, "state": wanted.0.state });
        fields.insert("body".into(), body);
    }
    visit.page("applications/pages/staff/list", "nav-candidates", &data)
}

/// The address of the next page: this one's, with its cursor.
fn next_page(req: &HttpRequest, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in url::form_urlencoded::parse(req.query_string().as_bytes()) {
        if key != "cursor" {
            query.append_pair(&key, &value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("{}?{}", req.path(), query.finish())
}

fn load(conn: &mut Conn, ctx: &Ctx, filter: &Filter, wanted: &PageRequest) -> Result<Value, Fault> {
    let page = look::list(conn, ctx, filter, wanted)?;
    let applications: Vec<Application> = page.data.iter().map(|(row, _)| row.clone()).collect();
    let warned = service_levels::of(conn, ctx, &applications)?;
    let mut titles: BTreeMap<JobId, String> = BTreeMap::new();
    let mut rows = Vec::with_capacity(page.data.len());
    for (row, candidate) in page.data {
        let title = match titles.entry(row.job_id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(free) => free.insert(jobs::get(conn, row.job_id)?.title).clone(),
        };
        let mut line = line(conn, ctx, &row, &candidate, &title)?;
        if let Value::Object(fields) = &mut line {
            fields.insert("warned".into(), json!(warned.get(&row.id)));
        }
        rows.push(line);
    }
    Ok(json!({
        "rows": rows, "next_cursor": page.next_cursor, "jobs": job_options(conn, ctx)?,
    }))
}

fn job_options(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<Value>, Fault> {
    let all = jobs::list(
        conn,
        ctx,
        jobs::Listed::All,
        &PageRequest::new(Some(100), None).unwrap_or_default(),
    )?;
    let posted = all.data.into_iter().filter(|job| {
        matches!(
            job.state,
            JobState::Open | JobState::OnHold | JobState::Filled | JobState::Cancelled
        )
    });
    Ok(posted
        .map(|job| json!({ "value": job.id, "label": job.title }))
        .collect())
}

/// A candidate in the list: where, since when, what comes next and who owes it.
fn line(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    candidate: &Candidate,
    title: &str,
) -> Result<Value, Fault> {
    let next = next::of(conn, ctx, row)?;
    let first = next.open.first();
    let movers = next.to.and_then(|to| row.state.step(to)).unwrap_or_default();
    let roles: Vec<_> = movers
        .iter()
        .flat_map(|mover| match mover {
            Mover::Staff(roles) => roles,
            _ => &[][..],
        })
        .collect();
    Ok(json!({
        "id": row.id, "name": candidate.name, "job": title, "state": row.state,
        "days": ctx.now.days_since(row.entered_state_at), "over": row.state.is_terminal(),
        "to": next.to, "condition": first.map(|gate| &gate.name),
        "owed_by": first.map_or(&[][..], |gate| &gate.owed_by),
        "more": next.open.len().saturating_sub(1),
        "roles": roles, "candidate": movers.contains(&Mover::Candidate) && roles.is_empty(),
    }))
}

/// The form with which HR takes somebody in.
pub(super) async fn ask(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    form_page(&app, &visit, None).await
}

async fn form_page(app: &App, visit: &Visit, typed: Typed) -> ApiResult<HttpResponse> {
    hr_takes_in(&visit.staff)?;
    let open = app.db.read(jobs::open_jobs).await?;
    let jobs: Vec<Value> = open
        .iter()
        .map(|job| json!({ "value": job.id, "label": job.title }))
        .collect();
    let data = json!({ "jobs": jobs, "body": {} });
    let title = visit.say("app-new");
    shown(visit, ("applications/pages/staff/new", &title), data, typed)
}

/// Takes somebody in; the candidate is written to and gets a link.
pub(super) async fn create(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    hr_takes_in(&visit.staff)?;
    let (ctx, base_url) = (app.ctx(&visit), app.base_url.clone());
    let body = form.valid::<CreateApplication>();
    let made = app
        .db
        .write(move |conn| {
            let body = body.get()?;
            taken_in(conn, &ctx, body.job_id, &body.candidate.checked()?, &base_url)
        })
        .await;
    match made {
        Ok(row) => Ok(visit.go(&format!("/applications/{}", row.id), "app-created")),
        Err(fault) => form_page(&app, &visit, Some((form.body().clone(), fault.into()))).await,
    }
}
