//! The README's pictures: `cargo test --locked --test browser pictures -- --ignored` writes them to `docs/screenshots`.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use steadyhire::story::Part;

use crate::{
    story::{self, Moment, Office},
    window::{Size, Window},
};

/// What the encoder keeps of a picture's finer points, in percent.
const QUALITY: u8 = 82;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes to docs/screenshots"]
async fn pictures() {
    let Some(office) = story::at(Moment::Debriefed).await else {
        return;
    };
    let window = Window::of(&office, Part::HrLead, Size::Desktop).await;
    let refused = format!("{}?to=approved", office.application('A'));
    take(&window, "candidate", &refused, (1280, 960)).await;
    let comparison = format!("{}/comparison", office.job());
    take(&window, "comparison", &comparison, (1280, 960)).await;
    window.close().await;

    let office = story::at(Moment::Booked).await.unwrap();
    office.after_first_round().await;
    let window = Window::of(&office, Part::Peer, Size::Desktop).await;
    window.go("/today").await;
    window.press_in("main", "Fill it").await;
    window.see("0 of").await;
    window.choose("section.competency", "4 Good").await;
    let said = "She called the client before noon, named the new date and asked what it changes for them.";
    window.fill_in("section.competency", "Evidence", said).await;
    window.see("Draft saved").await;
    let card = window.path().await;
    take(&window, "scorecard", &card, (1280, 960)).await;
    window.close().await;

    let office = story::at(Moment::Told).await.unwrap();
    let window = Window::of(&office, Part::Trainer, Size::Desktop).await;
    let plan = office.plan();
    take(&window, "onboarding", &plan, (1280, 960)).await;
    window.close().await;
}

/// Takes a page's picture, light and dark.
async fn take(window: &Window, name: &str, path: &str, (width, height): (u32, u32)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    fs::create_dir_all(&folder).unwrap();
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    window.cdp("Emulation.setDeviceMetricsOverride", size).await;
    for theme in ["light", "dark"] {
        // As somebody who has chosen it once: the page comes in its colours, nothing is caught changing.
        window.hold("theme", theme).await;
        window.go(path).await;
        let taken = json!({ "format": "webp", "quality": QUALITY });
        let picture = window.cdp("Page.captureScreenshot", taken).await;
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        fs::write(folder.join(format!("{name}-{theme}.webp")), bytes).unwrap();
    }
}
