//! All of the company's changes as one document, in the format of the API: for what has no form of its own.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use serde_json::{Value, json};
use validator::Validate;

use super::change::{Change, Desk, Sheet};
use crate::{
    app::App,
    content::PackOverlay,
    fault::{Fault, FieldFault},
    kernel::text::tidy,
    people::Visit,
    web::{ApiResult, Form, Valid},
};

#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    overlay: String,
    reason: String,
}

#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Read {
    overlay: PackOverlay,
}

fn sheet(visit: &Visit) -> Sheet {
    Sheet {
        template: "company/pages/content/overlay",
        title: visit.say("content-overlay"),
        data: json!({}),
    }
}

pub(super) async fn ask(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, None).await?;
    let text = serde_json::to_string_pretty(&desk.overlay()).map_err(Fault::internal)?;
    desk.fresh(&visit, sheet(&visit), json!({ "overlay": text }))
}

pub(super) async fn change(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let desk = Desk::open(&app, &visit, Some(&form)).await?;
    let typed = form.valid::<Typed>();
    let change = Change {
        overlay: typed.get().and_then(|typed| read(&visit, &typed.overlay)),
        reason: typed.get().map(|typed| typed.reason.clone()).unwrap_or_default(),
        field: |_| Some("/overlay".to_owned()),
        stands: None,
        then: "/content".to_owned(),
    };
    desk.answer(&app, &visit, &form, (sheet(&visit), change)).await
}

/// The document, or where it cannot be read; every fault is told at the one field there is, with its place.
fn read(visit: &Visit, text: &str) -> Result<PackOverlay, Fault> {
    let document: Value = serde_json::from_str(text).map_err(|error| {
        let detail = format!("{} ({error})", visit.say("content-fault-json"));
        Fault::field("/overlay", "malformed", detail)
    })?;
    let read = Valid::<Read>::of_value(json!({ "overlay": tidy(document) }));
    let body = read.into_inner().map_err(|fault| match fault {
        Fault::Invalid(faults) => {
            let told = faults.into_iter().map(|fault| {
                let place = fault.pointer.trim_start_matches("/overlay");
                FieldFault::new("/overlay", fault.code, format!("{place}: {}", fault.detail))
            });
            Fault::Invalid(told.collect())
        }
        other => other,
    })?;
    Ok(body.overlay)
}
