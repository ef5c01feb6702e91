//! The history of the content, and the way back.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use validator::Validate;

use super::{
    super::super::service,
    change::{Change, Desk, Sheet, author, shown},
};
use crate::{
    app::App,
    fault::Fault,
    people::{self, Visit},
    web::{ApiResult, Form},
};

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Why {
    reason: String,
}

pub(super) async fn list(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let (versions, names) = app
        .db
        .read(|conn| {
            let versions = service::content_versions(conn)?;
            let ids: Vec<_> = versions.iter().filter_map(|row| row.created_by).collect();
            let users = people::users_by_ids(conn, &ids)?.into_iter();
            let names: BTreeMap<_, _> = users.map(|user| (user.id, user.name)).collect();
            Ok::<_, Fault>((versions, names))
        })
        .await?;
    let rows = versions.iter().enumerate().map(|(n, row)| {
        json!({
            "version": row.version,
            "current": n == 0,
            "reason": row.reason,
            "author": row.created_by.and_then(|id| names.get(&id)),
            "created_at": row.created_at,
        })
    });
    let data = json!({
        "versions": rows.collect::<Vec<_>>(),
        "sees": service::may_see_content(&visit.staff.user.roles).is_ok(),
    });
    visit.page("company/pages/content/versions", "content-versions", &data)
}

fn titled(visit: &Visit, version: i64) -> String {
    let values: Map<String, Value> = [("version".to_owned(), json!(version))].into_iter().collect();
    format!(
        "{} · {}",
        visit.say("content"),
        visit.say_with("policies-version", &values)
    )
}

pub(super) async fn one(app: Data<App>, visit: Visit, version: Path<i64>) -> ApiResult<HttpResponse> {
    service::may_see_content(&visit.staff.user.roles)?;
    let version = *version;
    let (row, author, newest, differences) = app
        .db
        .read(move |conn| {
            let row = service::content_version(conn, version)?;
            let author = author(conn, &row)?;
            let newest = service::current_pack(conn)?.0;
            let differences = if version > 1 {
                let before = service::pack(conn, version.saturating_sub(1))?;
                before
                    .differences(&*service::pack(conn, version)?)
                    .map_err(Fault::internal)?
            } else {
                Vec::new()
            };
            Ok::<_, Fault>((row, author, newest, differences))
        })
        .await?;
    let data = json!({
        "row": row,
        "author": author,
        "newest": newest,
        "differences": shown(&visit, &differences),
        "may": service::may_change_content(&app.ctx(&visit)).is_ok(),
    });
    visit.page_of("company/pages/content/version", &titled(&visit, version), &data)
}

fn sheet(visit: &Visit, version: i64) -> Sheet {
    let values: Map<String, Value> = [("version".to_owned(), json!(version))].into_iter().collect();
    let heading = visit.say_with("content-return", &values);
    Sheet {
        template: "company/pages/content/confirm",
        title: heading.clone(),
        data: json!({
            "heading": heading,
            "about": "",
            "why": visit.say("content-return-why"),
            "back": format!("/content/versions/{version}"),
            "act": format!("/content/versions/{version}/return"),
        }),
    }
}

pub(super) async fn ask_return(app: Data<App>, visit: Visit, version: Path<i64>) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let version = *version;
    app.db
        .read(move |conn| service::content_version(conn, version))
        .await?;
    desk.fresh(&visit, sheet(&visit, version), json!({}))
}

/// Makes a new version with the changes an earlier one had.
pub(super) async fn go_back(
    app: Data<App>,
    visit: Visit,
    version: Path<i64>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let version = *version;
    let row = app
        .db
        .read(move |conn| service::content_version(conn, version))
        .await?;
    let typed = form.valid::<Why>();
    let change = Change {
        overlay: typed.get().map(|_| row.overlay.0),
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field: |_| None,
        stands: None,
        then: "/content/versions".to_owned(),
    };
    desk.answer(&app, &visit, &form, (sheet(&visit, version), change))
        .await
}
