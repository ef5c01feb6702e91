//! One thing of the content in force, to be read.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{super::super::service, question::is_own};
use crate::{
    app::App,
    content::{Pack, PackOverlay},
    fault::Fault,
    kernel::codes::{CompetencyCode, ModuleCode, QuestionCode, SourceCode},
    people::Visit,
    web::{ApiResult, Problem},
};

/// The content in force, for somebody who may see it.
async fn in_force(app: &App, visit: &Visit) -> Result<(Arc<Pack>, PackOverlay), Problem> {
    service::may_see_content(&visit.staff.user.roles)?;
    let read = app.db.read(|conn| {
        let (version, pack) = service::current_pack(conn)?;
        Ok::<_, Fault>((pack, service::content_version(conn, version)?.overlay.0))
    });
    Ok(read.await?)
}

fn may(app: &App, visit: &Visit) -> bool {
    service::may_change_content(&app.ctx(visit)).is_ok()
}

pub(super) async fn competency(
    app: Data<App>,
    visit: Visit,
    code: Path<CompetencyCode>,
) -> ApiResult<HttpResponse> {
    let (pack, overlay) = in_force(&app, &visit).await?;
    let one = pack.competency(&code).ok_or(Fault::NotFound("competency"))?;
    let questions = one.questions.iter().map(|question| {
        json!({ "code": question.code, "text": question.text, "core": question.core, "own": is_own(&overlay, &question.code) })
    });
    let data = json!({
        "competency": one,
        "questions": questions.collect::<Vec<_>>(),
        "changed": overlay.competency_edits.iter().any(|edit| edit.code == one.code),
        "may": may(&app, &visit),
    });
    visit.page_of(
        "company/pages/content/competency",
        &format!("{} {}", one.code, one.name),
        &data,
    )
}

pub(super) async fn question(
    app: Data<App>,
    visit: Visit,
    code: Path<QuestionCode>,
) -> ApiResult<HttpResponse> {
    let (pack, overlay) = in_force(&app, &visit).await?;
    let (about, one) = pack.question(&code).ok_or(Fault::NotFound("question"))?;
    let data = json!({
        "question": one,
        "competency": { "code": about.code, "name": about.name },
        "own": is_own(&overlay, &code),
        "may": may(&app, &visit),
    });
    visit.page_of("company/pages/content/question", one.code.as_str(), &data)
}

pub(super) async fn module(app: Data<App>, visit: Visit, code: Path<ModuleCode>) -> ApiResult<HttpResponse> {
    let (pack, overlay) = in_force(&app, &visit).await?;
    let one = pack.module(&code).ok_or(Fault::NotFound("module"))?;
    let item = pack.training().items.get(&one.item);
    let needed_by: Vec<&ModuleCode> = pack
        .modules()
        .iter()
        .filter(|other| other.prerequisites.contains(&one.code))
        .map(|other| &other.code)
        .collect();
    let data = json!({
        "module": one,
        "item": item,
        "needed_by": needed_by,
        "changed": overlay.module_edits.iter().any(|edit| edit.code == one.code),
        "may": may(&app, &visit),
    });
    visit.page_of(
        "company/pages/content/module",
        &format!("{} {}", one.code, one.title),
        &data,
    )
}

pub(super) async fn exercise(
    app: Data<App>,
    visit: Visit,
    code: Path<SourceCode>,
) -> ApiResult<HttpResponse> {
    let (pack, _) = in_force(&app, &visit).await?;
    let one = pack.exercise(&code).ok_or(Fault::NotFound("exercise"))?;
    let items = one.items.iter().map(|item| {
        json!({ "code": item.code, "text": item.text, "competency": item.competency, "max": item.max() })
    });
    let data = json!({
        "exercise": one,
        "items": items.collect::<Vec<Value>>(),
    });
    visit.page_of(
        "company/pages/content/exercise",
        &format!("{} {}", one.code, one.name),
        &data,
    )
}

pub(super) async fn references(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let (pack, _) = in_force(&app, &visit).await?;
    let data = json!({ "form": pack.references() });
    visit.page("company/pages/content/references", "content-references", &data)
}
