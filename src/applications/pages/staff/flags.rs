//! Red flags: raised by whoever saw something, resolved by HR lead and hiring manager together (dossier 3.15).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, head::options, names, shown};
use crate::{
    app::App,
    applications::{
        RedFlag,
        api::{RaiseBody, ResolutionBody, flag_view},
    },
    content::model::{Raiser, Resolution},
    db::Conn,
    fault::Fault,
    flow::{applications::access, applications::flags as flow, case::Case},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RedFlagId},
        role::Role,
        text_enum::TextEnum,
    },
    people::Visit,
    pipeline::state::RedFlagState,
    web::{ApiResult, Form, done},
};

/// Those who resolve.
const RESOLVERS: [Role; 2] = [Role::HrLead, Role::HiringManager];

fn place(id: ApplicationId) -> String {
    format!("/applications/{id}/red_flags")
}

/// The flags one may see.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// The flags as they are shown, with the names of those who raised and resolved them.
fn rows(conn: &mut Conn, case: &Case, flags: &[RedFlag]) -> Result<Vec<Value>, Fault> {
    let ids: Vec<_> = flags
        .iter()
        .flat_map(|flag| {
            let proposed = flag.proposal.as_ref().map(|p| p.0.by);
            [flag.raised_by, flag.resolved_by, proposed]
        })
        .flatten()
        .collect();
    let people = names(conn, &ids)?;
    flags
        .iter()
        .map(|flag| {
            let mut view =
                serde_json::to_value(flag_view(case, flag.clone(), flags)).map_err(Fault::internal)?;
            let proposed = flag.proposal.as_ref().map(|p| p.0.by);
            if let Value::Object(fields) = &mut view {
                let name = |id| people.get(&id).cloned();
                fields.insert("raised_by_name".into(), json!(flag.raised_by.and_then(name)));
                fields.insert("resolved_by_name".into(), json!(flag.resolved_by.and_then(name)));
                fields.insert("proposed_by_name".into(), json!(proposed.and_then(name)));
                fields.insert("proposed_by".into(), json!(proposed));
                fields.insert("open".into(), (flag.state == RedFlagState::Open).into());
            }
            Ok(view)
        })
        .collect()
}

/// Flags of the register that a person can raise.
fn raisable(case: &Case) -> Vec<Value> {
    let hands = [Raiser::Rater, Raiser::Anyone, Raiser::Gate];
    let known = case.pack.red_flags().flags.iter();
    known
        .filter(|flag| flag.raisers.iter().any(|raiser| hands.contains(raiser)))
        .map(|flag| json!({ "value": flag.code, "label": format!("{} · {}", flag.code, flag.text) }))
        .collect()
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, rows) = app
        .db
        .read(move |conn| {
            let (case, flags) = flow::list(conn, &ctx, id)?;
            let rows = rows(conn, &case, &flags)?;
            Ok::<_, Fault>((case, rows))
        })
        .await?;
    let head = CaseHead::new(&case, "flags");
    let resolves = access::staff(&case, &visit.actor(), &RESOLVERS, "").is_ok();
    let data = json!({
        "head": head, "body": {}, "flags": rows, "register": raisable(&case), "resolves": resolves,
        "me": visit.staff.user.id,
    });
    shown(
        visit,
        ("applications/pages/staff/red_flags", &head.name),
        data,
        typed,
    )
}

/// Raises a flag.
pub(super) async fn raise(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<RaiseBody>());
    let raised = app
        .db
        .write(move |conn| flow::raise(conn, &ctx, id, &seen, || body.get().map(RaiseBody::wanted)))
        .await;
    match raised {
        Ok(_) => Ok(visit.go(&place(id), "app-flag-raised")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// The form that proposes how a flag ends.
pub(super) async fn ask(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, RedFlagId)>,
) -> ApiResult<HttpResponse> {
    let (id, flag) = path.into_inner();
    resolution(&app, &visit, id, flag, None).await
}

fn one(conn: &mut Conn, ctx: &Ctx, id: ApplicationId, flag: RedFlagId) -> Result<(Case, Value), Fault> {
    let (case, flags) = flow::list(conn, ctx, id)?;
    let rows = rows(conn, &case, &flags)?;
    let wanted = json!(flag);
    let found = rows.into_iter().find(|row| row.get("id") == Some(&wanted));
    Ok((case, found.ok_or(Fault::NotFound("red flag"))?))
}

async fn resolution(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    flag: RedFlagId,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, row) = app.db.read(move |conn| one(conn, &ctx, id, flag)).await?;
    let head = CaseHead::new(&case, "flags");
    let modules: Vec<Value> = case
        .pack
        .modules_for(case.evidence.terms.kind)
        .iter()
        .map(|module| json!({ "value": module.code, "label": format!("{} · {}", module.code, module.title) }))
        .collect();
    let competencies: Vec<Value> = case
        .evidence
        .terms
        .competencies
        .iter()
        .map(|(code, terms)| json!({ "value": code, "label": terms.name }))
        .collect();
    let rules = &case.pack.red_flags().rules;
    let ends: Vec<Value> = options(visit, "app-flag-", Resolution::ALL)
        .into_iter()
        .zip(Resolution::ALL)
        .map(|(mut option, end)| {
            let meaning = rules.resolutions.iter().find(|known| known.resolution == *end);
            if let Value::Object(fields) = &mut option {
                fields.insert("hint".into(), json!(meaning.map(|m| &m.meaning)));
            }
            option
        })
        .collect();
    let data = json!({
        "head": head, "body": {}, "flag": row, "ends": ends, "modules": modules,
        "competencies": competencies, "least": rules.min_explanation_chars,
    });
    shown(
        visit,
        ("applications/pages/staff/red_flag", &head.name),
        data,
        typed,
    )
}

/// Proposes how a flag ends.
pub(super) async fn propose(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, RedFlagId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, (id, flag)) = (app.ctx(&visit), path.into_inner());
    let (seen, body) = (form.if_match(), form.valid::<ResolutionBody>());
    let proposed = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(ResolutionBody::request);
            flow::propose(conn, &ctx, id, flag, &seen, wanted)
        })
        .await
        .and_then(done);
    match proposed {
        Ok(_) => Ok(visit.go(&place(id), "app-flag-proposed")),
        Err(fault) => {
            let typed = Some((form.body().clone(), fault.into()));
            resolution(&app, &visit, id, flag, typed).await
        }
    }
}

/// Confirms the proposed end.
pub(super) async fn confirm(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, RedFlagId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, (id, flag)) = (app.ctx(&visit), path.into_inner());
    let seen = form.if_match();
    let confirmed = app
        .db
        .write(move |conn| flow::confirm(conn, &ctx, id, flag, &seen))
        .await
        .and_then(done);
    match confirmed {
        Ok(_) => Ok(visit.go(&place(id), "app-flag-was-confirmed")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
