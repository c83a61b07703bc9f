use std::sync::{Condvar, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use ports::{Fault, Outside};

/// Whether somebody asked this program to end, and who waits for that.
static ASKED: LazyLock<(Mutex<bool>, Condvar)> = LazyLock::new(|| (Mutex::new(false), Condvar::new()));

/// Whether signals are listened to, and why not where they cannot be. A program can listen once only.
static LISTENING: LazyLock<Result<(), String>> = LazyLock::new(|| {
    let asked = || {
        *ASKED.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        ASKED.1.notify_all();
    };
    ctrlc::set_handler(asked).map_err(|cause| cause.to_string())
});

/// From now on Ctrl-C and SIGTERM end the waiting and not the program.
pub(crate) fn listen() -> Outside<()> {
    LISTENING.clone().map_err(|cause| Fault::broken("listening for the end", cause))
}

/// Waits; `false` when somebody asked to end, before or meanwhile.
pub(crate) fn wait(time: Duration) -> bool {
    let asked = ASKED.0.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = ASKED.1.wait_timeout_while(asked, time, |asked| !*asked);
    !*waited.unwrap_or_else(PoisonError::into_inner).0
}
