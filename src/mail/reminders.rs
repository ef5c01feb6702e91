//! When to remind whom (dossier Annex B). The areas plan all reminders of a case when it starts, each
//! with its own dedup key and `not_before`, and [`cancel`](super::cancel) them when it is done.

use chrono::TimeDelta;

use crate::kernel::time::{Timestamp, days, hours};

/// What is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The candidate has not confirmed the description (M02): +2 and +5 days from the first mail.
    RoleAcknowledgement,
    /// A scorecard is not locked (M05): +4, +24 and +60 hours from the end of the round.
    Scorecard,
    /// A referee has not answered (M09): +2, +5 and +9 days from the request.
    Reference,
}

impl Waiting {
    /// How long after the base instant each reminder is due, in order.
    pub fn offsets(self) -> Vec<TimeDelta> {
        match self {
            Self::RoleAcknowledgement => vec![days(2), days(5)],
            Self::Scorecard => vec![hours(4), hours(24), hours(60)],
            Self::Reference => vec![days(2), days(5), days(9)],
        }
    }
    /// When each reminder is due, in order.
    pub fn due(self, base: Timestamp) -> Vec<Timestamp> {
        self.offsets().into_iter().map(|offset| base + offset).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referee_is_reminded_after_two_five_and_nine_days_within_the_fourteen_of_the_link() {
        let sent = Timestamp::parse("2026-11-02T09:00:00Z").unwrap();
        let due: Vec<String> = Waiting::Reference
            .due(sent)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            due,
            [
                "2026-11-04T09:00:00Z",
                "2026-11-07T09:00:00Z",
                "2026-11-11T09:00:00Z"
            ]
        );
    }

    #[test]
    fn a_rater_is_reminded_three_times_before_the_card_is_void() {
        let held = Timestamp::parse("2026-11-02T09:00:00Z").unwrap();
        let left: Vec<i64> = Waiting::Scorecard
            .due(held)
            .iter()
            .map(|due| 72 - due.since(held).num_hours())
            .collect();
        assert_eq!(left, [68, 48, 12]);
    }

    #[test]
    fn a_candidate_is_reminded_of_the_description_twice() {
        assert_eq!(Waiting::RoleAcknowledgement.offsets(), [days(2), days(5)]);
    }
}
