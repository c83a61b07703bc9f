use std::io::{Error, ErrorKind};
use std::path::Path;

use ports::Fault;

/// What the disk said while this was being done to a file or folder.
pub(crate) fn on_disk<'a>(doing: &'a str, path: &'a Path) -> impl Fn(Error) -> Fault + 'a {
    move |cause| {
        let place = path.display();
        let says = match cause.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                format!("the disk that holds {place} is full; free some space and try again; nothing was changed")
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                format!("{place} may not be written; check who owns it")
            }
            _ => format!("{place}: {cause}"),
        };
        Fault::broken(doing, says)
    }
}
