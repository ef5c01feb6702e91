//! Figures of the book of clients (stage Full II, dossier 6.4).

use chrono::{Datelike, Months, NaiveDate};

use crate::onboarding::model::BookMetric;

/// Share of work on time that makes a month a good one.
const ON_TIME: i64 = 90;

/// The first day of a month such as `2027-03`.
pub fn month(text: &str) -> Option<NaiveDate> {
    (text.len() == 7).then(|| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok())?
}

/// The first day of the month of `date`.
pub fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// Good months in a row, counted back from the last one that is over.
pub fn months_on_time(metrics: &[BookMetric], today: NaiveDate) -> u32 {
    let before = |date: NaiveDate| date.checked_sub_months(Months::new(1));
    let mut wanted = before(month_of(today));
    let mut count = 0;
    while let Some(date) = wanted {
        let good = metrics
            .iter()
            .any(|metric| month(&metric.month) == Some(date) && metric.on_time_pct >= ON_TIME);
        if !good {
            break;
        }
        count += 1;
        wanted = before(date);
    }
    count
}

/// Whether the last recorded month's satisfaction is below the one before.
pub fn satisfaction_falling(metrics: &[BookMetric]) -> bool {
    let mut by_month: Vec<&BookMetric> = metrics.iter().collect();
    by_month.sort_by(|a, b| b.month.cmp(&a.month));
    match by_month.as_slice() {
        [last, before, ..] => last.satisfaction < before.satisfaction,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{ids::Id, time::Timestamp};
    use uuid::Uuid;

    fn metric(month: &str, on_time_pct: i64, satisfaction: f64) -> BookMetric {
        BookMetric {
            plan_id: Id::from_uuid(Uuid::nil()),
            month: month.into(),
            on_time_pct,
            satisfaction,
            recorded_by: Id::from_uuid(Uuid::nil()),
            recorded_at: Timestamp::from_unix_micros(0),
        }
    }

    #[test]
    fn good_months_count_back_from_the_last_full_one_without_a_gap() {
        let today = NaiveDate::from_ymd_opt(2027, 4, 12).unwrap();
        let good = [
            metric("2027-01", 95, 4.0),
            metric("2027-02", 90, 4.0),
            metric("2027-03", 91, 4.0),
        ];
        assert_eq!(months_on_time(&good, today), 3);
        let gap = [metric("2027-01", 95, 4.0), metric("2027-03", 91, 4.0)];
        assert_eq!(months_on_time(&gap, today), 1);
        let late = [metric("2027-02", 95, 4.0), metric("2027-03", 89, 4.0)];
        assert_eq!(months_on_time(&late, today), 0);
        assert_eq!(
            months_on_time(&good, NaiveDate::from_ymd_opt(2027, 5, 1).unwrap()),
            0
        );
    }

    #[test]
    fn satisfaction_falls_when_the_last_month_is_below_the_one_before() {
        assert!(satisfaction_falling(&[
            metric("2027-02", 90, 4.2),
            metric("2027-03", 90, 4.1)
        ]));
        assert!(!satisfaction_falling(&[
            metric("2027-03", 90, 4.2),
            metric("2027-02", 90, 4.2)
        ]));
        assert!(!satisfaction_falling(&[metric("2027-03", 90, 1.0)]));
    }

    #[test]
    fn a_month_is_written_with_year_and_number() {
        assert!(month("2027-03").is_some());
        for wrong in ["2027-13", "2027-3", "03-2027", "2027-03-01", ""] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}
