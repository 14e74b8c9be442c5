//! The loop that reads messages and answers them.
//!
//! Order: one thread reads, and it polls the handler of each message once before it reads the next one.
//! Handlers reach the session before they wait for anything, so their events stand in the session's queue
//! in the order of the messages. What is not finished after the first poll goes on beside the loop.

use super::framing::{self, Frame};
use super::message::{self, Message};
use super::written;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use std::any::Any;
use std::io::{self, BufReader, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tower_lsp_server::jsonrpc::{Error, Id, Request, Response};
use tower_lsp_server::ls_types as lsp;
use tower_lsp_server::{ClientSocket, ExitedError, LanguageServer, Loopback, LspService};
use tower_service::Service;

/// How many messages may wait to be written before those who write have to wait.
const MOST_WAITING: usize = 256;
/// How long the last answers may take to be written when the process ends.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What goes to the writer.
enum Outgoing {
    /// The body of a message.
    Body(Vec<u8>),
    /// Everything before it has to be written now; then this is dropped.
    Flush(std::sync::mpsc::Sender<()>),
}

/// 0 when the client asked for the end before it came.
pub(super) fn exit_status(was_shut_down: &AtomicBool) -> i32 {
    i32::from(!was_shut_down.load(Ordering::SeqCst))
}

/// The way to the client, for threads that may wait. Cheap to clone.
#[derive(Clone)]
pub(super) struct Output(Sender<Outgoing>);

/// A notification as it is written.
#[derive(Serialize)]
struct Notification<P> {
    jsonrpc: &'static str,
    method: &'static str,
    params: P,
}

impl Output {
    /// Starts the thread that writes to standard output. It ends the process when nobody reads any more.
    pub(super) fn start(was_shut_down: Arc<AtomicBool>) -> Self {
        let (sender, receiver) = mpsc::channel(MOST_WAITING);
        thread::spawn(move || {
            if write_all(receiver).is_err() {
                std::process::exit(exit_status(&was_shut_down));
            }
        });
        Self(sender)
    }

    /// Sends a notification, and waits if the client does not read fast enough. Not for async code.
    pub(super) fn notify<N: lsp::notification::Notification>(&self, params: N::Params) {
        let notification = Notification { jsonrpc: "2.0", method: N::METHOD, params };
        if let Some(body) = outgoing(serde_json::to_vec(&notification)) {
            // Fails only when the writer is gone, and the process with it.
            let _ = self.0.blocking_send(body);
        }
    }
}

/// Serves the client on standard input and output until it says `exit` or closes a pipe.
pub(super) fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    runtime: &Handle,
    output: Output,
) {
    let _context = runtime.enter();
    let Output(sender) = output;
    let (mut requests, answers) = socket.split();
    let to_client = sender.clone();
    runtime.spawn(async move {
        while let Some(request) = requests.next().await {
            send(&to_client, serde_json::to_vec(&request)).await;
        }
    });
    Loop { service, answers, sender, runtime: runtime.clone() }.run();
}

fn write_all(mut receiver: Receiver<Outgoing>) -> io::Result<()> {
    let mut output = BufWriter::new(io::stdout());
    while let Some(outgoing) = receiver.blocking_recv() {
        match outgoing {
            Outgoing::Body(body) => framing::write(&mut output, &body)?,
            Outgoing::Flush(done) => {
                output.flush()?;
                drop(done);
            }
        }
        if receiver.is_empty() {
            output.flush()?;
        }
    }
    Ok(())
}

/// The body of a message, or of nothing where it cannot be written.
fn outgoing(body: serde_json::Result<Vec<u8>>) -> Option<Outgoing> {
    match body {
        Ok(body) => Some(Outgoing::Body(body)),
        Err(problem) => {
            tracing::error!("a message could not be written as JSON: {problem}");
            None
        }
    }
}

async fn send(sender: &Sender<Outgoing>, body: serde_json::Result<Vec<u8>>) {
    if let Some(body) = outgoing(body) {
        // Fails only when the writer is gone, and the process with it.
        let _ = sender.send(body).await;
    }
}

struct Loop<S> {
    service: LspService<S>,
    answers: <ClientSocket as Loopback>::ResponseSink,
    sender: Sender<Outgoing>,
    runtime: Handle,
}

impl<S: LanguageServer> Loop<S> {
    fn run(mut self) {
        let mut input = BufReader::with_capacity(64 * 1024, io::stdin());
        loop {
            match framing::read(&mut input) {
                Ok(Frame::Body(body)) if !self.take(&body) => break,
                Ok(Frame::Body(_)) => {}
                Ok(Frame::TooLarge(length)) => tracing::error!("a message of {length} bytes was skipped"),
                Ok(Frame::End) => break,
                Err(problem) => {
                    tracing::warn!("the client's messages cannot be read any more: {problem}");
                    break;
                }
            }
        }
        self.flush();
    }

    /// Takes a message; false when it was the last one.
    fn take(&mut self, body: &[u8]) -> bool {
        match message::read(body) {
            Message::Call(request) => {
                let goes_on = request.method() != "exit";
                self.call(request);
                return goes_on;
            }
            Message::Answer(response) => {
                // Accepts at once.
                let _ = self.answers.send(response).now_or_never();
            }
            Message::Malformed(response) => self.reply(Some(response)),
        }
        true
    }

    fn call(&mut self, request: Request) {
        let id = request.id().cloned();
        let is_initialize = request.method() == "initialize";
        let call = panic::catch_unwind(AssertUnwindSafe(|| self.service.call(written::served(request))));
        let Ok(call) = call else { return self.reply(failed(id)) };
        let mut answer =
            AssertUnwindSafe(call).catch_unwind().map(move |result| response(result, id)).boxed();
        if is_initialize {
            // What the client sends without waiting for this answer must find an initialized server.
            let response = self.runtime.block_on(answer);
            return self.reply(response);
        }
        match (&mut answer).now_or_never() {
            Some(response) => self.reply(response),
            None => {
                let sender = self.sender.clone();
                self.runtime.spawn(async move {
                    if let Some(response) = answer.await {
                        send(&sender, written::body(&response)).await;
                    }
                });
            }
        }
    }

    /// Answers without ever waiting for the client: it may be about to write before it reads.
    fn reply(&self, response: Option<Response>) {
        let Some(body) = response.and_then(|response| outgoing(written::body(&response))) else { return };
        if let Err(mpsc::error::TrySendError::Full(body)) = self.sender.try_send(body) {
            let sender = self.sender.clone();
            self.runtime.spawn(async move { sender.send(body).await });
        }
    }

    /// Waits a moment for what is still to be written.
    fn flush(self) {
        let (done, is_done) = std::sync::mpsc::channel();
        if self.sender.try_send(Outgoing::Flush(done)).is_ok() {
            let _ = is_done.recv_timeout(LAST_WORDS);
        }
    }
}

fn response(
    result: Result<Result<Option<Response>, ExitedError>, Box<dyn Any + Send>>,
    id: Option<Id>,
) -> Option<Response> {
    match result {
        Ok(answer) => answer.unwrap_or_default(),
        Err(_) => failed(id),
    }
}

/// What is answered when a handler panicked; the panic itself is in the log.
fn failed(id: Option<Id>) -> Option<Response> {
    id.map(|id| Response::from_error(id, Error::internal_error()))
}
