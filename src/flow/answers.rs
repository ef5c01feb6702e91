//! Who answers for a case: HR's person in charge of its job or plan.

use crate::{
    applications, db::Conn, fault::Fault, jobs, kernel::email::EmailAddress, mail::Case, onboarding, people,
};

/// The address replies to the mails of a case go to; none where the case is nobody's, or its person has left.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such case; when a statement fails.
pub fn answers(conn: &mut Conn, case: Case) -> Result<Option<EmailAddress>, Fault> {
    let in_charge = match case {
        Case::Application(id) => {
            let job = applications::row(conn, id)?.job_id;
            jobs::get(conn, job)?.hr
        }
        Case::Job(id) => jobs::get(conn, id)?.hr,
        Case::OnboardingPlan(id) => onboarding::find(conn, id)?.hr_id,
        Case::None => return Ok(None),
    };
    let person = people::find_user(conn, in_charge)?;
    Ok(person.filter(|p| p.disabled_at.is_none()).map(|p| p.email))
}
