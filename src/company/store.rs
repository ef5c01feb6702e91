//! All queries of this area.

use diesel::prelude::*;

use super::{
    model::{Company, CompanyBody, Configured, ContentVersion, PolicySigner, PolicyVersion},
    schema::{company, content_versions, policies},
};
use crate::{
    db::{Conn, DbError, q, types::Json},
    kernel::{ids::UserId, time::Timestamp},
};

/// The one row.
const ONLY: i64 = 1;

pub(super) fn company(conn: &mut Conn) -> Result<Option<Company>, DbError> {
    let row: Option<(i64, Json<CompanyBody>, Json<Configured>)> = q!(conn => company::table
        .find(ONLY)
        .select((company::version, company::body, company::configured))
        .get_result(conn)
        .optional())?;
    Ok(row.map(|(version, body, configured)| Company {
        version,
        body: body.0,
        configured: configured.0,
    }))
}

pub(super) fn insert_company(conn: &mut Conn, new: &Company, now: Timestamp) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(company::table)
        .values((
            company::id.eq(ONLY),
            company::version.eq(new.version),
            company::body.eq(Json(new.body.clone())),
            company::configured.eq(Json(new.configured.clone())),
            company::updated_at.eq(now),
        ))
        .execute(conn))?;
    Ok(())
}

/// Replaces what is stored; `false` when another version than `seen` is by now.
pub(super) fn update_company(
    conn: &mut Conn,
    seen: i64,
    new: &Company,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = q!(conn => diesel::update(company::table.find(ONLY).filter(company::version.eq(seen)))
        .set((
            company::version.eq(new.version),
            company::body.eq(Json(new.body.clone())),
            company::configured.eq(Json(new.configured.clone())),
            company::updated_at.eq(now),
        ))
        .execute(conn))?;
    Ok(changed == 1)
}

pub(super) fn policies(conn: &mut Conn) -> Result<Vec<PolicyVersion>, DbError> {
    Ok(q!(conn => policies::table
        .order(policies::version.desc())
        .select(PolicyVersion::as_select())
        .load(conn))?)
}

pub(super) fn policy(conn: &mut Conn, version: i64) -> Result<Option<PolicyVersion>, DbError> {
    Ok(q!(conn => policies::table
        .find(version)
        .select(PolicyVersion::as_select())
        .get_result(conn)
        .optional())?)
}

/// The latest version in force: only the latest proposal can be signed, so it also has the highest number.
pub(super) fn policy_in_force(conn: &mut Conn) -> Result<Option<PolicyVersion>, DbError> {
    Ok(q!(conn => policies::table
        .filter(policies::effective_at.is_not_null())
        .order(policies::version.desc())
        .select(PolicyVersion::as_select())
        .first(conn)
        .optional())?)
}

pub(super) fn latest_policy_number(conn: &mut Conn) -> Result<i64, DbError> {
    let latest: Option<i64> = q!(conn => policies::table
        .order(policies::version.desc())
        .select(policies::version)
        .first(conn)
        .optional())?;
    Ok(latest.unwrap_or(0))
}

pub(super) fn insert_policy(conn: &mut Conn, row: &PolicyVersion) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(policies::table).values(row).execute(conn))?;
    Ok(())
}

pub(super) fn sign_policy(
    conn: &mut Conn,
    version: i64,
    signer: PolicySigner,
    by: UserId,
    effective_at: Option<Timestamp>,
) -> Result<(), DbError> {
    q!(conn => {
        let row = policies::table.find(version);
        match signer {
            PolicySigner::HrLead => diesel::update(row)
                .set((policies::approved_by_hr_lead.eq(Some(by)), policies::effective_at.eq(effective_at)))
                .execute(conn),
            PolicySigner::Sponsor => diesel::update(row)
                .set((policies::approved_by_sponsor.eq(Some(by)), policies::effective_at.eq(effective_at)))
                .execute(conn),
        }
    })?;
    Ok(())
}

pub(super) fn content_versions(conn: &mut Conn) -> Result<Vec<ContentVersion>, DbError> {
    Ok(q!(conn => content_versions::table
        .order(content_versions::version.desc())
        .select(ContentVersion::as_select())
        .load(conn))?)
}

pub(super) fn content_version(conn: &mut Conn, version: i64) -> Result<Option<ContentVersion>, DbError> {
    Ok(q!(conn => content_versions::table
        .find(version)
        .select(ContentVersion::as_select())
        .get_result(conn)
        .optional())?)
}

pub(super) fn content_sha256(conn: &mut Conn, version: i64) -> Result<Option<String>, DbError> {
    Ok(q!(conn => content_versions::table
        .find(version)
        .select(content_versions::sha256)
        .get_result(conn)
        .optional())?)
}

pub(super) fn content_body(conn: &mut Conn, version: i64) -> Result<Option<String>, DbError> {
    Ok(q!(conn => content_versions::table
        .find(version)
        .select(content_versions::body)
        .get_result(conn)
        .optional())?)
}

pub(super) fn latest_content_number(conn: &mut Conn) -> Result<i64, DbError> {
    let latest: Option<i64> = q!(conn => content_versions::table
        .order(content_versions::version.desc())
        .select(content_versions::version)
        .first(conn)
        .optional())?;
    Ok(latest.unwrap_or(0))
}

pub(super) fn insert_content_version(
    conn: &mut Conn,
    row: &ContentVersion,
    body: &str,
) -> Result<(), DbError> {
    q!(conn => diesel::insert_into(content_versions::table)
        .values((row, content_versions::body.eq(body)))
        .execute(conn))?;
    Ok(())
}

/// Writes the content of a version that has none yet.
pub(super) fn fill_content_version(conn: &mut Conn, row: &ContentVersion, body: &str) -> Result<(), DbError> {
    q!(conn => diesel::update(content_versions::table.find(row.version))
        .set((
            content_versions::body.eq(body),
            content_versions::sha256.eq(&row.sha256),
            content_versions::shipped_sha256.eq(&row.shipped_sha256),
        ))
        .execute(conn))?;
    Ok(())
}
