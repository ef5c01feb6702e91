//! Rounds, cards and work samples over HTTP.

mod booking;
mod calendar;
mod cards;
mod late;
mod samples;
mod whole;

use crate::harness::{
    Browser, Client, TestApp, Value,
    assessment::{SLOTS, another, assessing, card_path, certify, complete_card, evidence, instant},
    candidacy::{Candidacy, open_job},
    hours, json, minutes,
};
use steadyhire::kernel::role::Role;
