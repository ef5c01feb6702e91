//! Answers to the fixed pulse items (dossier 6.5).

use crate::{
    content::model::{PulseAnswer, PulseItem},
    fault::FieldFault,
    onboarding::model::{Pulse, PulseReplies, PulseReply},
};

/// "My workload is manageable.": the wellbeing item (6.4).
const WELLBEING: &str = "P5";

/// Every fault of the answers: all items, each in its own form.
pub fn faults(answers: &PulseReplies, items: &[PulseItem], at: &str) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for item in items {
        let pointer = format!("{at}/{}", item.code);
        match (item.answer, answers.get(&item.code)) {
            (_, None) => faults.push(FieldFault::new(pointer, "missing", "Every item is answered.")),
            (PulseAnswer::Scale, Some(PulseReply::Scale(1..=5)))
            | (PulseAnswer::YesNo, Some(PulseReply::YesNo(_))) => {}
            (PulseAnswer::Scale, Some(_)) => {
                faults.push(FieldFault::new(
                    pointer,
                    "range",
                    "Answer with a whole number from 1 to 5.",
                ));
            }
            (PulseAnswer::YesNo, Some(_)) => {
                faults.push(FieldFault::new(
                    pointer,
                    "wrong_type",
                    "Answer with true or false.",
                ));
            }
        }
    }
    let unknown = answers
        .keys()
        .filter(|code| !items.iter().any(|item| item.code == **code));
    faults.extend(
        unknown.map(|code| FieldFault::new(format!("{at}/{code}"), "unknown_field", "No such item.")),
    );
    faults
}

/// The latest answer to the wellbeing item; `pulses` are oldest first.
pub fn wellbeing(pulses: &[Pulse]) -> Option<u8> {
    pulses
        .iter()
        .rev()
        .find_map(|pulse| match pulse.answers.0.get(WELLBEING) {
            Some(PulseReply::Scale(level)) => Some(*level),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Pack;

    fn replies(json: serde_json::Value) -> PulseReplies {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn every_item_is_answered_in_its_own_form() {
        let pack = Pack::shipped().unwrap();
        let items = &pack.check_ins().pulse;
        let good = serde_json::json!({"P1": 5, "P2": 4, "P3": 1, "P4": 3, "P5": 2, "P6": false, "P7": 5});
        assert_eq!(faults(&replies(good.clone()), items, "/answers"), []);
        let mut bad = good;
        bad["P1"] = serde_json::json!(6);
        bad["P6"] = serde_json::json!(1);
        bad["P9"] = serde_json::json!(1);
        bad.as_object_mut().unwrap().remove("P7");
        let pointers: Vec<String> = faults(&replies(bad), items, "/answers")
            .into_iter()
            .map(|f| f.pointer)
            .collect();
        assert_eq!(
            pointers,
            ["/answers/P1", "/answers/P6", "/answers/P7", "/answers/P9"]
        );
    }
}
