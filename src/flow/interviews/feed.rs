//! A rater's own interviews for a calendar program that holds the person's secret address.

use super::look;
use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        time::days,
    },
    mail::{self, message::CalendarEvent},
    people,
    pipeline::state::InterviewState,
};

/// Days for which what is over stays in the calendar.
const KEPT_DAYS: i64 = 60;

/// The calendar behind a secret address, as calendar programs read it.
///
/// # Errors
/// [`Fault::NotFound`] for an address that was never made, was replaced, or whose owner's account is closed.
pub fn feed(conn: &mut Conn, ctx: &Ctx, token: &str, base_url: &str) -> Result<String, Fault> {
    let owner = people::feed_owner(conn, token)?.ok_or(Fault::NotFound("calendar"))?;
    let own = Ctx {
        actor: Actor::User(owner.actor()),
        ..ctx.clone()
    };
    let mut lines = look::own_rounds(conn, &own, true)?;
    let oldest = ctx.now - days(KEPT_DAYS);
    lines.retain(|line| line.round.ends_at >= oldest);
    lines.reverse();
    lines.extend(look::own_rounds(conn, &own, false)?);
    let events: Vec<_> = lines
        .iter()
        .filter(|line| line.round.state != InterviewState::Cancelled)
        .map(|line| {
            let row = &line.round;
            let call = row.meeting_link.iter().map(|link| format!("Online: {link}"));
            let kit = format!("Kit: {base_url}/scheduled_interviews/{}/kit", row.id);
            let event = CalendarEvent {
                uid: row.id.to_string(),
                sequence: u32::try_from(row.invitations).unwrap_or(u32::MAX),
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                title: format!("{}: {}", line.name, line.candidate),
                place: row.place.clone(),
                notes: call.chain([format!("For {}", line.job_title), kit]).collect(),
                cancelled: false,
            };
            (event, row.created_at)
        })
        .collect();
    Ok(mail::calendar_feed("Steadyhire: my interviews", &events))
}
