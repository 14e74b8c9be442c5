//! Looking at the databases of schemas, and what the client is told of it.
//!
//! A database is only looked at where the user asked for it: by a command, a lens, or the setting `database.enable`. What was read
//! goes to the session like any other change, so that no answer ever waits for a database.

use super::client::ClientFacts;
use super::session::{Event, SessionHandle, View};
use crate::database::DatabaseUrl;
use introspection::Catalog;
use project::{Project, RealDisk};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tower_lsp_server::Client;
use tower_lsp_server::jsonrpc;
use tower_lsp_server::ls_types::notification::Notification;
use tower_lsp_server::ls_types::{MessageType, ProgressToken, Uri};

/// So long after migrations have changed the database is looked at again: a tool writes them, and then runs them.
const UNTIL_RUN: Duration = Duration::from_secs(2);
/// How often a question is put again that an edit came in between of.
const MOST_ASKED: usize = 100;

/// `prismaAnalyzer/databaseStatus`: how the database of a document's schema is doing.
pub(super) enum DatabaseStatus {}

impl Notification for DatabaseStatus {
    type Params = StatusParams;
    const METHOD: &'static str = "prismaAnalyzer/databaseStatus";
}

/// What the client is told about a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StatusParams {
    pub(super) uri: Uri,
    #[serde(flatten)]
    pub(super) status: Status,
}

/// How the database of a schema is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Status {
    pub(super) state: State,
    /// Where the URL comes from, or what went wrong; nothing secret.
    pub(super) detail: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// Nobody asked for it.
    #[default]
    Off,
    /// It is being read.
    Connecting,
    /// What it holds is known.
    Connected,
    /// It was read, and has probably changed since.
    Stale,
    /// It could not be read. What was known of it before still counts.
    Error,
}

impl State {
    /// What the client calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            State::Off => "off",
            State::Connecting => "connecting",
            State::Connected => "connected",
            State::Stale => "stale",
            State::Error => "error",
        }
    }
}

/// What happens to the database of a schema.
#[derive(Debug)]
pub(super) enum News {
    /// It is being read; this is where its URL comes from.
    Connecting(String),
    /// It was read; this is in it, and this is where its URL comes from.
    Read(Arc<Catalog>, String),
    /// It cannot be read.
    Failed(String),
    /// It is not read after all.
    Cancelled,
    /// It has probably changed.
    Stale,
    /// It is not to be known any more.
    Off,
}

/// Why a look came to nothing.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// There is no such document.
    Unknown,
    /// The user stopped it.
    Cancelled,
    /// Nothing says where the database is.
    Nowhere(String),
    /// It cannot be read.
    Unreadable(String),
}

impl Failure {
    pub(super) fn message(&self) -> &str {
        match self {
            Failure::Unknown => "the document is not open",
            Failure::Cancelled => "it was cancelled",
            Failure::Nowhere(problem) | Failure::Unreadable(problem) => problem,
        }
    }
}

/// Looks at databases. Cheap to clone.
#[derive(Clone)]
pub(super) struct Databases {
    client: Client,
    /// How looks that go on are stopped.
    running: Arc<Mutex<HashMap<ProgressToken, Arc<Notify>>>>,
    next: Arc<AtomicU32>,
}

/// What has to be known of a document before a database is asked.
struct Plan {
    given: Option<String>,
    about: Option<Arc<project::Schema>>,
    project: project::Settings,
    /// The schemas of the database that are wanted.
    wanted: Vec<String>,
}

impl Plan {
    fn of(view: &View) -> Self {
        Plan {
            given: view.settings.database_url.as_ref().map(|url| url.0.clone()),
            about: view.about.clone(),
            project: view.project_settings.clone(),
            wanted: view.snapshot.database_schemas(view.file),
        }
    }

    /// Where the database is, found out by reading files.
    fn url(&self) -> Result<DatabaseUrl, String> {
        let folder = self.about.as_ref().and_then(|about| about.files.first()?.parent());
        let here: PathBuf =
            folder.map(Path::to_path_buf).or_else(|| env::current_dir().ok()).unwrap_or_default();
        match (&self.given, &self.about) {
            (Some(url), _) => Ok(DatabaseUrl::given(url, "prismaAnalyzer.database.url", &here)),
            (None, Some(about)) => {
                DatabaseUrl::of(&Project::new(&RealDisk, self.project.clone()), about, &here)
            }
            (None, None) => Err("the document is no file, so nothing says where its database is".to_owned()),
        }
    }
}

/// Tells the session that a look was given up, unless it came to an end.
struct Unfinished<'a> {
    session: &'a SessionHandle,
    uri: &'a Uri,
    is_over: bool,
}

impl Unfinished<'_> {
    fn tell(&self, news: News) {
        self.session.send(Event::Database { uri: self.uri.clone(), news });
    }

    fn end(mut self, news: News) {
        self.is_over = true;
        self.tell(news);
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.tell(News::Cancelled);
        }
    }
}

impl Databases {
    /// Of a client.
    pub(super) fn new(client: Client) -> Self {
        Databases { client, running: Arc::default(), next: Arc::default() }
    }

    /// Looks at the database of a document's schema and tells the session of it. `token` is that of a command for which the
    /// client wants to hear how it goes on.
    ///
    /// # Errors
    ///
    /// Why nothing was read; the session knows it too.
    pub(super) async fn look(
        &self,
        session: &SessionHandle,
        uri: &Uri,
        facts: &ClientFacts,
        token: Option<ProgressToken>,
    ) -> Result<(), Failure> {
        let plan = ask(session, uri).await.ok_or(Failure::Unknown)?;
        let unfinished = Unfinished { session, uri, is_over: false };
        let wanted = plan.wanted.clone();
        let url = tokio::task::spawn_blocking(move || plan.url()).await;
        let url = match url.unwrap_or_else(|_| Err("its URL could not be found out".to_owned())) {
            Ok(url) => url,
            Err(problem) => {
                unfinished.end(News::Failed(problem.clone()));
                return Err(Failure::Nowhere(problem));
            }
        };
        unfinished.tell(News::Connecting(url.shown.clone()));
        let token = self.progress_token(facts, token).await;
        let read = self.with_progress(token, &url.shown, url.read(wanted)).await;
        match read {
            None => Err(Failure::Cancelled),
            Some(Ok(catalog)) => {
                unfinished.end(News::Read(Arc::new(catalog), url.shown));
                Ok(())
            }
            Some(Err(problem)) => {
                unfinished.end(News::Failed(problem.to_string()));
                Err(Failure::Unreadable(problem.to_string()))
            }
        }
    }

    /// Looks because the settings say so; a database that cannot be read costs one notice.
    pub(super) async fn look_by_setting(&self, session: &SessionHandle, uri: &Uri, facts: &ClientFacts) {
        if let Err(Failure::Unreadable(problem)) = self.look(session, uri, facts, None).await {
            self.client.show_message(MessageType::WARNING, format!("The database: {problem}")).await;
        }
    }

    /// Looks again some time after migrations have changed.
    pub(super) async fn look_after_migrations(
        &self,
        session: &SessionHandle,
        uri: &Uri,
        facts: &ClientFacts,
    ) {
        tokio::time::sleep(UNTIL_RUN).await;
        // Why it failed is in the status; nobody asked for it just now.
        let _ = self.look(session, uri, facts, None).await;
    }

    /// Stops a look, if it still goes on.
    pub(super) fn stop(&self, token: &ProgressToken) {
        if let Some(stop) = self.running().get(token) {
            stop.notify_one();
        }
    }

    /// The token under which the client is told how a look goes on; nothing where it does not want to hear of it.
    async fn progress_token(
        &self,
        facts: &ClientFacts,
        given: Option<ProgressToken>,
    ) -> Option<ProgressToken> {
        if given.is_some() || !facts.shows_progress {
            return given;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let token = ProgressToken::String(format!("prisma-analyzer/database/{number}"));
        self.client.create_work_done_progress(token.clone()).await.ok().map(|()| token)
    }

    /// What a future gives, while the client is told that it goes on; nothing if the user stops it.
    async fn with_progress<T>(
        &self,
        token: Option<ProgressToken>,
        shown: &str,
        reading: impl Future<Output = T>,
    ) -> Option<T> {
        let Some(token) = token else { return Some(reading.await) };
        let stop = Arc::new(Notify::new());
        self.running().insert(token.clone(), stop.clone());
        let progress = self.client.progress(token.clone(), "Reading the database").with_cancel_button();
        let progress = progress.with_message(shown).begin().await;
        let read = tokio::select! {
            read = reading => Some(read),
            () = stop.notified() => None,
        };
        self.running().remove(&token);
        progress.finish().await;
        read
    }

    fn running(&self) -> MutexGuard<'_, HashMap<ProgressToken, Arc<Notify>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the client ask again for what the database adds to.
    pub(super) async fn refresh_views(&self, facts: &ClientFacts) {
        // A client that refuses has nothing to show.
        if facts.refreshes_hints {
            let _ = self.client.inlay_hint_refresh().await;
        }
        if facts.refreshes_lenses {
            let _ = self.client.code_lens_refresh().await;
        }
    }
}

/// Asks about a document until no edit comes in between.
async fn ask(session: &SessionHandle, uri: &Uri) -> Option<Plan> {
    for _ in 0..MOST_ASKED {
        match session.ask(uri.clone(), Plan::of).await {
            Ok(plan) => return plan,
            Err(problem) if problem.code == jsonrpc::ErrorCode::ContentModified => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(_) => return None,
        }
    }
    None
}
