//! What a rejected candidate is told: lines tied to duties of the job, never a rater's name (M19).

use crate::{
    fault::FieldFault,
    kernel::text::{single_line, visible_len},
};

/// The most lines of feedback.
const MOST_LINES: usize = 3;
/// The longest line in characters.
const LONGEST_LINE: usize = 300;

/// The lines cleaned up, or every fault in them. `names` are those of everybody who rated.
pub fn checked(lines: &[String], names: &[String]) -> Result<Vec<String>, Vec<FieldFault>> {
    let mut faults = Vec::new();
    if !lines.is_empty() && lines.len() != MOST_LINES {
        faults.push(FieldFault::new(
            "/feedback",
            "length",
            "Give three lines of feedback, or none.",
        ));
    }
    for (index, line) in lines.iter().enumerate() {
        let pointer = format!("/feedback/{index}");
        let length = visible_len(line);
        if length == 0 || length > LONGEST_LINE {
            let detail = format!("Write 1 to {LONGEST_LINE} characters.");
            faults.push(FieldFault::new(pointer.clone(), "length", detail));
        }
        if names.iter().any(|name| mentions(line, name)) {
            let detail = "Name duties of the job, not the people who rated.";
            faults.push(FieldFault::new(pointer, "rater_named", detail));
        }
    }
    if faults.is_empty() {
        Ok(lines.iter().map(|line| single_line(line)).collect())
    } else {
        Err(faults)
    }
}

fn mentions(line: &str, name: &str) -> bool {
    let line = line.to_lowercase();
    let name = name.trim().to_lowercase();
    !name.is_empty() && line.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(lines: &[&str]) -> Vec<(String, String)> {
        let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        checked(&lines, &["Rita Rater".to_owned()])
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|f| (f.pointer, f.code))
            .collect()
    }

    #[test]
    fn three_lines_or_none() {
        assert!(codes(&[]).is_empty());
        assert!(codes(&["Answering mails: clear", "Planning: late", "Numbers: complete"]).is_empty());
        assert_eq!(codes(&["one"]), [("/feedback".to_owned(), "length".to_owned())]);
    }

    #[test]
    fn no_line_names_a_rater() {
        assert_eq!(
            codes(&["rita rater saw no plan", "b", "c"]),
            [("/feedback/0".to_owned(), "rater_named".to_owned())]
        );
    }
}
