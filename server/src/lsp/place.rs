//! Where a document is: a file on disk, or something that only the editor knows.

use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};
use project::paths::{self, Style};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tower_lsp_server::ls_types::Uri;

/// The identity of a document. Clients spell the same URI in several ways (`%3A`, `%40`); a file's path
/// has one spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file on disk, or one that will be there when it is saved.
    Disk(PathBuf),
    /// An untitled or virtual document.
    Elsewhere(String),
}

impl Place {
    /// The place that a URI names.
    pub(super) fn of(uri: &Uri) -> Self {
        let decoded = percent_decode_str(uri.as_str()).decode_utf8_lossy();
        match paths::from_uri(uri.as_str(), Style::HERE) {
            Some(path) => Self::Disk(native_path(path)),
            None => Self::Elsewhere(decoded.into_owned()),
        }
    }

    /// The path, when it is a file on disk.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Disk(path) => Some(path),
            Self::Elsewhere(_) => None,
        }
    }

    /// The URI of a file whose path is given from the folder of this one, or absolute; nothing for a document that is nowhere on
    /// disk.
    pub(super) fn uri_beside(&self, path: &str) -> Option<Uri> {
        uri_of(&paths::join(self.path()?.parent()?, path))
    }
}

#[cfg(unix)]
fn native_path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn native_path(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// The URI of a file on disk. The path is absolute.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
    #[cfg(not(unix))]
    let bytes = path.to_str()?.as_bytes();
    Uri::from_str(&paths::to_uri(bytes, Style::HERE)).ok()
}

/// What must not stand in a URI at all, but some clients send.
const FORBIDDEN: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']');

/// A URI that was not encoded as it should be, encoded; nothing when it is a good one, or hopeless.
pub(super) fn mend_uri(uri: &str) -> Option<String> {
    if Uri::from_str(uri).is_ok() {
        return None;
    }
    let mended = utf8_percent_encode(uri, FORBIDDEN).to_string();
    let lone_percent =
        |text: &str| Uri::from_str(&text.replace('%', "%25")).ok().map(|_| text.replace('%', "%25"));
    if Uri::from_str(&mended).is_ok() { Some(mended) } else { lone_percent(uri) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(uri: &str) -> Place {
        Place::of(&Uri::from_str(uri).expect("a URI"))
    }

    #[test]
    #[cfg(unix)]
    fn spellings_of_a_file_are_one_place() {
        let disk = Place::Disk("/a b/c@d:é.prisma".into());
        assert_eq!(place("file:///a%20b/c%40d%3A%C3%A9.prisma"), disk);
        assert_eq!(place("file://localhost/a%20b/c@d:%c3%a9.prisma"), disk);
        assert_eq!(place("file:/a%20b/c@d:%c3%a9.prisma"), disk);
        let uri = uri_of(Path::new("/a b/c@d:é.prisma")).expect("a URI");
        assert_eq!(uri.as_str(), "file:///a%20b/c%40d%3A%C3%A9.prisma");
        assert_eq!(Place::of(&uri), disk);
    }

    #[test]
    #[cfg(unix)]
    fn paths_start_from_the_folder_of_a_file() {
        let beside = |path| place("file:///a/b/c.prisma").uri_beside(path).map(|uri| uri.as_str().to_owned());
        assert_eq!(beside("./d").as_deref(), Some("file:///a/b/d"));
        assert_eq!(beside("../../../d/.").as_deref(), Some("file:///d"));
        assert_eq!(beside("/x y").as_deref(), Some("file:///x%20y"));
        assert_eq!(place("untitled:x").uri_beside("d"), None);
    }

    #[test]
    fn other_schemes_stay_as_they_are() {
        assert_eq!(place("untitled:Untitled-1"), Place::Elsewhere("untitled:Untitled-1".into()));
        assert_eq!(place("untitled:Untitled%2D1"), place("untitled:Untitled-1"));
        assert_eq!(place("git:/a.prisma?x").path(), None);
    }

    #[test]
    fn careless_uris_are_mended() {
        assert_eq!(mend_uri("file:///a%20b"), None);
        assert_eq!(
            mend_uri("file:///a b/é[x].prisma").as_deref(),
            Some("file:///a%20b/%C3%A9%5Bx%5D.prisma")
        );
        assert_eq!(mend_uri("file:///100%.prisma").as_deref(), Some("file:///100%25.prisma"));
    }
}
