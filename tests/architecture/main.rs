//! Rules on the code's structure that the compiler does not hold: who may use whom, where time, environment
//! and chance come from, who makes a state change. The sources are read as text; `docs/architecture.md` says why.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a checker that cannot read its input has to fail"
)]

mod rules;
mod source;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rules::{LAYERS, violations};
use source::SourceFile;

/// Files that may be longer than [`rules::LONGEST_FILE`] lines, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<SourceFile> {
    let src = root().join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_str().unwrap();
            SourceFile::new(&name.replace('\\', "/"), &fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn assert_none(found: &[String]) {
    assert!(
        found.is_empty(),
        "{} fault(s):\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn the_sources_keep_the_rules_of_the_architecture() {
    let sources = sources();
    assert!(
        sources.iter().any(|file| file.name == "lib.rs"),
        "the sources were not found"
    );
    let found: Vec<String> = sources.iter().flat_map(violations).collect();
    assert_none(&found);
}

#[test]
fn every_top_level_module_has_a_place_in_the_order() {
    let known: BTreeSet<&str> = LAYERS.iter().flat_map(|layer| layer.iter().copied()).collect();
    let unknown: BTreeSet<String> = sources()
        .iter()
        .map(|file| file.module.clone())
        .filter(|module| !known.contains(module.as_str()) && !["lib", "main"].contains(&module.as_str()))
        .collect();
    assert!(unknown.is_empty(), "give them a place in LAYERS: {unknown:?}");
}

#[test]
fn no_file_is_long_without_a_listed_reason() {
    let sources = sources();
    let mut found: Vec<String> = sources
        .iter()
        .filter(|file| {
            file.lines > rules::LONGEST_FILE && !LONG_FILES.iter().any(|(name, _)| *name == file.name)
        })
        .map(|file| {
            format!(
                "src/{}: {} lines; split it by verb, or list the reason in LONG_FILES",
                file.name, file.lines
            )
        })
        .collect();
    for (name, _) in LONG_FILES {
        if !sources
            .iter()
            .any(|file| file.name == *name && file.lines > rules::LONGEST_FILE)
        {
            found.push(format!("LONG_FILES: {name} is not long any more"));
        }
    }
    assert_none(&found);
}

#[test]
fn both_engines_have_the_same_migrations() {
    let folders = |engine: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(engine);
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .map(|path| {
                assert!(path.join("up.sql").is_file(), "{} has no up.sql", path.display());
                path.file_name().unwrap().to_str().unwrap().to_owned()
            })
            .collect()
    };
    assert_eq!(folders("sqlite"), folders("postgres"));
}

#[test]
fn a_version_floor_is_written_so_that_it_can_match() {
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    assert!(deny.contains("crate = \"diesel:<"), "the floors were not found");
    let dead: Vec<&str> = deny
        .lines()
        .filter(|line| line.contains("@<") || line.contains("@>"))
        .collect();
    assert!(
        dead.is_empty(),
        "a range after an @ is taken for an exact version: {dead:?}"
    );
}

#[test]
fn every_icon_of_a_page_is_drawn() {
    let mut pages = Vec::new();
    templates(&root().join("src"), &mut pages);
    let vendor = root().join("src/web/assets/vendor");
    let sprite = fs::read_dir(vendor)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("icons.svg"))
        .find(|path| path.is_file())
        .expect("there is a sprite");
    let sprite = fs::read_to_string(sprite).unwrap();
    let mut missing = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for used in text.split("icon \"").skip(1) {
            let name = used.split('"').next().unwrap_or_default();
            if !sprite.contains(&format!("id=\"{name}\"")) {
                missing.insert(format!("{}: {name}", page.display()));
            }
        }
    }
    assert!(pages.len() > 50, "the templates were not found");
    assert!(missing.is_empty(), "{missing:?}");
}

fn templates(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "hbs") {
            found.push(path);
        }
    }
}
