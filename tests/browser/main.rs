//! The pages as people meet them: the real application, Debian's Chromium, a mouse, a keyboard, a phone's width.
//!
//! The demo's story is played once; every test goes on from a moment of it with an application of its own, on
//! SQLite. Without `chromedriver` the tests say so and pass, unless `STEADYHIRE_TEST_REQUIRE=1`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    unused_imports,
    reason = "a test may fail loudly, and not every test needs all of the harness"
)]

#[path = "../api/harness/mod.rs"]
mod harness;

mod audit;
mod board;
mod days;
mod driver;
mod hire;
mod pages;
mod pictures;
mod routes;
mod scorecards;
mod setup;
mod story;
mod walk;
mod window;
