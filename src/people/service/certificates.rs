//! The interviewer certificate.

use chrono::Months;
use serde_json::json;

use super::note;
use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    kernel::{ctx::Ctx, ids::UserId, time::Timestamp},
    people::{
        calibration::{self, Judgement, Key, Rated},
        store,
    },
};

/// Judges an attempt and, when it passes, certifies for the key's months. Only the person can attempt it.
pub fn attempt(
    conn: &mut Conn,
    ctx: &Ctx,
    user: UserId,
    key: &Key,
    ratings: impl FnOnce() -> Result<Vec<Rated>, Fault>,
) -> Result<(Judgement, Option<Timestamp>), Fault> {
    super::users::get(conn, user)?;
    if ctx.actor.user_id() != Some(user) {
        return Err(Fault::forbidden("Everybody rates the practice cases themself."));
    }
    let ratings = ratings()?;
    let judged = calibration::judge(key, &ratings).map_err(|unusable| {
        let fault = |(pointer, detail): (String, &str)| FieldFault::new(pointer, "invalid", detail);
        Fault::Invalid(unusable.0.into_iter().map(fault).collect())
    })?;
    let months = Months::new(u32::from(key.valid_months));
    let until = ctx
        .now
        .utc()
        .checked_add_months(months)
        .map(Timestamp::new)
        .filter(|_| judged.passed);
    store::calibrations::insert(conn, ctx, user, &ratings, &judged, until)?;
    let details = json!({ "passed": judged.passed, "certified_until": until });
    note(conn, ctx, ("user", user.uuid()), "calibrate", details)?;
    Ok((judged, until))
}
