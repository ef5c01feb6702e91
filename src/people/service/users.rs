//! Accounts: made, changed and closed by administrators.

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use serde_json::json;

use super::{links, note};
use crate::{
    db::{Conn, DbError, types::Json},
    fault::{Fault, FieldFault},
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::{ApiTokenId, UserId},
        role::Role,
        text,
    },
    mail::{self, Case, Choices, Message, Outgoing, message::PasswordSet},
    people::{
        model::{GrantSubject, NewUser, User, UserChange},
        store,
    },
    web::IfMatch,
};

fn taken() -> Fault {
    Fault::Conflict {
        code: "email_taken",
        detail: "Somebody else signs in with this e-mail address.".to_owned(),
    }
}

fn unique(fault: Fault) -> Fault {
    match &fault {
        Fault::Internal(cause) => match cause.downcast_ref::<DbError>() {
            Some(DbError::Query(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => taken(),
            _ => fault,
        },
        _ => fault,
    }
}

fn cleaned_name(name: &str) -> Result<String, FieldFault> {
    let name = text::single_line(name);
    if name.is_empty() || name.chars().count() > 120 {
        Err(FieldFault::new(
            "/name",
            "length",
            "A name has from 1 to 120 visible characters.",
        ))
    } else {
        Ok(name)
    }
}

fn once(roles: &[Role]) -> Vec<Role> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Walks up from `superior`: nobody reports to themself, in however many steps.
fn check_superior(conn: &mut Conn, user: Option<UserId>, superior: UserId) -> Result<(), Fault> {
    let mut at = Some(superior);
    let mut steps = 0;
    while let Some(id) = at {
        if Some(id) == user || steps > 100 {
            return Err(Fault::field(
                "/reports_to",
                "circular",
                "Nobody can be their own superior.",
            ));
        }
        let found = store::users::by_id(conn, id)?;
        if found.is_none() && steps == 0 {
            return Err(Fault::field("/reports_to", "unknown", "There is no such user."));
        }
        at = found.and_then(|u| u.reports_to);
        steps += 1;
    }
    Ok(())
}

/// Makes an account. Whether the actor may is the caller's to check (see [`create`]).
pub fn add(conn: &mut Conn, ctx: &Ctx, mut new: NewUser) -> Result<UserId, Fault> {
    new.name = cleaned_name(&new.name).map_err(|fault| Fault::Invalid(vec![fault]))?;
    new.roles = once(&new.roles);
    if let Some(superior) = new.reports_to {
        check_superior(conn, None, superior)?;
    }
    if store::users::by_email(conn, &new.email)?.is_some() {
        return Err(taken());
    }
    let id = store::users::insert(conn, ctx, &new).map_err(unique)?;
    let details = json!({ "name": new.name, "roles": new.roles, "operations": new.operations });
    note(conn, ctx, ("user", id.uuid()), "create", details)?;
    Ok(id)
}

/// An administrator makes an account.
pub fn create(conn: &mut Conn, ctx: &Ctx, new: NewUser) -> Result<User, Fault> {
    admin_only(ctx)?;
    let with_password = new.password_hash.is_some();
    let id = add(conn, ctx, new)?;
    let user = get(conn, id)?;
    if with_password {
        tell_password(conn, ctx, &user)?;
    }
    Ok(user)
}

pub fn get(conn: &mut Conn, id: UserId) -> Result<User, Fault> {
    store::users::by_id(conn, id)?.ok_or(Fault::NotFound("user"))
}

pub fn admin_only(ctx: &Ctx) -> Result<(), Fault> {
    if ctx.actor.has_any(&[Role::Admin]) {
        Ok(())
    } else {
        Err(Fault::forbidden("Accounts are an administrator's to change."))
    }
}

/// An administrator changes an account. Nobody changes the own roles or closes the own account, so that
/// nobody grants themself a power and the last administrator stays.
pub fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    id: UserId,
    if_match: &IfMatch,
    change: impl FnOnce() -> Result<UserChange, Fault>,
) -> Result<User, Fault> {
    let mut user = get(conn, id)?;
    admin_only(ctx)?;
    if_match.require(user.version)?;
    let change = change()?;
    let own = ctx.actor.user_id() == Some(id);
    if own && (change.roles.is_some() || change.disabled == Some(true)) {
        return Err(Fault::forbidden(
            "Nobody changes their own roles or closes their own account.",
        ));
    }
    let mut details = serde_json::Map::new();
    if let Some(name) = &change.name {
        user.name = cleaned_name(name).map_err(|fault| Fault::Invalid(vec![fault]))?;
        details.insert("name".into(), json!(user.name));
    }
    if let Some(email) = change.email {
        if store::users::by_email(conn, &email)?.is_some_and(|other| other.id != id) {
            return Err(taken());
        }
        mail::choices_moved(conn, &user.email, &email)?;
        user.email = email;
        details.insert("email_changed".into(), json!(true));
    }
    if let Some(roles) = &change.roles {
        details.insert("roles_before".into(), json!(user.roles.0));
        user.roles = Json(once(roles));
        details.insert("roles".into(), json!(user.roles.0));
    }
    if let Some(operations) = change.operations {
        user.operations = operations;
        details.insert("operations".into(), json!(operations));
    }
    if let Some(superior) = change.reports_to {
        if let Some(superior) = superior {
            check_superior(conn, Some(id), superior)?;
        }
        user.reports_to = superior;
        details.insert("reports_to".into(), json!(superior));
    }
    set_disabled(conn, ctx, &mut user, change.disabled, &mut details)?;
    store::users::update(conn, &user).map_err(unique)?;
    note(conn, ctx, ("user", id.uuid()), "change", details.into())?;
    get(conn, id)
}

fn set_disabled(
    conn: &mut Conn,
    ctx: &Ctx,
    user: &mut User,
    disabled: Option<bool>,
    details: &mut serde_json::Map<String, serde_json::Value>,
) -> Result<(), Fault> {
    let Some(disabled) = disabled else {
        return Ok(());
    };
    details.insert("disabled".into(), json!(disabled));
    if disabled {
        user.disabled_at = user.disabled_at.or(Some(ctx.now));
        store::tokens::revoke_all(conn, user.id, None, wall_now())
    } else {
        user.disabled_at = None;
        Ok(())
    }
}

/// Tells a person that a password was set for their account: whoever set it could act in their name, and a signature
/// would be worth nothing.
fn tell_password(conn: &mut Conn, ctx: &Ctx, user: &User) -> Result<(), Fault> {
    let message = PasswordSet {
        when: mail::when(ctx.now, chrono_tz::UTC),
    };
    let mail = Outgoing {
        to_name: user.name.clone(),
        to: user.email.clone(),
        message: Message::from(message),
        case: Case::None,
        dedup: format!("user/{}/password/{}", user.id, ctx.new_id::<User>().uuid()),
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// Stores a new password, tells its person by mail, and ends every session but `keep`.
pub fn set_password(
    conn: &mut Conn,
    ctx: &Ctx,
    id: UserId,
    hash: &str,
    keep: Option<ApiTokenId>,
) -> Result<(), Fault> {
    let user = get(conn, id)?;
    tell_password(conn, ctx, &user)?;
    store::users::set_password(conn, id, hash)?;
    store::tokens::revoke_all(conn, id, keep, wall_now())?;
    note(conn, ctx, ("user", id.uuid()), "set_password", json!({}))
}

/// What a person is told by mail.
pub fn notifications(conn: &mut Conn, id: UserId) -> Result<Choices, Fault> {
    let user = get(conn, id)?;
    Ok(mail::choices_of(conn, &user.email)?)
}

/// Stores what a person wants to be told by mail.
pub fn choose_notifications(
    conn: &mut Conn,
    ctx: &Ctx,
    id: UserId,
    chosen: &Choices,
) -> Result<Choices, Fault> {
    let user = get(conn, id)?;
    mail::choose(conn, &user.email, chosen)?;
    note(
        conn,
        ctx,
        ("user", id.uuid()),
        "choose_notifications",
        json!(chosen),
    )?;
    notifications(conn, id)
}

/// Turns off what a mail was about, for whoever holds the link in it. The same again changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] for a link there is not.
pub fn turn_mails_off(conn: &mut Conn, ctx: &Ctx, token: &str) -> Result<(), Fault> {
    let out = mail::find_opt_out(conn, token)?.ok_or(Fault::NotFound("link"))?;
    if out.topics.is_empty() {
        return Ok(());
    }
    mail::turn_off(conn, &out)?;
    if let Some(user) = store::users::by_email(conn, &out.address)? {
        let ctx = Ctx {
            actor: Actor::User(user.actor()),
            ..ctx.clone()
        };
        let details = json!({ "off": out.topics });
        note(conn, &ctx, ("user", user.id.uuid()), "turn_mails_off", details)?;
    }
    Ok(())
}

/// The password check's material for an address: whose it is and the stored hash, if the account is open.
pub fn credentials(conn: &mut Conn, email: &EmailAddress) -> Result<Option<(UserId, String)>, Fault> {
    let user = store::users::by_email(conn, email)?.filter(User::active);
    Ok(user.and_then(|user| Some((user.id, user.password_hash?))))
}

/// Gives a person a further role. An account that was closed because it held none any more ([`take_role`]) opens again.
pub fn add_role(conn: &mut Conn, ctx: &Ctx, id: UserId, role: Role) -> Result<(), Fault> {
    let mut user = get(conn, id)?;
    if user.has(role) {
        return Ok(());
    }
    if user.roles.0.is_empty() {
        user.disabled_at = None;
    }
    user.roles.0.push(role);
    store::users::update(conn, &user)?;
    let details = json!({ "role": role });
    note(conn, ctx, ("user", id.uuid()), "add_role", details)
}

/// Takes a role from a person. Links to choose a password stop working; an account without any role left is closed,
/// and its sessions end at once.
pub fn take_role(conn: &mut Conn, ctx: &Ctx, id: UserId, role: Role) -> Result<(), Fault> {
    let mut user = get(conn, id)?;
    if !user.has(role) {
        return Ok(());
    }
    user.roles.0.retain(|held| *held != role);
    let closed = user.roles.0.is_empty();
    if closed {
        user.disabled_at = user.disabled_at.or(Some(ctx.now));
        store::tokens::revoke_all(conn, id, None, wall_now())?;
    }
    links::revoke(conn, ctx, &GrantSubject::Password { user: id })?;
    store::users::update(conn, &user)?;
    let details = json!({ "role": role, "closed": closed });
    note(conn, ctx, ("user", id.uuid()), "take_role", details)
}
