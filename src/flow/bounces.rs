//! Mails that came back, and what follows for what they were about.

use crate::{
    db::Conn,
    fault::Fault,
    flow::references,
    kernel::ctx::Ctx,
    mail::{self, Bounced, DeliveryReport, Settled, Severity, Verdict},
};

/// What became of some reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[schema(as = BounceCount)]
pub struct Reported {
    /// Mails that will never arrive.
    pub hard: u32,
    /// Mails that may still arrive, or another time.
    pub soft: u32,
    /// Reports about none of our mails, or known already.
    pub ignored: u32,
}

/// Takes in what mail servers report, each report once. A request for a reference that will never arrive is reopened.
///
/// # Errors
/// When a statement fails.
pub fn take_in(conn: &mut Conn, ctx: &Ctx, reports: &[DeliveryReport]) -> Result<Reported, Fault> {
    let mut count = Reported::default();
    for report in reports {
        let Some(bounced) = mail::note_bounce(conn, ctx, report)? else {
            count.ignored += 1;
            continue;
        };
        match bounced.severity {
            Severity::Hard => count.hard += 1,
            Severity::Soft => count.soft += 1,
        }
        references::mail_came_back(conn, ctx, &bounced)?;
    }
    Ok(count)
}

/// How a mail ended at once. An address at which the mail server says nobody is, is as good as a mail that came back from
/// there. The same again changes nothing: whoever is not waited for any more is left alone.
///
/// # Errors
/// When a statement fails.
pub fn settled(conn: &mut Conn, ctx: &Ctx, mail: &Settled) -> Result<(), Fault> {
    let Verdict::NoRecipient(words) = &mail.verdict else {
        return Ok(());
    };
    let bounced = Bounced {
        dedup: mail.dedup.clone(),
        to: mail.to.clone(),
        severity: Severity::Hard,
        words: words.clone(),
    };
    references::mail_came_back(conn, ctx, &bounced)
}
