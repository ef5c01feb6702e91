//! Versions of the content, each kept whole: a release that ships other content changes no case that runs.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::json;

use super::{
    super::{
        model::{ContentVersion, OfferedContent},
        store,
    },
    checked_reason, note,
};
use crate::{
    content::{ContentFault, Pack, PackOverlay},
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    kernel::{ctx::Ctx, role::Role},
    web::IfMatch,
};

/// Makes sure that version 1 exists and that every version is kept whole. Versions an older release stored as changes
/// over its shipped content alone are laid over today's; nothing nearer is known.
pub(super) fn ensure(conn: &mut Conn, ctx: &Ctx, shipped: &Pack) -> Result<(), Fault> {
    let stored = store::content_versions(conn)?;
    if stored.is_empty() {
        let row = ContentVersion {
            version: 1,
            overlay: Json(PackOverlay::default()),
            reason: "as shipped".to_owned(),
            created_by: None,
            created_at: ctx.now,
            sha256: shipped.sha256().to_owned(),
            shipped_sha256: shipped.sha256().to_owned(),
        };
        store::insert_content_version(conn, &row, &text(shipped)?)?;
    }
    for mut row in stored.into_iter().filter(|row| row.sha256.is_empty()) {
        let pack = laid_over(shipped, &row.overlay.0, row.version)?;
        pack.sha256().clone_into(&mut row.sha256);
        shipped.sha256().clone_into(&mut row.shipped_sha256);
        store::fill_content_version(conn, &row, &text(&pack)?)?;
        note(
            conn,
            ctx,
            "content.keep",
            json!({ "version": row.version, "sha256": row.sha256 }),
        )?;
    }
    Ok(())
}

/// The content new cases start with, with its version.
///
/// # Errors
/// When a statement fails, or the service was never set up.
pub fn current_pack(conn: &mut Conn) -> Result<(i64, Arc<Pack>), Fault> {
    let version = store::latest_content_number(conn)?;
    Ok((version, pack(conn, version)?))
}

/// The content a case is pinned to, as it was stored.
///
/// # Errors
/// When there is no such version, it is not what was stored, or a statement fails.
pub fn pack(conn: &mut Conn, version: i64) -> Result<Arc<Pack>, Fault> {
    let sha256 = store::content_sha256(conn, version)?.ok_or(Fault::NotFound("content version"))?;
    if let Some(kept) = KEPT.find(version, &sha256) {
        return Ok(kept);
    }
    let body = store::content_body(conn, version)?.ok_or(Fault::NotFound("content version"))?;
    let pack = Pack::from_text(number(version), &body).map_err(Fault::internal)?;
    if pack.sha256() != sha256 {
        return Err(Fault::internal(format!(
            "content version {version} is not what was stored: its fingerprint is {}",
            pack.sha256()
        )));
    }
    Ok(KEPT.keep(version, Arc::new(pack)))
}

/// The packs read last, for all threads; reading one takes a while and versions never change.
static KEPT: Kept = Kept(LazyLock::new(Mutex::default));

/// A version with its pack.
type Known = (i64, Arc<Pack>);

struct Kept(LazyLock<Mutex<Vec<Known>>>);

impl Kept {
    /// More versions than a company has in use at the same time.
    const MOST: usize = 16;

    fn find(&self, version: i64, sha256: &str) -> Option<Arc<Pack>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept
            .iter()
            .position(|(number, pack)| *number == version && pack.sha256() == sha256)?;
        // The one used last stands last and is forgotten last.
        let found = kept.remove(at);
        let pack = Arc::clone(&found.1);
        kept.push(found);
        Some(pack)
    }

    fn keep(&self, version: i64, pack: Arc<Pack>) -> Arc<Pack> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= Self::MOST {
            kept.remove(0);
        }
        kept.push((version, Arc::clone(&pack)));
        pack
    }
}

fn number(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}

fn text(pack: &Pack) -> Result<String, Fault> {
    pack.to_text().map_err(Fault::internal)
}

fn laid_over(shipped: &Pack, overlay: &PackOverlay, version: i64) -> Result<Pack, Fault> {
    let told = |fault: ContentFault| {
        let place = overlay.place_of(&fault).unwrap_or_default();
        FieldFault::new(format!("/overlay{place}"), "content", fault.to_string())
    };
    proposed(shipped, overlay, version)
        .map_err(|faults| Fault::Invalid(faults.into_iter().map(told).collect()))
}

/// What a version with these changes would be, or everything that is wrong with it.
pub(in crate::company) fn proposed(
    shipped: &Pack,
    overlay: &PackOverlay,
    version: i64,
) -> Result<Pack, Vec<ContentFault>> {
    shipped.with_overlay(overlay, number(version))
}

/// Sponsors and HR leads change the content.
pub(in crate::company) fn may_change_content(ctx: &Ctx) -> Result<(), Fault> {
    if ctx.actor.has_any(&[Role::Sponsor, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden("Content is changed by a sponsor or an HR lead."))
    }
}

/// Questions and anchors are for those who work in the pipeline, not for new hires.
pub(in crate::company) fn may_see_content(roles: &[Role]) -> Result<(), Fault> {
    if roles
        .iter()
        .any(|role| !matches!(role, Role::Trainee | Role::Buddy))
    {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "Questions and anchors are for those who work in the pipeline.",
        ))
    }
}

/// One version of the content.
pub(in crate::company) fn content_version(conn: &mut Conn, version: i64) -> Result<ContentVersion, Fault> {
    store::content_version(conn, version)?.ok_or(Fault::NotFound("content version"))
}

pub(in crate::company) fn content_versions(conn: &mut Conn) -> Result<Vec<ContentVersion>, Fault> {
    Ok(store::content_versions(conn)?)
}

/// The content of this release, when the newest version was made from another release's.
pub(in crate::company) fn offered_content(
    conn: &mut Conn,
    shipped: &Pack,
) -> Result<Option<OfferedContent>, Fault> {
    let version = store::latest_content_number(conn)?;
    let row = store::content_version(conn, version)?.ok_or(Fault::NotFound("content version"))?;
    if row.shipped_sha256 == shipped.sha256() {
        return Ok(None);
    }
    let current = pack(conn, version)?;
    // Where the company's own changes no longer fit, the shipped content is compared as it is; taking it over then
    // says what does not fit.
    let laid = laid_over(shipped, &row.overlay.0, version);
    let changes = current
        .changes_to(laid.as_ref().unwrap_or(shipped))
        .map_err(Fault::internal)?;
    Ok(Some(OfferedContent {
        sha256: shipped.sha256().to_owned(),
        changes,
    }))
}

/// What a new version is made of.
pub(in crate::company) struct NewContent {
    /// What the company lays over the shipped content; absent: the same as in the newest version, which takes over what
    /// a new release ships.
    pub(in crate::company) overlay: Option<PackOverlay>,
    /// Why.
    pub(in crate::company) reason: String,
}

/// Makes a new content version for everything that starts from now on. Sponsors and HR leads may; one who tells which
/// version the change was made from does not overwrite what somebody else has changed meanwhile.
pub(in crate::company) fn add_content_version(
    conn: &mut Conn,
    ctx: &Ctx,
    shipped: &Pack,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<NewContent, Fault>,
) -> Result<ContentVersion, Fault> {
    may_change_content(ctx)?;
    let newest = store::latest_content_number(conn)?;
    if_match.honour(newest)?;
    let new = read()?;
    let overlay = match new.overlay {
        Some(overlay) => overlay,
        None => {
            let row = store::content_version(conn, newest)?.ok_or(Fault::NotFound("content version"))?;
            row.overlay.0
        }
    };
    let version = newest.saturating_add(1);
    let pack = laid_over(shipped, &overlay, version)?;
    let row = ContentVersion {
        version,
        overlay: Json(overlay),
        reason: checked_reason(&new.reason)?,
        created_by: ctx.actor.user_id(),
        created_at: ctx.now,
        sha256: pack.sha256().to_owned(),
        shipped_sha256: shipped.sha256().to_owned(),
    };
    store::insert_content_version(conn, &row, &text(&pack)?)?;
    note(
        conn,
        ctx,
        "content.add",
        json!({ "version": row.version, "sha256": row.sha256 }),
    )?;
    Ok(row)
}
