//! Bearer tokens. Their times are wall times.

use diesel::prelude::*;

use crate::{
    db::{
        Conn, q,
        types::{Json, Sha256Hash},
    },
    fault::Fault,
    kernel::{
        ctx::{Ctx, UserActor},
        ids::{ApiTokenId, UserId},
        role::Role,
        time::Timestamp,
    },
    people::{
        model::{SignedIn, TokenKind},
        schema::{api_tokens, users},
    },
};

pub(in crate::people) fn insert(
    conn: &mut Conn,
    ctx: &Ctx,
    hash: Sha256Hash,
    user: UserId,
    kind: TokenKind,
    (made, expires): (Timestamp, Timestamp),
) -> Result<ApiTokenId, Fault> {
    let id: ApiTokenId = ctx.new_id();
    q!(conn => diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(id),
            api_tokens::hash.eq(hash),
            api_tokens::user_id.eq(user),
            api_tokens::kind.eq(kind),
            api_tokens::created_at.eq(made),
            api_tokens::expires_at.eq(expires),
        ))
        .execute(conn))?;
    Ok(id)
}

/// Who holds a token that is alive, of an account that is open.
pub(in crate::people) fn holder(
    conn: &mut Conn,
    hash: Sha256Hash,
    wall: Timestamp,
) -> Result<Option<SignedIn>, Fault> {
    let row: Option<(ApiTokenId, UserId, String, Json<Vec<Role>>)> = q!(conn => api_tokens::table
        .inner_join(users::table)
        .filter(api_tokens::hash.eq(hash))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(wall))
        .filter(users::disabled_at.is_null())
        .select((api_tokens::id, users::id, users::name, users::roles))
        .get_result(conn)
        .optional())?;
    Ok(row.map(|(token, id, name, roles)| SignedIn {
        user: UserActor {
            id,
            name,
            roles: roles.0,
        },
        token,
    }))
}

pub(in crate::people) fn revoke(conn: &mut Conn, id: ApiTokenId, wall: Timestamp) -> Result<(), Fault> {
    q!(conn => diesel::update(api_tokens::table.find(id))
        .filter(api_tokens::revoked_at.is_null())
        .set(api_tokens::revoked_at.eq(wall))
        .execute(conn))?;
    Ok(())
}

/// Revokes all tokens of a person, except one if that is named.
pub(in crate::people) fn revoke_all(
    conn: &mut Conn,
    user: UserId,
    except: Option<ApiTokenId>,
    wall: Timestamp,
) -> Result<(), Fault> {
    match except {
        Some(kept) => q!(conn => diesel::update(api_tokens::table)
            .filter(api_tokens::user_id.eq(user))
            .filter(api_tokens::revoked_at.is_null())
            .filter(api_tokens::id.ne(kept))
            .set(api_tokens::revoked_at.eq(wall))
            .execute(conn)),
        None => q!(conn => diesel::update(api_tokens::table)
            .filter(api_tokens::user_id.eq(user))
            .filter(api_tokens::revoked_at.is_null())
            .set(api_tokens::revoked_at.eq(wall))
            .execute(conn)),
    }?;
    Ok(())
}
