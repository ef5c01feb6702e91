//! Files of evidence.

use diesel::prelude::*;

use crate::{
    db::{Conn, q, types::Sha256Hash},
    fault::Fault,
    kernel::{
        ids::{EvidenceId, ModuleId, UserId},
        time::Timestamp,
    },
    onboarding::{
        model::{EvidenceFile, KeptFile},
        schema::evidence_files as f,
    },
};

/// A file to keep.
pub struct NewFile<'a> {
    pub module: ModuleId,
    pub about: &'a EvidenceFile,
    pub sha256: Sha256Hash,
    pub content: &'a [u8],
    pub by: UserId,
    pub at: Timestamp,
}

pub fn insert_file(conn: &mut Conn, file: &NewFile<'_>) -> Result<(), Fault> {
    let size = i64::try_from(file.about.size).map_err(Fault::internal)?;
    q!(conn => diesel::insert_into(f::table)
        .values((
            f::id.eq(file.about.id),
            f::module_id.eq(file.module),
            f::name.eq(&file.about.name),
            f::media_type.eq(&file.about.media_type),
            f::size.eq(size),
            f::sha256.eq(file.sha256),
            f::content.eq(file.content),
            f::added_by.eq(file.by),
            f::added_at.eq(file.at),
        ))
        .execute(conn))?;
    Ok(())
}

/// Whether a module has these very bytes already.
pub fn has_file(conn: &mut Conn, module: ModuleId, sha256: Sha256Hash) -> Result<bool, Fault> {
    let found: i64 = q!(conn => f::table
        .filter(f::module_id.eq(module).and(f::sha256.eq(sha256)))
        .count()
        .get_result(conn))?;
    Ok(found > 0)
}

pub fn file(conn: &mut Conn, module: ModuleId, id: EvidenceId) -> Result<Option<KeptFile>, Fault> {
    Ok(q!(conn => f::table
        .filter(f::id.eq(id).and(f::module_id.eq(module)))
        .select(KeptFile::as_select())
        .first(conn)
        .optional())?)
}

pub fn delete_file(conn: &mut Conn, module: ModuleId, id: EvidenceId) -> Result<(), Fault> {
    q!(conn => diesel::delete(f::table.filter(f::id.eq(id).and(f::module_id.eq(module)))).execute(conn))?;
    Ok(())
}
