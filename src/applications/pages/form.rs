//! The answers as a browser sends them: texts, which may be anything.

use serde::Deserialize;
use validator::Validate;

use crate::{
    applications::model::{AcknowledgementBody, Answers, ExpectedSplit, FirstGoal, OutsideContract},
    kernel::{kind::Kind, text::multi_line, text_enum::TextEnum},
};

/// The form of the five questions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswersForm {
    pub(super) kind: String,
    pub(super) sales_share_pct: String,
    pub(super) accounts: String,
    pub(super) outside_contract: String,
    pub(super) first_goal: String,
    pub(super) sales_pct: String,
    pub(super) relationship_pct: String,
    pub(super) least_liked: String,
}

impl AnswersForm {
    /// What was given for a field of the answers.
    pub(super) fn given(&self, field: &str) -> &str {
        match field {
            "kind" => &self.kind,
            "sales_share_pct" => &self.sales_share_pct,
            "accounts" => &self.accounts,
            "outside_contract" => &self.outside_contract,
            "first_goal" => &self.first_goal,
            _ => "",
        }
    }

    /// The answers, or what to tell the candidate.
    pub(super) fn body(&self) -> Result<AcknowledgementBody, String> {
        let missing = || "Please answer every question; shares are whole numbers from 0 to 100.".to_owned();
        let read = || {
            Some(AcknowledgementBody {
                answers: Answers {
                    kind: Kind::from_word(&self.kind)?,
                    sales_share_pct: number(&self.sales_share_pct)?,
                    accounts: number(&self.accounts)?,
                    outside_contract: OutsideContract::from_word(&self.outside_contract)?,
                    first_goal: FirstGoal::from_word(&self.first_goal)?,
                },
                expected_split: ExpectedSplit {
                    sales_pct: number(&self.sales_pct)?,
                    relationship_pct: number(&self.relationship_pct)?,
                },
                least_liked: multi_line(&self.least_liked),
            })
        };
        let body = read().ok_or_else(missing)?;
        body.validate().map_err(|_| missing())?;
        Ok(body)
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> AnswersForm {
        AnswersForm {
            kind: "client_focused".into(),
            sales_share_pct: " 30 ".into(),
            accounts: "15".into(),
            outside_contract: "ask_superior".into(),
            first_goal: "happy_clients".into(),
            sales_pct: "25".into(),
            relationship_pct: "50".into(),
            least_liked: "Evening calls".into(),
        }
    }

    #[test]
    fn a_filled_form_is_read() {
        assert_eq!(filled().body().unwrap().answers.sales_share_pct, 30);
    }

    #[test]
    fn what_is_missing_or_no_number_is_asked_for() {
        let broken: [fn(&mut AnswersForm); 4] = [
            |f| f.kind.clear(),
            |f| f.sales_share_pct = "a third".into(),
            |f| f.sales_pct = "101".into(),
            |f| f.least_liked = "  ".into(),
        ];
        for breaks in broken {
            let mut form = filled();
            breaks(&mut form);
            assert!(form.body().is_err(), "{form:?}");
        }
    }
}
