//! Watching the process that started the server, which may die without closing the pipes.

#[cfg(unix)]
use std::{thread, time::Duration};

/// Ends this process soon after the given one is gone.
///
/// A process that cannot be seen from the start is not watched: the client may live in another container.
#[cfg(unix)]
pub(super) fn watch(process: u32) {
    use rustix::process::{Pid, test_kill_process};

    let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return };
    let is_gone = move || test_kill_process(pid) == Err(rustix::io::Errno::SRCH);
    if is_gone() {
        return;
    }
    thread::spawn(move || {
        while !is_gone() {
            thread::sleep(Duration::from_secs(2));
        }
        std::process::exit(1);
    });
}

/// Does nothing: elsewhere the pipes break when the client dies.
#[cfg(not(unix))]
pub(super) fn watch(_: u32) {}
