//! The API's stories: the real application on a port of its own, a database of its own per test, real HTTP,
//! a clock that the test moves. The same tests run on SQLite and, when `STEADYHIRE_TEST_POSTGRES_URL` names a
//! server, on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    unused_imports,
    reason = "a test may fail loudly, and not every test needs all of the harness"
)]

mod harness;

mod accounts;
mod applications;
mod audit_events;
mod bounces;
mod certificates;
mod commands;
mod company;
mod comparison;
mod decisions;
mod doors;
mod edge;
mod gate_links;
mod gates;
mod guests;
mod hire;
mod idempotency;
mod interviews;
mod jobs;
mod letters;
mod links;
mod mail_delivery;
mod mails;
mod onboarding;
mod openapi;
mod pages;
mod posting;
mod reference_signs;
mod references;
mod sessions;
mod story;
