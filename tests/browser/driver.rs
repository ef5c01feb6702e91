//! One `chromedriver` for the whole process, and the sessions it opens.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    thread,
    time::Duration,
};

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Ends the driver when the test process is gone, however it went: its standard input closes then.
const LEASH: &str = r#""$0" --port=0 & driver=$!; cat >/dev/null; kill "$driver""#;
/// What the driver prints before its port.
const STARTED: &str = "started successfully on port ";
/// Browsers at the same time.
const BROWSERS: usize = 2;

/// The driver's address, or why there is none.
static DRIVER: LazyLock<Result<(String, Child), String>> = LazyLock::new(start);
static SEATS: Semaphore = Semaphore::const_new(BROWSERS);

/// Whether browsers can be driven here. Says so when not; fails where they must be.
pub fn is_here() -> bool {
    if env::var_os("STEADYHIRE_TEST_POSTGRES_URL").is_some() {
        println!("skipped: the browser's tests run on SQLite");
        return false;
    }
    match &*DRIVER {
        Ok(_) => true,
        Err(why) if env::var("STEADYHIRE_TEST_REQUIRE").is_ok_and(|set| set == "1") => {
            panic!("{why}; install Debian's chromium and chromium-driver")
        }
        Err(why) => {
            println!("skipped: {why}");
            false
        }
    }
}

/// A fresh browser, and the seat it takes.
pub async fn open() -> (WebDriver, SemaphorePermit<'static>) {
    let seat = SEATS.acquire().await.unwrap();
    let (url, _) = DRIVER.as_ref().unwrap();
    let driver = WebDriver::builder(url.as_str(), wanted())
        .request_timeout(Duration::from_secs(60))
        .connect()
        .await
        .unwrap();
    (driver, seat)
}

fn wanted() -> Capabilities {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--window-size=1280,900",
    ];
    let mut wanted = Capabilities::new();
    let set = [
        ("browserName", json!("chrome")),
        (
            "goog:chromeOptions",
            json!({ "args": arguments, "prefs": { "intl.accept_languages": "en" } }),
        ),
        (
            "goog:loggingPrefs",
            json!({ "browser": "ALL", "performance": "ALL" }),
        ),
    ];
    for (name, value) in set {
        wanted.set(name, value).unwrap();
    }
    wanted
}

fn start() -> Result<(String, Child), String> {
    let program = program().ok_or("chromedriver is not here")?;
    let mut leash = Command::new("sh")
        .args(["-c", LEASH])
        .arg(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("chromedriver does not start: {error}"))?;
    let mut lines = BufReader::new(leash.stdout.take().unwrap()).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once(STARTED)?.1.trim_end_matches('.').to_owned()))
        .ok_or("chromedriver ended without a port")?;
    thread::spawn(move || lines.for_each(drop));
    Ok((format!("http://127.0.0.1:{port}"), leash))
}

fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join("chromedriver"))
        .find(|file| file.is_file())
}
