//! Listening, and stopping without dropping what was begun.

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    App as WebApp, HttpServer,
    dev::ServerHandle,
    middleware::{Compress, from_fn},
    web::{self, Data},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utoipa_actix_web::{AppExt, scope};

use super::{
    APPLICATIONS_PER_MINUTE, App, SIGN_INS_PER_MINUTE,
    health::Document,
    routes::{API, api, api_document, pages},
    tasks,
};
use crate::{
    company::{self, model::Configured},
    content::Pack,
    db::Database,
    fault::Fault,
    kernel::{clock::Clock, ctx::Ctx, random},
    mail::Inbox,
    people::{self, Passwords},
    settings::Settings,
    web::{
        View,
        assets::Assets,
        csrf::{self, OwnOrigin},
        envelope::envelope,
        extract::{form_config, path_config, payload_config},
        headers::HeaderPolicy,
        idempotency,
        limiter::Limiter,
        missing::{RouteTable, missing},
        upload::UploadLimit,
    },
};

/// Password checks at the same time.
const PASSWORD_CHECKS: usize = 2;
/// Seconds that running requests get when the service stops.
const STOP_SECONDS: u64 = 10;

/// An application that listens.
pub struct Running {
    /// Where.
    pub addr: SocketAddr,
    /// What its handlers share.
    pub app: Data<App>,
    handle: ServerHandle,
    served: JoinHandle<std::io::Result<()>>,
    stop: CancellationToken,
    background: Option<JoinHandle<()>>,
}

impl Running {
    /// Starts to do what becomes due.
    pub fn work_in_background(&mut self) {
        self.background = Some(tasks::start(self.app.clone(), self.stop.clone()));
    }

    /// Finishes what was begun, then closes the database.
    pub async fn stop(self) {
        self.stop.cancel();
        self.handle.stop(true).await;
        if let Some(background) = self.background {
            let _ = background.await;
        }
        let _ = self.served.await;
        let db = self.app.db.clone();
        let _ = tokio::task::spawn_blocking(move || db.close()).await;
    }

    /// Serves until the process is told to end (SIGTERM, SIGINT), then [`Running::stop`]s.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub async fn until_told(self) -> anyhow::Result<()> {
        told().await?;
        tracing::info!("stopping");
        self.stop().await;
        Ok(())
    }
}

#[cfg(unix)]
async fn told() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Data that every worker shares.
#[derive(Clone)]
struct Shared {
    app: Data<App>,
    db: Data<Database>,
    clock: Data<Clock>,
    origin: Data<OwnOrigin>,
    headers: Data<HeaderPolicy>,
    table: Data<RouteTable>,
    assets: Data<Assets>,
    view: Data<View>,
    document: Data<Document>,
    uploads: Data<UploadLimit>,
}

/// The API in words, the same for every application of a process.
#[derive(Clone)]
struct Described {
    table: Arc<RouteTable>,
    document: Document,
}

/// What was written already.
static DESCRIBED: Mutex<Option<Described>> = Mutex::new(None);

impl Described {
    fn shared() -> anyhow::Result<Self> {
        let mut known = DESCRIBED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*known {
            return Ok(known.clone());
        }
        let document = api_document();
        let described = Self {
            table: Arc::new(RouteTable::of(&document)),
            document: Document::of(&document)?,
        };
        Ok(known.insert(described).clone())
    }
}

/// Binds first, so that port 0 has a number when links are made of it.
pub(super) fn start(
    settings: Settings,
    clock: Clock,
    db: Database,
    content: Arc<Pack>,
) -> anyhow::Result<Running> {
    set_up(&settings, &clock, &db, &content)?;
    let listener = TcpListener::bind(settings.listen)
        .map_err(|error| anyhow::anyhow!("cannot listen on {}: {error}", settings.listen))?;
    let addr = listener.local_addr()?;
    let base_url = settings.base_url(addr);
    let workers = settings
        .workers
        .or_else(|| std::thread::available_parallelism().ok());
    let passwords = Passwords::new(PASSWORD_CHECKS).map_err(anyhow::Error::from)?;
    let mailer = Arc::new(tasks::mailer(&settings, &base_url)?);
    let bounces = settings.bounces.mailbox.as_deref();
    let bounces = bounces.map(|place| Arc::new(Inbox::at(place)));
    let described = Described::shared()?;
    let assets = Assets::shared();
    let view = View::embedded(settings.calendar.timezone())?;
    let setup_token = first_set_up(&db, &clock, &base_url)?;
    let shared = Shared {
        db: Data::new(db.clone()),
        clock: Data::new(clock.clone()),
        origin: Data::new(OwnOrigin(base_url.clone())),
        headers: Data::new(HeaderPolicy {
            https: base_url.starts_with("https://"),
        }),
        table: Data::from(described.table.clone()),
        assets: Data::from(assets),
        view: Data::new(view),
        document: Data::new(described.document.clone()),
        uploads: Data::new(UploadLimit::of(settings.uploads.file_bytes())),
        app: Data::new(App {
            settings: Arc::new(settings),
            db,
            clock,
            base_url,
            passwords,
            content,
            mailer,
            bounces,
            setup_token,
            sign_ins: Limiter::per_minute(SIGN_INS_PER_MINUTE),
            careers: Limiter::per_minute(APPLICATIONS_PER_MINUTE),
        }),
    };
    let app = shared.app.clone();
    let server = serve(listener, workers, shared)?;
    let handle = server.handle();
    tracing::info!(%addr, base_url = app.base_url, engine = app.db.engine(), "listening");
    Ok(Running {
        addr,
        app,
        handle,
        served: tokio::spawn(server),
        stop: CancellationToken::new(),
        background: None,
    })
}

/// Makes sure that a company with a policy and content exists before anybody asks.
fn set_up(settings: &Settings, clock: &Clock, db: &Database, content: &Arc<Pack>) -> anyhow::Result<()> {
    let policy = settings.policy.clone();
    let configured = Configured {
        calendar: settings.calendar_settings().clone(),
        pay_range_required: settings.jurisdiction.pay_range_required,
    };
    let (ctx, content) = (Ctx::system(clock.now()), content.clone());
    let done: Result<(), Fault> =
        db.write_blocking(move |conn| company::ensure(conn, &ctx, &policy, &configured, &content));
    done.map_err(anyhow::Error::from)
}

/// The token of the first set-up, told in the log, as long as there is no administrator.
fn first_set_up(db: &Database, clock: &Clock, base_url: &str) -> anyhow::Result<Option<String>> {
    let known: Result<bool, Fault> = db.write_blocking(people::has_admin);
    if known.map_err(anyhow::Error::from)? {
        return Ok(None);
    }
    let token = random::token();
    // A demo, the only one whose time is simulated, makes its administrator itself.
    if matches!(clock, Clock::System) {
        tracing::warn!("first set-up: open {base_url}/setup and enter the token {token}");
    }
    Ok(Some(token))
}

fn serve(
    listener: TcpListener,
    workers: Option<NonZeroUsize>,
    shared: Shared,
) -> std::io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        let shared = shared.clone();
        WebApp::new()
            .app_data(shared.app)
            .app_data(shared.db)
            .app_data(shared.clock)
            .app_data(shared.origin)
            .app_data(shared.headers)
            .app_data(shared.table)
            .app_data(shared.assets)
            .app_data(shared.view)
            .app_data(shared.document)
            .app_data(shared.uploads)
            .app_data(path_config())
            .app_data(payload_config())
            .app_data(form_config())
            // The last one registered runs first.
            .wrap(from_fn(idempotency::once))
            .wrap(from_fn(csrf::guard))
            .wrap(from_fn(people::recognise))
            .wrap(from_fn(company::introduce))
            .wrap(from_fn(envelope))
            .wrap(Compress::default())
            .configure(pages)
            .into_utoipa_app()
            .service(scope::scope(API).configure(api))
            .split_for_parts()
            .0
            .default_service(web::to(missing))
    });
    Ok(server
        .workers(workers.map_or(2, NonZeroUsize::get))
        .disable_signals()
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(STOP_SECONDS)
        .listen(listener)?
        .run())
}
