//! Opening a job.

use crate::{
    company::model::Ladder,
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    jobs::{
        model::{Accountability, Job, OpeningReason, RolePlan},
        store,
    },
    kernel::{
        ctx::Ctx,
        ids::UserId,
        role::Role,
        text::{single_line, visible_len},
    },
    people,
    pipeline::{evidence::JobPeople, state::JobState},
};

/// A job to be made.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// The working title.
    pub title: String,
    /// Why somebody is looked for.
    pub reason: OpeningReason,
    /// The people of the job.
    pub people: JobPeople,
}

/// Makes a job in `draft`. HR, hiring managers and sponsors may.
pub(crate) fn create(
    conn: &mut Conn,
    ctx: &Ctx,
    read: impl FnOnce() -> Result<NewJob, Fault>,
) -> Result<Job, Fault> {
    let refused = || Fault::forbidden("Jobs are opened by HR, hiring managers and sponsors.");
    if !ctx
        .actor
        .has_any(&[Role::Hr, Role::HrLead, Role::HiringManager, Role::Sponsor])
    {
        return Err(refused());
    }
    let created_by = ctx.actor.user_id().ok_or_else(refused)?;
    let new = read()?;
    let mut faults = check_people(conn, &new.people)?;
    let title = checked_title(&new.title, &mut faults);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let job = Job {
        id: ctx.new_id(),
        version: 1,
        state: JobState::Draft,
        entered_state_at: ctx.now,
        title,
        reason: new.reason,
        hiring_manager: new.people.hiring_manager,
        sponsor: new.people.sponsor,
        ops_lead: new.people.ops_lead,
        hr: new.people.hr,
        kind: None,
        kind_choice: None,
        role_plan: Json(RolePlan::default()),
        ladder: Json(Ladder::default()),
        accountability: Json(Accountability::default()),
        advert: None,
        description: None,
        plan: None,
        policy_version: None,
        content_version: None,
        opened_at: None,
        created_by,
        created_at: ctx.now,
    };
    store::insert(conn, &job)?;
    Ok(job)
}

/// A title as it is stored; what is wrong with it is told.
pub(super) fn checked_title(title: &str, faults: &mut Vec<FieldFault>) -> String {
    let title = single_line(title);
    if !(1..=120).contains(&visible_len(&title)) {
        faults.push(FieldFault::new(
            "/title",
            "length",
            "A title has from 1 to 120 visible characters.",
        ));
    }
    title
}

/// Everybody named exists, has an open account and holds the role they are named in.
pub(super) fn check_people(conn: &mut Conn, people: &JobPeople) -> Result<Vec<FieldFault>, Fault> {
    let mut faults = Vec::new();
    let named: [(&str, UserId, &[Role]); 4] = [
        ("/hiring_manager", people.hiring_manager, &[Role::HiringManager]),
        ("/sponsor", people.sponsor, &[Role::Sponsor]),
        ("/ops_lead", people.ops_lead, &[Role::OpsLead]),
        ("/hr", people.hr, &[Role::Hr, Role::HrLead]),
    ];
    for (pointer, id, roles) in named {
        match people::find_user(conn, id)? {
            Some(user) if !user.active() => {
                faults.push(FieldFault::new(pointer, "disabled", "This account is closed."));
            }
            Some(user) if !roles.iter().any(|role| user.has(*role)) => {
                faults.push(FieldFault::new(
                    pointer,
                    "role",
                    "This person does not hold the role.",
                ));
            }
            Some(_) => {}
            None => faults.push(FieldFault::new(pointer, "unknown", "There is no such user.")),
        }
    }
    Ok(faults)
}
