//! Every page there is, read from where pages are mounted, so that a page nobody visits is noticed.

use std::{collections::BTreeSet, fs, path::Path};

use regex::Regex;

/// Pages of onboarding are mounted below a plan, except these.
const OWN_ROOT: [&str; 2] = ["/onboarding_plans", "/my-onboarding"];

/// The paths of all pages that can be looked at, as patterns.
pub fn all() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    read(&source, &mut found);
    assert!(
        found.len() > 80,
        "the pages are mounted in another way now: {found:?}"
    );
    found
}

fn read(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && of_pages(&path) {
            let text = fs::read_to_string(&path).unwrap();
            let below_a_plan = path.to_string_lossy().contains("/onboarding/");
            found.extend(mounted(&text).into_iter().map(|pattern| {
                if below_a_plan && !OWN_ROOT.contains(&pattern.as_str()) {
                    format!("/onboarding_plans/{{id}}{pattern}")
                } else {
                    pattern
                }
            }));
        }
    }
}

fn of_pages(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "pages") || path.ends_with("pages.rs")
}

/// What a file mounts to be looked at: `resource("…")` with a `get()` before the next one, or `route("…", get()`.
fn mounted(text: &str) -> Vec<String> {
    let starts = Regex::new(r#"(?:resource|route)\(\s*"([^"]*)""#).unwrap();
    let places: Vec<_> = starts.captures_iter(text).collect();
    let ends = places.iter().skip(1).map(|next| next.get(0).unwrap().start());
    let ends = ends.chain([text.len()]);
    places
        .iter()
        .zip(ends)
        .filter(|(place, end)| {
            let rest = &text[place.get(0).unwrap().end()..*end];
            // What follows the last of them in a file is code.
            let rest = rest.split(';').next().unwrap_or(rest);
            rest.contains("get()")
        })
        .map(|(place, _)| place[1].to_owned())
        .collect()
}

/// Which page a path is of: the pattern that agrees with it and has the most words in common.
pub fn of<'a>(patterns: &'a BTreeSet<String>, path: &str) -> Option<&'a str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let fits = patterns
        .iter()
        .filter_map(|pattern| Some((common(pattern, path)?, pattern)));
    Some(fits.max()?.1.as_str())
}

fn common(pattern: &str, path: &str) -> Option<usize> {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    if pattern.len() != path.len() {
        return None;
    }
    let mut words = 0;
    for (wanted, given) in pattern.iter().zip(&path) {
        if wanted == given {
            words += 1;
        } else if !wanted.starts_with('{') || given.is_empty() {
            return None;
        }
    }
    Some(words)
}
