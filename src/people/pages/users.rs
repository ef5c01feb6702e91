//! People and their roles, for administrators.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    fault::Fault,
    kernel::{ids::UserId, role::Role, text_enum::TextEnum},
    people::{
        UserChange, UserView,
        api::{self, ChangeUser, CreateUser},
        service::users as service,
        store,
        visit::Visit,
    },
    web::{ApiResult, Form, Paging, Problem},
};

const LIST: &str = "people/pages/users";
const EDIT: &str = "people/pages/user";

fn roles(visit: &Visit) -> Value {
    let option = |role: &Role| json!({ "value": role, "label": visit.say(&format!("role-{role}")) });
    Role::ALL.iter().map(option).collect()
}

/// Everybody, and the form for one more.
pub(super) async fn list(app: Data<App>, visit: Visit, paging: Paging) -> ApiResult<HttpResponse> {
    shown(&app, &visit, paging, None).await
}

async fn shown(
    app: &App,
    visit: &Visit,
    paging: Paging,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    if !api::may_see_all(&visit.staff) {
        return Err(Fault::forbidden("The list of people is for those who work in the pipeline.").into());
    }
    let page = app
        .db
        .read(move |conn| store::users::page(conn, &paging.0))
        .await?;
    let people: Vec<UserView> = page.data.into_iter().map(UserView::from).collect();
    let (body, trouble) = failed.map_or((json!({}), None), |(typed, problem)| (typed, Some(problem)));
    let data = json!({
        "people": people,
        "next": page.next_cursor,
        "may": visit.staff.has_any(&[Role::Admin]),
        "role_options": roles(visit),
        "body": body,
    });
    let title = visit.say("users");
    match trouble {
        None => visit.page_of(LIST, &title, &data),
        Some(trouble) => visit.again(LIST, &title, &data, trouble),
    }
}

/// Makes an account. The person chooses the password through a link.
pub(super) async fn create(
    app: Data<App>,
    visit: Visit,
    paging: Paging,
    form: Form,
) -> ApiResult<HttpResponse> {
    match api::create_user(&app, &visit.staff, form.valid::<CreateUser>()).await {
        Ok(user) => Ok(visit.go(&format!("/users/{}", user.id), "users-made")),
        Err(problem) => shown(&app, &visit, paging, Some((form.body().clone(), problem))).await,
    }
}

/// One person.
pub(super) async fn one(app: Data<App>, visit: Visit, id: Path<UserId>) -> ApiResult<HttpResponse> {
    shown_one(&app, &visit, *id, None).await
}

async fn shown_one(
    app: &App,
    visit: &Visit,
    id: UserId,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    if id != visit.staff.user.id && !api::may_see_all(&visit.staff) {
        return Err(Fault::NotFound("user").into());
    }
    let user = app.db.read(move |conn| service::get(conn, id)).await?;
    let name = user.name.clone();
    let view = UserView::from(user);
    let stored = json!({
        "name": view.name, "email": view.email, "roles": view.roles, "operations": view.operations,
        "disabled": view.disabled_at.is_some(),
    });
    let (body, trouble) = failed.map_or((stored, None), |(typed, problem)| (typed, Some(problem)));
    let data = json!({
        "user": view,
        "self": id == visit.staff.user.id,
        "may": visit.staff.has_any(&[Role::Admin]),
        "role_options": roles(visit),
        "body": body,
    });
    match trouble {
        None => visit.page_of(EDIT, &name, &data),
        Some(trouble) => visit.again(EDIT, &name, &data, trouble),
    }
}

/// Changes or closes an account.
pub(super) async fn change(
    app: Data<App>,
    visit: Visit,
    id: Path<UserId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let id = *id;
    let (ctx, seen) = (app.ctx(&visit), form.if_match());
    let mut typed = form.body().clone();
    if let Value::Object(fields) = &mut typed {
        // A box that nobody ticked: no role at all.
        fields.entry("roles").or_insert_with(|| json!([]));
        if id == visit.staff.user.id {
            fields.remove("roles");
        }
    }
    let body = crate::web::Valid::<ChangeUser>::of_value(typed);
    let changed = app
        .db
        .write(move |conn| service::change(conn, &ctx, id, &seen, || body.get().map(UserChange::from)))
        .await;
    match changed {
        Ok(_) => Ok(visit.go(&format!("/users/{id}"), "users-saved")),
        Err(fault) => shown_one(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Mails the person the link through which they choose a password.
pub(super) async fn password_link(app: Data<App>, visit: Visit, id: Path<UserId>) -> ApiResult<HttpResponse> {
    api::mail_link(&app, &visit.staff, *id).await?;
    Ok(visit.go(&format!("/users/{}", *id), "users-link-sent"))
}
