//! Files as evidence: attached by the trainee, read by everybody who sees the plan, taken back before the module
//! is handed in.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Case, look,
    training::{Place, TRAINEE, at},
};
use crate::{
    db::{Conn, types::Sha256Hash},
    fault::{Fault, FieldFault},
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::{EvidenceId, OnboardingPlanId},
        text::multi_line,
    },
    onboarding::{
        self, MAX_FILES,
        model::{EvidenceFile, EvidenceForm, EvidenceItem, FileBody, KeptFile},
    },
    pipeline::state::ModuleState,
    settings::UploadSettings,
    web::Upload,
};

/// Attaches a file as evidence.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee; [`Fault::Conflict`] when the module is done, has its
/// [`MAX_FILES`] or these very bytes already, or the plan's files would become too many bytes;
/// [`Fault::TooLarge`]; [`Fault::Invalid`] for a kind of file that is not taken.
pub fn attach(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    upload: &Upload,
    limits: UploadSettings,
) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINEE)?;
    let mut learned = work.unfinished()?;
    let said = upload.form.valid::<FileBody>();
    let note = said.get()?.note.as_deref().map(multi_line).unwrap_or_default();
    let sent = upload.file()?;
    let about = onboarding::described(ctx.new_id(), &sent.name, &sent.bytes)?;
    let files = || work.case.modules.iter().flat_map(|row| files_of(&row.body.0));
    if files_of(&work.row.body.0).count() >= MAX_FILES {
        let detail = format!("{} has {MAX_FILES} files: take one back first.", work.row.code);
        return Err(Fault::Conflict {
            code: "too_many_files",
            detail,
        });
    }
    if files().map(|file| file.size).sum::<u64>() + about.size > limits.plan_bytes() {
        return Err(Fault::TooLarge(FieldFault::new(
            "/file",
            "too_large",
            format!(
                "All files of this plan may have {} MB together. Take one back, or give the address where this one lies.",
                limits.max_plan_megabytes
            ),
        )));
    }
    let sha256 = Sha256Hash(Sha256::digest(&sent.bytes).into());
    if onboarding::has_file(conn, work.row.id, sha256)? {
        return Err(Fault::field(
            "/file",
            "duplicate",
            "This file is attached already.",
        ));
    }
    let kept = onboarding::NewFile {
        module: work.row.id,
        about: &about,
        sha256,
        content: &sent.bytes,
        by: work.by.id,
        at: ctx.now,
    };
    onboarding::insert_file(conn, &kept)?;
    let details = json!({
        "kind": EvidenceForm::File, "file": about.id, "media_type": about.media_type, "size": about.size,
        "sha256": sha256,
    });
    learned.evidence.push(EvidenceItem {
        kind: EvidenceForm::File,
        text: note,
        file: Some(about),
        by: work.by.id,
        at: ctx.now,
    });
    work.store(conn, ctx, &learned, "module.evidence", details)
}

fn files_of(body: &onboarding::model::ModuleBody) -> impl Iterator<Item = &EvidenceFile> {
    body.evidence.iter().filter_map(|item| item.file.as_ref())
}

/// Takes a file back.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee; [`Fault::NotFound`] when the module has no such file;
/// [`Fault::Conflict`] once the module is handed in: what is checked or signed stays as it was.
pub fn take_back(conn: &mut Conn, ctx: &Ctx, place: Place<'_>, id: EvidenceId) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINEE)?;
    if work.row.body.0.file(id).is_none() {
        return Err(Fault::NotFound("file"));
    }
    let mut learned = work.unfinished()?;
    if work.row.state == ModuleState::EvidenceSubmitted {
        return Err(Fault::Conflict {
            code: "handed_in",
            detail: format!(
                "{} is handed in: its files stay until it is sent back.",
                work.row.code
            ),
        });
    }
    learned
        .evidence
        .retain(|item| item.file.as_ref().is_none_or(|file| file.id != id));
    onboarding::delete_file(conn, work.row.id, id)?;
    work.store(
        conn,
        ctx,
        &learned,
        "module.evidence_taken_back",
        json!({ "file": id }),
    )
}

/// A file of a module, for everybody who sees the plan.
///
/// # Errors
/// [`Fault::NotFound`] when there is none, or the plan is not the actor's to see.
pub fn read(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: OnboardingPlanId,
    code: &ModuleCode,
    id: EvidenceId,
) -> Result<KeptFile, Fault> {
    let case = look::seen(conn, ctx, plan)?;
    let module = case.module(code)?.id;
    onboarding::file(conn, module, id)?.ok_or(Fault::NotFound("file"))
}
