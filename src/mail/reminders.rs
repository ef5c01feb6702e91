//! When to remind whom (dossier Annex B). The areas plan all reminders of a case when it starts, each
//! with its own dedup key and `not_before`, and [`cancel`](super::cancel) them when it is done.

use chrono::TimeDelta;

use crate::{
    kernel::time::{Timestamp, days, hours},
    pipeline::calendar::WorkingCalendar,
};

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
    /// When each reminder leaves, in order: while the company works, unless nothing would be left of the time until
    /// `deadline`. Two that would leave at the same moment are one; none leaves at the deadline or after it.
    pub fn due(self, base: Timestamp, calendar: &WorkingCalendar, deadline: Timestamp) -> Vec<Timestamp> {
        let mut due: Vec<Timestamp> = self
            .offsets()
            .into_iter()
            .map(|offset| calendar.considerate_before(base + offset, deadline))
            .filter(|at| *at < deadline)
            .collect();
        due.dedup();
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::calendar::CalendarSettings;

    fn due(waiting: Waiting, from: &str, deadline: TimeDelta) -> Vec<String> {
        let calendar = WorkingCalendar::checked(&CalendarSettings::default()).unwrap();
        let from = Timestamp::parse(from).unwrap();
        let due = waiting.due(from, &calendar, from + deadline);
        due.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_referee_is_reminded_after_two_five_and_nine_days_but_not_at_the_week_end() {
        assert_eq!(
            due(Waiting::Reference, "2026-11-02T09:00:00Z", days(14)),
            [
                "2026-11-04T09:00:00Z",
                "2026-11-09T09:00:00Z",
                "2026-11-11T09:00:00Z"
            ]
        );
    }

    #[test]
    fn a_rater_is_reminded_three_times_before_the_card_is_void_and_not_at_night() {
        assert_eq!(
            due(Waiting::Scorecard, "2026-11-02T10:00:00Z", hours(72)),
            [
                "2026-11-02T14:00:00Z",
                "2026-11-03T10:00:00Z",
                "2026-11-05T09:00:00Z"
            ]
        );
    }

    #[test]
    fn a_deadline_at_the_week_end_is_told_at_the_week_end() {
        assert_eq!(
            due(Waiting::Scorecard, "2026-11-05T16:00:00Z", hours(72)),
            [
                "2026-11-06T09:00:00Z",
                "2026-11-06T16:00:00Z",
                "2026-11-08T04:00:00Z"
            ]
        );
    }

    #[test]
    fn reminders_that_would_leave_together_are_one_and_none_comes_too_late() {
        assert_eq!(
            due(Waiting::Scorecard, "2026-11-06T16:00:00Z", hours(72)),
            ["2026-11-09T09:00:00Z"]
        );
        assert_eq!(
            due(Waiting::Scorecard, "2026-11-02T10:00:00Z", hours(24)),
            ["2026-11-02T14:00:00Z"]
        );
    }

    #[test]
    fn a_candidate_is_reminded_of_the_description_twice() {
        assert_eq!(Waiting::RoleAcknowledgement.offsets(), [days(2), days(5)]);
    }
}
