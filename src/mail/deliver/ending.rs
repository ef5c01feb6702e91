//! What the outcome of an attempt means for the mail and for the queue (security dossier, section 4).

use chrono::TimeDelta;

use super::super::{
    outbox::{Attempt, MailState, Tried},
    queue::HoldKind,
    store::{Claimed, Recorded},
    transport::Outcome,
};
use crate::kernel::{
    random,
    time::{Timestamp, days, hours},
};

/// Give up this long after the first attempt.
const GIVE_UP_HOURS: i64 = 72;
/// Minutes until the next attempt, after the first, second, … one; then the last value.
const BACKOFF_MINUTES: [i64; 4] = [1, 5, 15, 60];
/// Seconds the queue rests after it found the mail server away once, twice, …; then the last value.
const AWAY_SECONDS: [i64; 5] = [15, 30, 60, 120, 300];
/// Seconds the queue rests after the mail server did not let us in: nothing changes until somebody mends it.
const REFUSED_SECONDS: i64 = 300;
/// How often the answer to the last dot may be missing before a person decides: every further attempt may be one
/// more copy in somebody's mailbox.
const UNCLEAR_AT_MOST: i64 = 2;
/// Days that a dead letter keeps its links: as long as a referee's link lives.
const KEEP_DAYS: i64 = 14;

/// What an outcome means.
pub(super) enum Ending {
    /// It says nothing about the mail; no other mail could leave either.
    Held(HoldKind, String),
    /// Nobody is there, in the words of the mail server.
    NoRecipient(String),
    /// It says something else about the mail.
    Tried(Tried, Option<String>),
}

impl Ending {
    pub(super) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Sent => Self::Tried(Tried::Sent, None),
            Outcome::Deferred(why) => Self::Tried(Tried::Deferred, Some(why)),
            Outcome::Ambiguous(why) => Self::Tried(Tried::Ambiguous, Some(why)),
            Outcome::NoRecipient(why) => Self::NoRecipient(why),
            Outcome::Refused(why) => Self::Tried(Tried::Refused, Some(why)),
            Outcome::Unreachable(why) => Self::Held(HoldKind::Unreachable, why),
            Outcome::OurFault(why) => Self::Held(HoldKind::OurFault, why),
        }
    }
    pub(super) fn unwritable(why: String) -> Self {
        Self::Tried(Tried::Unwritable, Some(why))
    }

    /// What is recorded about the mail; none when it goes back as if it had not been taken.
    pub(super) fn recorded(&self, mail: &Claimed, now: Timestamp) -> Option<Recorded> {
        let first = mail.first_tried_at.unwrap_or(now);
        let too_late = now.since(first) >= hours(GIVE_UP_HOURS);
        let (outcome, detail) = match self {
            Self::Tried(outcome, detail) => (*outcome, detail.clone()),
            Self::NoRecipient(why) => (Tried::Refused, Some(why.clone())),
            Self::Held(HoldKind::Unreachable, why) if too_late => (Tried::Unreachable, Some(why.clone())),
            Self::Held(..) => return None,
        };
        let state = match outcome {
            Tried::Sent => MailState::Sent,
            Tried::Refused | Tried::Unwritable => MailState::Failed,
            Tried::Ambiguous if mail.unclear + 1 >= UNCLEAR_AT_MOST => MailState::Dead,
            _ if too_late => MailState::Dead,
            _ => MailState::Queued,
        };
        let over = matches!(state, MailState::Failed | MailState::Dead);
        Some(Recorded {
            state,
            ambiguous: mail.ambiguous || outcome == Tried::Ambiguous,
            next_at: if state == MailState::Queued {
                now + backoff(mail.attempts)
            } else {
                now
            },
            keep_until: over.then(|| now + days(KEEP_DAYS)),
            attempt: Attempt {
                at: now,
                outcome,
                detail,
            },
        })
    }
}

/// The attempt of a mail that goes back as if it had not been taken.
pub(super) fn in_vain(kind: HoldKind, why: &str, now: Timestamp) -> Attempt {
    Attempt {
        at: now,
        outcome: match kind {
            HoldKind::Unreachable => Tried::Unreachable,
            HoldKind::OurFault => Tried::OurFault,
        },
        detail: Some(why.to_owned()),
    }
}

/// The time to the next attempt after `earlier` attempts and this one.
pub(super) fn backoff(earlier: i64) -> TimeDelta {
    jittered(60 * step(&BACKOFF_MINUTES, earlier), random::bytes::<1>())
}

/// How long the queue rests when no mail could leave, after so many times in a row before.
pub(super) fn rest(kind: HoldKind, earlier: i64) -> TimeDelta {
    match kind {
        HoldKind::Unreachable => jittered(step(&AWAY_SECONDS, earlier), random::bytes::<1>()),
        HoldKind::OurFault => TimeDelta::seconds(REFUSED_SECONDS),
    }
}

/// The step after so many before it; the last one where there are no more.
fn step(steps: &[i64], earlier: i64) -> i64 {
    let place = usize::try_from(earlier).unwrap_or(0);
    let last = steps.last().copied().unwrap_or(0);
    steps.get(place).copied().unwrap_or(last)
}

/// By ±20 %, so that what was deferred together does not come back together.
fn jittered(seconds: i64, [chance]: [u8; 1]) -> TimeDelta {
    let percent = 80 + i64::from(chance) * 40 / 255;
    TimeDelta::milliseconds(seconds * 10 * percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_after_1_5_15_60_and_then_every_60_minutes_give_or_take_a_fifth() {
        for (earlier, minutes) in [(0, 1), (1, 5), (2, 15), (3, 60), (4, 60), (70, 60)] {
            let seconds = 60 * step(&BACKOFF_MINUTES, earlier);
            assert_eq!(jittered(seconds, [0]).num_seconds(), minutes * 48);
            assert_eq!(jittered(seconds, [255]).num_seconds(), minutes * 72);
        }
    }

    #[test]
    fn a_server_that_stays_away_is_looked_for_less_and_less_often_but_every_six_minutes_at_least() {
        let rests: Vec<i64> = (0..20)
            .map(|n| rest(HoldKind::Unreachable, n).num_seconds())
            .collect();
        assert!((12..=18).contains(&rests[0]), "{rests:?}");
        assert!(rests[5..].iter().all(|s| (240..=360).contains(s)), "{rests:?}");
    }
}
