//! Specifications of the shipped content.

mod faults;
mod kits;
mod library;
mod overlays;
mod scores;

use std::{collections::BTreeMap, sync::Arc};

use super::{Pack, model::Variant};
use crate::kernel::codes::{CompetencyCode, SourceCode};

fn shipped() -> Arc<Pack> {
    Pack::shipped().unwrap_or_else(|faults| panic!("the shipped content is faulty: {faults:#?}"))
}

fn source(code: &str) -> SourceCode {
    SourceCode::new(code).unwrap()
}

fn competency(code: &str) -> CompetencyCode {
    CompetencyCode::new(code).unwrap()
}

/// A checklist filled with `rest` points (or the most an item gives), except for the items named.
fn checklist(exercise: &str, variant: Variant, rest: u8, named: &[(&str, u8)]) -> BTreeMap<String, u8> {
    let pack = shipped();
    let mut points: BTreeMap<String, u8> = pack
        .exercise(&source(exercise))
        .unwrap()
        .items_in(variant)
        .map(|item| {
            (
                item.code.clone(),
                if item.points.contains(&rest) {
                    rest
                } else {
                    item.max()
                },
            )
        })
        .collect();
    for (code, given) in named {
        *points.get_mut(*code).unwrap() = *given;
    }
    points
}
