//! The rules, each a function from one file to the faults found in it.

use super::source::{PathUse, SourceFile, is_word, paths};

/// The longest a file may be without a listed reason.
pub const LONGEST_FILE: usize = 500;

/// The top-level modules from left to right: a module may use those left of it. Those of one layer do not
/// know each other.
pub const LAYERS: &[&[&str]] = &[
    &["kernel"],
    &["pipeline"],
    &["settings"],
    &["telemetry"],
    &["db"],
    &["fault"],
    &["audit"],
    &["mail"],
    &["web"],
    &["people"],
    &["content"],
    &["company"],
    &["jobs"],
    &["applications"],
    &["interviews", "references", "decisions"],
    &["onboarding"],
    &["flow"],
    &["story"],
    &["app"],
    &["cli"],
];

/// Every `api` and `pages` may use what stands up to here, wherever its area stands.
const EDGES_USE_UP_TO: &str = "app";

/// An area's own: nobody else names them.
const PRIVATE: &[&str] = &["schema", "store", "api", "pages"];

/// What the core and the kernel must not touch: databases, the web, tasks, the outside world.
const IMPURE_CRATES: &[&str] = &[
    "actix_web",
    "config",
    "diesel",
    "diesel_async",
    "diesel_migrations",
    "futures_util",
    "lettre",
    "libsqlite3_sys",
    "reqwest",
    "tokio",
    "tokio_postgres",
    "tokio_util",
    "tracing",
];
const IMPURE_STD: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

/// Every fault of one file.
pub fn violations(file: &SourceFile) -> Vec<String> {
    if file.tests_only {
        return Vec::new();
    }
    let code: Vec<char> = file.code.chars().collect();
    let mut found: Vec<String> = Vec::new();
    for used in paths(&file.code) {
        let faults = [
            order(file, &used),
            privacy(file, &used),
            time(file, &used),
            environment(file, &used),
            chance(file, &used),
            purity(file, &used),
            state_change_made(file, &used, &code),
        ];
        let line = || file.line_of(used.position);
        found.extend(
            faults
                .into_iter()
                .flatten()
                .map(|fault| format!("src/{}:{}: {fault}", file.name, line())),
        );
    }
    found.extend(public_private_modules(file));
    found.extend(state_change_declared(file));
    found
}

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The top-level module a path leads to and the parts after it, for paths that name one of ours.
fn target<'a>(file: &SourceFile, used: &'a PathUse) -> Option<(&'a str, &'a [String])> {
    let supers = used
        .parts
        .iter()
        .take_while(|part| *part == "super" || *part == "self")
        .count();
    let climbs = used
        .parts
        .iter()
        .take(supers)
        .filter(|part| *part == "super")
        .count();
    let place = match used.part(0) {
        "crate" => 1,
        _ if climbs >= file.depth() => supers,
        _ => return None,
    };
    let module = used.part(place);
    rank(module)?;
    Some((module, used.parts.get(place + 1..)?))
}

/// A module uses only those left of it.
fn order(file: &SourceFile, used: &PathUse) -> Option<String> {
    let (module, _) = target(file, used)?;
    if module == file.module {
        return None;
    }
    let theirs = rank(module)?;
    let allowed = if file.is_edge() {
        theirs <= rank(EDGES_USE_UP_TO)?
    } else {
        theirs < rank(&file.module)?
    };
    (!allowed).then(|| {
        format!(
            "{} must not use {module}: it does not stand left of it",
            file.module
        )
    })
}

/// Areas meet through each other's `mod.rs`.
fn privacy(file: &SourceFile, used: &PathUse) -> Option<String> {
    let (module, rest) = target(file, used)?;
    let private = rest.iter().find(|part| PRIVATE.contains(&part.as_str()))?;
    let store_threads = module == "db" && private == "store";
    (module != file.module && !store_threads)
        .then(|| format!("{module}::{private} belongs to {module} alone"))
}

fn names(used: &PathUse, first: &str, second: &str) -> bool {
    used.parts.windows(2).any(|pair| pair == [first, second])
}

/// The system time is read in one place.
fn time(file: &SourceFile, used: &PathUse) -> Option<String> {
    let reads = ["Utc", "Local", "SystemTime", "dsl"]
        .iter()
        .any(|clock| names(used, clock, "now"));
    (reads && file.name != "kernel/clock.rs")
        .then(|| "only kernel/clock.rs reads the time: use ctx.now".to_owned())
}

/// The environment is read in one place.
fn environment(file: &SourceFile, used: &PathUse) -> Option<String> {
    (names(used, "std", "env") && file.module != "settings")
        .then(|| "only settings reads the environment".to_owned())
}

/// Chance comes from one place.
fn chance(file: &SourceFile, used: &PathUse) -> Option<String> {
    let library = used.parts.len() > 1 && ["getrandom", "rand"].contains(&used.part(0));
    let word = used
        .parts
        .iter()
        .any(|part| ["OsRng", "new_v4", "now_v7"].contains(&part.as_str()));
    ((library || word) && file.name != "kernel/random.rs")
        .then(|| "only kernel/random.rs asks for random bytes".to_owned())
}

/// The core decides and does nothing else; the kernel neither.
fn purity(file: &SourceFile, used: &PathUse) -> Option<String> {
    if !["kernel", "pipeline"].contains(&file.module.as_str()) {
        return None;
    }
    let outside = used.parts.len() > 1 && IMPURE_CRATES.contains(&used.part(0));
    let system = used.part(0) == "std" && IMPURE_STD.contains(&used.part(1));
    let waits = ["async", "await"].contains(&used.part(0));
    (outside || system || waits).then(|| format!("{} is pure: no {}", file.module, used.parts.join("::")))
}

/// Nobody but the core makes a state change.
fn state_change_made(file: &SourceFile, used: &PathUse, code: &[char]) -> Option<String> {
    if file.module == "pipeline" || !used.parts.iter().any(|part| part == "StateChange") {
        return None;
    }
    let after: String = code
        .iter()
        .skip(used.end)
        .filter(|c| !c.is_whitespace())
        .take(2)
        .collect();
    let before: String = code.iter().take(used.position).collect();
    let named_as_type = ["->", " for"]
        .iter()
        .any(|word| before.trim_end().ends_with(word));
    let called = used.parts.last().is_some_and(|part| part != "StateChange") || after == "::";
    (called || (after.starts_with('{') && !named_as_type))
        .then(|| "a StateChange comes from pipeline::decide and from nowhere else".to_owned())
}

/// A module of the private ones that is declared for others to see.
fn public_private_modules(file: &SourceFile) -> Vec<String> {
    PRIVATE
        .iter()
        .flat_map(|name| ["pub mod", "pub(crate) mod"].map(|form| format!("{form} {name};")))
        .filter(|text| file.code.contains(text.as_str()))
        .filter(|text| !(file.module == "db" && text.ends_with(" store;")))
        .map(|text| format!("src/{}: \"{text}\": it belongs to the area alone", file.name))
        .collect()
}

/// The state change itself: closed fields, and no way to have it twice or out of nothing.
fn state_change_declared(file: &SourceFile) -> Option<String> {
    let (head, tail) = file.code.split_once("struct StateChange")?;
    let attributes = head.rsplit(['}', ';']).next().unwrap_or("");
    let body = tail.split(['}', ';']).next().unwrap_or("");
    let has = |text: &str, word: &str| text.split(|c| !is_word(c)).any(|part| part == word);
    let open = has(body, "pub");
    let copied = ["Clone", "Copy", "Default", "Deserialize"]
        .iter()
        .any(|word| has(attributes, word));
    (open || copied || file.module != "pipeline").then(|| {
        let name = &file.name;
        format!("src/{name}: StateChange stands in pipeline, with private fields, and is neither copied nor read in")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// File, code, and a part of the fault it has to give.
    const PLANTED: &[(&str, &str, &str)] = &[
        ("pipeline/decide.rs", "use crate::db::Conn;", "must not use db"),
        (
            "jobs/service.rs",
            "fn f() { crate::flow::jobs::transition(); }",
            "must not use flow",
        ),
        (
            "jobs/service.rs",
            "use crate::{kernel::ctx::Ctx, people::{self, Staff}, onboarding::{plans}};",
            "must not use onboarding",
        ),
        (
            "interviews/service.rs",
            "use crate::references;",
            "must not use references",
        ),
        (
            "jobs/verbs/open.rs",
            "use super::super::super::cli;",
            "must not use cli",
        ),
        ("jobs/api.rs", "use crate::cli::start;", "must not use cli"),
        (
            "flow/jobs.rs",
            "use crate::{jobs::{self, schema::jobs}};",
            "jobs::schema belongs",
        ),
        (
            "flow/jobs.rs",
            "crate::applications::store::set(conn)",
            "applications::store belongs",
        ),
        (
            "jobs/mod.rs",
            "pub(crate) mod schema;",
            "belongs to the area alone",
        ),
        (
            "jobs/service.rs",
            "let now = chrono::Utc::now();",
            "reads the time",
        ),
        (
            "web/etag.rs",
            "let now = std::time::SystemTime :: now();",
            "reads the time",
        ),
        (
            "jobs/store.rs",
            "use diesel::dsl::{count, now};",
            "reads the time",
        ),
        ("cli/demo.rs", "use std::{env, fs};", "reads the environment"),
        ("people/tokens.rs", "let id = Uuid::new_v4();", "random bytes"),
        ("people/tokens.rs", "getrandom::fill(&mut bytes)", "random bytes"),
        ("pipeline/gates/role.rs", "use diesel::prelude::*;", "is pure"),
        ("pipeline/decide.rs", "pub async fn decide() {}", "is pure"),
        ("pipeline/decide.rs", "std::fs::read(path)", "is pure"),
        ("kernel/ctx.rs", "use actix_web::HttpRequest;", "is pure"),
        (
            "flow/jobs.rs",
            "let change = StateChange { to };",
            "StateChange comes from",
        ),
        (
            "jobs/store.rs",
            "let c = pipeline::StateChange::<JobState> { to };",
            "StateChange comes from",
        ),
        (
            "jobs/store.rs",
            "StateChange::forge(to)",
            "StateChange comes from",
        ),
        (
            "pipeline/decide.rs",
            "pub struct StateChange<S> { pub to: S }",
            "private fields",
        ),
        (
            "pipeline/decide.rs",
            "#[derive(Debug, Clone)]\npub struct StateChange<S> { to: S }",
            "private fields",
        ),
    ];

    /// Code without a fault.
    const SOUND: &[(&str, &str)] = &[
        (
            "pipeline/decide.rs",
            "use crate::{kernel::time::Timestamp, text_enum}; use super::state::JobState;",
        ),
        (
            "pipeline/decide.rs",
            "#[derive(Debug)]\npub struct StateChange<S> { to: S }\nfn f() { StateChange { to }; }",
        ),
        (
            "jobs/store.rs",
            "use super::schema::jobs; fn set(conn: &mut Conn, change: StateChange<JobState>) -> R { x }",
        ),
        (
            "jobs/store.rs",
            "use crate::pipeline::{decide::StateChange, state::JobState};",
        ),
        (
            "jobs/rules.rs",
            "// crate::flow::run()\nconst A: &str = \"Utc::now\"; const B: &str = r#\"std::env \" x\"#;",
        ),
        (
            "jobs/rules.rs",
            "fn f<'a>(c: &'a str) -> char { '\"' } // \"\nfn g() {} /* crate::cli */",
        ),
        (
            "jobs/rules.rs",
            "#[cfg(test)]\nmod tests { use crate::flow::x; fn f() { if a { b } } }\nfn g() {}",
        ),
        (
            "jobs/api.rs",
            "use crate::{flow, web::problem::ApiResult, onboarding};",
        ),
        ("web/openapi.rs", "use utoipa::openapi::schema::Schema;"),
        ("kernel/clock.rs", "Timestamp::new(Utc::now())"),
        ("kernel/random.rs", "getrandom::fill(&mut buffer)"),
        ("settings.rs", "std::env::vars()"),
        (
            "cli/serve.rs",
            "use crate::app::App; let version = env!(\"CARGO_PKG_VERSION\");",
        ),
        ("flow/tests/stories.rs", "use crate::cli;"),
    ];

    fn found(name: &str, code: &str) -> Vec<String> {
        violations(&SourceFile::new(name, code))
    }

    #[test]
    fn every_planted_fault_is_found() {
        for &(name, code, fault) in PLANTED {
            let found = found(name, code);
            assert!(
                found.len() == 1 && found.iter().all(|text| text.contains(fault)),
                "{name} with {code:?} gave {found:?}, expected one {fault:?}"
            );
        }
    }

    #[test]
    fn a_fault_is_reported_with_its_line() {
        let code = "//! Words.\n\n/* a\n comment */\nuse crate::flow;\n";
        let text = "src/jobs/service.rs:5: jobs must not use flow: it does not stand left of it";
        assert_eq!(found("jobs/service.rs", code), [text]);
    }

    #[test]
    fn sound_code_passes() {
        for &(name, code) in SOUND {
            assert_eq!(found(name, code), Vec::<String>::new(), "{name} with {code:?}");
        }
    }

    #[test]
    fn a_fault_after_a_test_module_is_found() {
        let code = "#[cfg(test)]\nmod tests { fn f() { g([1; 2]); } }\nuse crate::cli;";
        assert_eq!(found("jobs/rules.rs", code).len(), 1);
    }
}
