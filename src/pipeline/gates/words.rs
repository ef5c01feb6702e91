//! Small phrases that refusal texts are put together from.

/// `a`, `a and b`, `a, b and c`.
pub(super) fn all_of(items: &[String]) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn any_of(items: &[String]) -> String {
    joined(items, "or")
}

fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Small numbers as words, as the texts of dossier 7.4 have them.
pub(super) fn number(n: u32) -> String {
    match n {
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        _ => n.to_string(),
    }
}

/// A number of things as the gates count them.
pub(super) fn count<T>(things: impl IntoIterator<Item = T>) -> u32 {
    u32::try_from(things.into_iter().count()).unwrap_or(u32::MAX)
}

/// `1 day`, `3 days`.
pub(super) fn plural(n: impl TryInto<i64>, noun: &str) -> String {
    match n.try_into().unwrap_or(i64::MAX) {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        let [a, b, c] = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(all_of(&[]), "");
        assert_eq!(all_of(std::slice::from_ref(&a)), "a");
        assert_eq!(any_of(&[a.clone(), b.clone()]), "a or b");
        assert_eq!(all_of(&[a, b, c]), "a, b and c");
    }
}
