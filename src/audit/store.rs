use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error as QueryError},
};

use super::{
    model::{Filter, Row},
    schema::audit_events,
};
use crate::{
    db::{
        Conn, DbError,
        page::{PageRequest, older_than},
        q,
        types::Sha256Hash,
    },
    kernel::ids::RowId,
};

/// The number and hash of a chain's last entry.
pub(super) fn head(conn: &mut Conn, chain: &str) -> Result<Option<(i64, Sha256Hash)>, DbError> {
    Ok(q!(conn => audit_events::table
        .filter(audit_events::chain.eq(chain))
        .order(audit_events::seq.desc())
        .select((audit_events::seq, audit_events::hash))
        .first(conn)
        .optional())?)
}

pub(super) fn append(conn: &mut Conn, row: &Row) -> Result<(), DbError> {
    match q!(conn => diesel::insert_into(audit_events::table).values(row).execute(conn)) {
        Ok(_) => Ok(()),
        // Another writer of this chain took the number since we read the head. PostgreSQL may report that
        // before it notices that the transactions are not serializable; running again is right for both.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, info)) => Err(DbError::Query(
            QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, info),
        )),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn list(conn: &mut Conn, filter: &Filter, page: &PageRequest) -> Result<Vec<Row>, DbError> {
    let rows = q!(conn => {
        let mut query = audit_events::table.select(Row::as_select()).into_boxed();
        if let Some(chain) = filter.chain {
            query = query.filter(audit_events::chain.eq(chain.to_string()));
        }
        if let Some(kind) = &filter.entity_kind {
            query = query.filter(audit_events::entity_kind.eq(kind.clone()));
        }
        if let Some(entity) = filter.entity {
            query = query.filter(audit_events::entity_id.eq(RowId::from_uuid(entity)));
        }
        if let Some(actor) = filter.actor {
            query = query.filter(audit_events::actor_id.eq(RowId::from_uuid(actor)));
        }
        if let Some(outcome) = filter.outcome {
            query = query.filter(audit_events::outcome.eq(outcome));
        }
        if let Some(since) = filter.since {
            query = query.filter(audit_events::at.ge(since));
        }
        if !filter.only_kinds.is_empty() {
            query = query.filter(audit_events::entity_kind.eq_any(filter.only_kinds.to_vec()));
        }
        if !filter.without_kinds.is_empty() {
            query = query.filter(audit_events::entity_kind.ne_all(filter.without_kinds.to_vec()));
        }
        if let Some(after) = &page.after {
            query = query.filter(older_than!(audit_events::at, audit_events::id, after));
        }
        query
            .order((audit_events::at.desc(), audit_events::id.desc()))
            .limit(page.load_limit())
            .load(conn)
    })?;
    Ok(rows)
}

pub(super) fn chain(conn: &mut Conn, chain: &str) -> Result<Vec<Row>, DbError> {
    Ok(q!(conn => audit_events::table
        .filter(audit_events::chain.eq(chain))
        .order(audit_events::seq)
        .select(Row::as_select())
        .load(conn))?)
}

/// Up to `most` entries after one (chain by chain, each in its order), for walking through all of them.
pub(super) fn walk(conn: &mut Conn, after: Option<(&str, i64)>, most: i64) -> Result<Vec<Row>, DbError> {
    let rows = q!(conn => {
        let mut query = audit_events::table.select(Row::as_select()).into_boxed();
        if let Some((chain, seq)) = after {
            query = query.filter(
                audit_events::chain
                    .ge(chain)
                    .and(audit_events::chain.gt(chain).or(audit_events::seq.gt(seq))),
            );
        }
        query
            .order((audit_events::chain, audit_events::seq))
            .limit(most)
            .load(conn)
    })?;
    Ok(rows)
}
