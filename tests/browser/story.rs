//! The demo's story, played once for all tests of the process, and the moments of it that tests go on from.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use steadyhire::{
    kernel::time::Timestamp,
    story::{self, Part, SignIn, Stage, Told, candidates::Applicant},
};
use tokio::sync::OnceCell;

use crate::{
    driver,
    harness::{Client, TestApp, days, json},
};

/// Where a test goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The job is open, its three candidates are being assessed.
    Applied,
    /// Rounds and work samples are booked; referees are named.
    Booked,
    /// HR has asked the referees.
    Asked,
    /// Everybody has rated, all referees have answered.
    Answered,
    /// The debriefs are open; A may not be approved.
    Debriefed,
    /// The debrief of C is over and the training is planned; nothing is decided.
    Prepared,
    /// The decision for C stands.
    Decided,
    /// Day 40 of the hire.
    Told,
}

impl Moment {
    /// Those before the end, with words of the line that tells of them.
    const TOLD_BY: [(Self, &str); 7] = [
        (Self::Applied, "apply, confirm what the job is"),
        (Self::Booked, "Each candidate names four referees"),
        (Self::Asked, "HR verifies nine referees"),
        (Self::Answered, "All nine answer"),
        (Self::Debriefed, "may not be approved"),
        (Self::Prepared, "Before anybody decides, the training"),
        (Self::Decided, "After the night the same words"),
    ];
}

/// What was stored at a moment, and what the clock showed.
struct Kept {
    contents: Vec<u8>,
    now: Timestamp,
}

/// The story that was told, with its moments.
pub struct Story {
    pub told: Told,
    moments: BTreeMap<Moment, Kept>,
}

static STORY: OnceCell<Story> = OnceCell::const_new();
/// What has been told so far.
static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The application at a moment of the story; none where no browser can be driven.
pub async fn at(moment: Moment) -> Option<Office> {
    if !driver::is_here() {
        return None;
    }
    let story = STORY.get_or_init(|| Box::pin(play())).await;
    let kept = &story.moments[&moment];
    let app = TestApp::going_on(&kept.contents, kept.now);
    Some(Office { app, story })
}

async fn play() -> Story {
    let app = Arc::new(TestApp::spawn().await);
    let moments = Arc::new(Mutex::new(BTreeMap::new()));
    let (watched, kept) = (Arc::clone(&app), Arc::clone(&moments));
    let stage = Stage {
        db: app.running.app.db.clone(),
        clock: app.clock.clone(),
        base_url: app.url.clone(),
        present: app.clock.now() + days(120),
        due: Arc::new(move || {
            let (app, kept) = (Arc::clone(&watched), Arc::clone(&kept));
            Box::pin(async move {
                app.running.app.run_due().await?;
                keep_new(&app, &kept);
                Ok(())
            })
        }),
        listener: |line| LINES.lock().unwrap().push(line.to_owned()),
    };
    let told = story::play(stage).await.unwrap();
    app.run_due().await;
    keep(&app, &moments, Moment::Told);
    let moments = std::mem::take(&mut *moments.lock().unwrap());
    Story { told, moments }
}

/// Keeps the moments that were told of since the last time.
fn keep_new(app: &TestApp, kept: &Mutex<BTreeMap<Moment, Kept>>) {
    for (moment, words) in Moment::TOLD_BY {
        let told = LINES.lock().unwrap().iter().any(|line| line.contains(words));
        if told && !kept.lock().unwrap().contains_key(&moment) {
            keep(app, kept, moment);
        }
    }
}

fn keep(app: &TestApp, kept: &Mutex<BTreeMap<Moment, Kept>>, moment: Moment) {
    let (contents, now) = (app.contents(), app.clock.now());
    kept.lock().unwrap().insert(moment, Kept { contents, now });
}

/// An application that goes on from a moment of the story, with its people.
pub struct Office {
    pub app: TestApp,
    story: &'static Story,
}

impl Office {
    /// What was told.
    pub fn told(&self) -> &'static Told {
        &self.story.told
    }
    /// Who plays a part.
    pub fn member(&self, part: Part) -> &'static SignIn {
        let users = self.story.told.users.iter();
        let mut found = users.filter(|user| user.part == Some(part));
        found.next().unwrap_or_else(|| panic!("nobody plays {part:?}"))
    }
    /// Somebody of the story, speaking to the API.
    pub fn client(&self, part: Part) -> Client {
        self.app.bearer(&self.member(part).token)
    }
    /// Candidate A, B or C.
    pub fn applicant(&self, letter: char) -> &'static Applicant {
        &self.story.told.applicants["ABC".find(letter).unwrap()]
    }
    /// The path of a candidate's application.
    pub fn application(&self, letter: char) -> String {
        format!("/applications/{}", self.applicant(letter).application)
    }
    /// The path of the client-focused job.
    pub fn job(&self) -> String {
        format!("/jobs/{}", self.told().client_job)
    }
    /// The path of the hire's plan.
    pub fn plan(&self) -> String {
        format!("/onboarding_plans/{}", self.told().plan)
    }
    /// A candidate's address.
    pub fn address(&self, letter: char) -> String {
        let name = self.applicant(letter).name.to_lowercase();
        format!("{}@example.com", name.replace(' ', "."))
    }
    /// Lets time pass until C's first round is over, and lets HR note that it was held.
    pub async fn after_first_round(&self) {
        let hr = self.client(Part::Hr);
        let path = format!("{}/scheduled_interviews", self.application('C'));
        let rounds = hr.get(&path).await.expect(200);
        let first = rounds["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|round| round["source"] == "R1");
        let first = first.unwrap();
        self.app.wait_until(first["ends_at"].as_str().unwrap());
        let path = format!("/scheduled_interviews/{}/held", first["id"].as_str().unwrap());
        hr.post(&path, json!({})).await.expect(200);
    }
    /// The path of the newest link of a kind that was mailed to somebody.
    pub async fn mailed_path(&self, to: &str, kind: &str) -> String {
        let link = Box::pin(self.app.mailed_link(to, kind)).await;
        let at = link.find(kind).unwrap();
        link[at..].to_owned()
    }
}
