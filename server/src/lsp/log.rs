//! Logging: to standard error, and warnings and errors to the client as well.

use std::fmt::{self, Write};
use std::io::{self, IsTerminal};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// What sets the level, as for `tracing_subscriber::EnvFilter`.
const VARIABLE: &str = "PRISMA_ANALYZER_LOG";
/// The library complains about every request that is not offered, which is none of the user's business.
const DEFAULT: &str = "warn,tower_lsp_server=off";
/// How many messages wait for a client that has not been initialized yet.
const MOST_WAITING: usize = 100;

/// What the client is to be told.
pub(super) struct Mirror(Receiver<(MessageType, String)>);

/// Starts logging. Panics go to the log too.
pub(super) fn start() -> Mirror {
    let (sender, receiver) = mpsc::channel(MOST_WAITING);
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let stderr =
        tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // Fails when something else logs already, as in tests.
    let _ = tracing_subscriber::registry().with(filter).with(stderr).with(ToClient(sender)).try_init();
    std::panic::set_hook(Box::new(|panic| tracing::error!("a defect of prisma-analyzer: {panic}")));
    Mirror(receiver)
}

impl Mirror {
    /// Tells the client from now on.
    pub(super) async fn tell(mut self, client: Client) {
        while let Some((kind, message)) = self.0.recv().await {
            client.log_message(kind, message).await;
        }
    }
}

struct ToClient(Sender<(MessageType, String)>);

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let about = event.metadata();
        // The library's own messages are about sending messages: telling the client could go on for ever.
        if *about.level() > Level::WARN || about.target().starts_with("tower_lsp_server") {
            return;
        }
        let kind = if *about.level() == Level::ERROR { MessageType::ERROR } else { MessageType::WARNING };
        let mut text = MessageText(String::new());
        event.record(&mut text);
        // When too much waits, the log has it still.
        let _ = self.0.try_send((kind, text.0));
    }
}

/// The message of an event, without its other fields.
struct MessageText(String);

impl Visit for MessageText {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            // Writing to a string cannot fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
