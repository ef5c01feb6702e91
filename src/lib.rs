//! # Steadyhire
//!
//! A self-hosted service that takes an account manager from job description to confirmed, trained
//! colleague, and refuses every rushed step on the way.
//!
//! The modules are listed in dependency order: a module may use those above it, never those below.
//! `docs/architecture.md` is the map.

pub mod app;
pub mod applications;
pub mod audit;
pub mod cli;
pub mod company;
pub mod content;
pub mod db;
pub mod decisions;
pub mod fault;
pub mod flow;
pub mod interviews;
pub mod jobs;
pub mod kernel;
pub mod mail;
pub mod onboarding;
pub mod people;
pub mod pipeline;
pub mod references;
pub mod settings;
pub mod story;
pub mod telemetry;
pub mod web;
