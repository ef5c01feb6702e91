//! Accounts.

use actix_web::{
    HttpRequest, HttpResponse, get, patch, post,
    web::{Data, Path},
};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    db::page::Page,
    fault::Fault,
    kernel::{email::EmailAddress, ids::UserId, role::Role},
    people::{
        auth::Staff,
        model::{NewUser, User, UserChange, UserView},
        passwords,
        service::{links, users as service},
        store,
    },
    web::{ApiResult, IfMatch, Paging, PagingParams, Problem, Valid, etag, listed},
};

/// An account to be made.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct CreateUser {
    /// The full name.
    #[validate(length(min = 1, max = 120))]
    name: String,
    /// Where the person gets mail, and signs in with.
    email: EmailAddress,
    /// The roles.
    roles: Vec<Role>,
    /// Whether the person works in the operations function.
    #[serde(default)]
    operations: bool,
    /// The superior.
    #[serde(default)]
    reports_to: Option<UserId>,
    /// A first password, 12 to 128 characters; without one, the person is mailed a link to choose one.
    #[serde(default)]
    password: Option<String>,
}

/// What to change; what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct ChangeUser {
    /// The full name.
    #[validate(length(min = 1, max = 120))]
    name: Option<String>,
    /// Where the person gets mail, and signs in with.
    email: Option<EmailAddress>,
    /// The roles, all of them. Nobody changes their own.
    roles: Option<Vec<Role>>,
    /// Whether the person works in the operations function.
    operations: Option<bool>,
    /// The superior; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = "uuid")]
    reports_to: Option<Option<UserId>>,
    /// `true` closes the account and ends its sessions at once.
    disabled: Option<bool>,
}

/// Tells `null` from a field that was left out.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn shown(user: User) -> HttpResponse {
    etag::ok(user.version, &UserView::from(user))
}

/// Whether the person may see who else is here: everybody but new hires and their buddies.
pub(in crate::people) fn may_see_all(who: &Staff) -> bool {
    who.user
        .roles
        .iter()
        .any(|role| !matches!(role, Role::Trainee | Role::Buddy))
}

/// The signed-in person.
#[utoipa::path(tag = "users", responses((status = 200, body = UserView), (status = 401, body = Problem)))]
#[get("/users/me")]
pub(super) async fn me(app: Data<App>, who: Staff) -> ApiResult<HttpResponse> {
    Ok(shown(
        app.db.read(move |conn| service::get(conn, who.user.id)).await?,
    ))
}

/// Everybody, oldest account first.
#[utoipa::path(tag = "users", params(PagingParams), responses((status = 200, body = Page<UserView>), (status = 403, body = Problem)))]
#[get("/users")]
pub(super) async fn list(
    app: Data<App>,
    who: Staff,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    if !may_see_all(&who) {
        return Err(Fault::forbidden("The list of people is for those who work in the pipeline.").into());
    }
    let page = app
        .db
        .read(move |conn| store::users::page(conn, &paging.0))
        .await?;
    let page = Page {
        data: page.data.into_iter().map(UserView::from).collect(),
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    };
    Ok(listed(&req, &page))
}

/// One person.
#[utoipa::path(tag = "users", params(("id" = String, Path)), responses((status = 200, body = UserView), (status = 404, body = Problem)))]
#[get("/users/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<UserId>) -> ApiResult<HttpResponse> {
    let id = id.into_inner();
    if id != who.user.id && !may_see_all(&who) {
        return Err(Fault::NotFound("user").into());
    }
    Ok(shown(app.db.read(move |conn| service::get(conn, id)).await?))
}

/// Makes an account (administrators).
#[utoipa::path(tag = "users", request_body = CreateUser, responses(
    (status = 201, body = UserView), (status = 403, body = Problem), (status = 422, body = Problem),
    (status = 409, body = Problem),
))]
#[post("/users")]
pub(super) async fn create(app: Data<App>, who: Staff, body: Valid<CreateUser>) -> ApiResult<HttpResponse> {
    let user = create_user(&app, &who, body).await?;
    Ok(etag::created(
        &format!("/api/v1/users/{}", user.id),
        user.version,
        &UserView::from(user),
    ))
}

/// Makes an account, through whichever door.
pub(in crate::people) async fn create_user(
    app: &App,
    who: &Staff,
    body: Valid<CreateUser>,
) -> ApiResult<User> {
    let ctx = app.ctx(who);
    service::admin_only(&ctx)?;
    let body = body.into_inner()?;
    let password_hash = match body.password {
        Some(password) => {
            passwords::check(&password, body.email.as_str(), "/password")
                .map_err(|fault| Fault::Invalid(vec![fault]))?;
            Some(app.passwords.hash(password).await?)
        }
        None => None,
    };
    let new = NewUser {
        name: body.name,
        email: body.email,
        roles: body.roles,
        operations: body.operations,
        reports_to: body.reports_to,
        password_hash,
    };
    let base_url = app.base_url.clone();
    let made = app
        .db
        .write(move |conn| {
            let user = service::create(conn, &ctx, new.clone())?;
            if user.password_hash.is_none() {
                links::mail_password(conn, &ctx, &user, &base_url, true)?;
            }
            Ok(user)
        })
        .await;
    made.map_err(|fault: Fault| fault.into())
}

/// Changes or closes an account (administrators).
#[utoipa::path(tag = "users", params(("id" = String, Path)), request_body = ChangeUser, responses(
    (status = 200, body = UserView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
))]
#[patch("/users/{id}")]
pub(super) async fn change(
    app: Data<App>,
    who: Staff,
    id: Path<UserId>,
    if_match: IfMatch,
    body: Valid<ChangeUser>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let changed = app
        .db
        .write(move |conn| {
            let change = || body.get().map(UserChange::from);
            service::change(conn, &ctx, *id, &if_match, change)
        })
        .await?;
    Ok(shown(changed))
}

impl From<&ChangeUser> for UserChange {
    fn from(body: &ChangeUser) -> Self {
        Self {
            name: body.name.clone(),
            email: body.email.clone(),
            roles: body.roles.clone(),
            operations: body.operations,
            reports_to: body.reports_to,
            disabled: body.disabled,
        }
    }
}
