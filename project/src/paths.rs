//! Paths and `file:` URIs as pure text: for both kinds of systems, without asking the disk.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use std::path::{Component, Path, PathBuf};

/// How a system writes paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `/folder/file`
    Posix,
    /// `C:\folder\file` and `\\server\share\file`
    Windows,
}

impl Style {
    /// The style of the system that this runs on.
    pub const HERE: Style = if cfg!(windows) { Style::Windows } else { Style::Posix };
}

/// What may stand in the path of a URI as it is.
const IN_URI: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path that a `file:` URI names, as bytes; nothing for other URIs. Clients encode more or less (`%3A`, `%C3%A9`), and
/// write drive letters large or small; the path has one spelling.
pub fn from_uri(uri: &str, style: Style) -> Option<Vec<u8>> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => ("", rest),
    };
    // Query and fragment have no meaning for files.
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path: Vec<u8> = percent_decode_str(path).collect();
    match style {
        Style::Posix => Some(path),
        Style::Windows => Some(windows_path(host, &String::from_utf8_lossy(&path)).into_bytes()),
    }
}

/// `/c:/folder` becomes `C:\folder`, and `//server/share` becomes `\\server\share`.
fn windows_path(host: &str, path: &str) -> String {
    let backslashes = path.replace('/', "\\");
    if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
        return format!("\\\\{host}{backslashes}");
    }
    match path.as_bytes() {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => {
            format!("{}{}", drive.to_ascii_uppercase() as char, &backslashes[2..])
        }
        _ => backslashes,
    }
}

/// The `file:` URI of an absolute path, given as bytes.
pub fn to_uri(path: &[u8], style: Style) -> String {
    if style == Style::Posix {
        return format!("file://{}", percent_encode(path, IN_URI));
    }
    let path = String::from_utf8_lossy(path).replace('\\', "/");
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    match path.strip_prefix("//") {
        Some(share) => format!("file://{}", percent_encode(share.as_bytes(), IN_URI)),
        None => format!("file:///{}", percent_encode(path.as_bytes(), IN_URI)),
    }
}

/// A path without `.` and `..`. What a link stands for is not known here, so `link/..` is the folder of the link.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                let above = normal.components().next_back();
                match above {
                    Some(Component::Normal(_)) => drop(normal.pop()),
                    Some(Component::RootDir | Component::Prefix(_)) => {}
                    _ => normal.push(".."),
                }
            }
            other => normal.push(other),
        }
    }
    normal
}

/// What somebody wrote as a path, from a folder. Configuration files are written for several systems: where `\` separates
/// nothing, it was meant to.
pub fn join(folder: &Path, written: &str) -> PathBuf {
    let written = if Style::HERE == Style::Posix { written.replace('\\', "/") } else { written.to_owned() };
    normal(&folder.join(written))
}

/// A path from a folder, with `/`, for people; the whole path where that would climb more than it says.
pub fn shown(path: &Path, folder: &Path) -> String {
    let (mut up, mut base) = (String::new(), Some(folder));
    while let Some(here) = base {
        if let Ok(rest) = path.strip_prefix(here) {
            let rest = rest.to_string_lossy().replace('\\', "/");
            return match (up.as_str(), rest.as_str()) {
                ("", "") => ".".to_owned(),
                _ => format!("{up}{rest}").trim_end_matches('/').to_owned(),
            };
        }
        if up.len() == 9 || here.parent().and_then(Path::parent).is_none() {
            break;
        }
        up.push_str("../");
        base = here.parent();
    }
    path.display().to_string()
}

/// What two paths have in common that name the same file where upper and lower case are the same.
pub fn folded(path: &str, style: Style) -> String {
    let path = if style == Style::Windows { path.replace('/', "\\") } else { path.to_owned() };
    path.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str, style: Style) -> String {
        String::from_utf8(from_uri(uri, style).expect("a file")).expect("UTF-8")
    }

    #[test]
    fn spellings_of_a_uri_are_one_path() {
        for uri in [
            "file:///a%20b/c%40d%3A%C3%A9.prisma",
            "file://localhost/a%20b/c@d:%c3%a9.prisma",
            "FILE:/a b/c@d:é.prisma?query#part",
        ] {
            assert_eq!(path(uri, Style::Posix), "/a b/c@d:é.prisma");
        }
        for uri in [
            "file:///c:/a%20b/x.prisma",
            "file:///C%3A/a%20b/x.prisma",
            "file:///c%3a/a b/x.prisma",
            "file:/c:/a%20b/x.prisma",
        ] {
            assert_eq!(path(uri, Style::Windows), r"C:\a b\x.prisma");
        }
        assert_eq!(path("file://server/share/x.prisma", Style::Windows), r"\\server\share\x.prisma");
        for uri in ["untitled:x", "git:/a", "no uri", "file://host-only"] {
            assert_eq!(from_uri(uri, Style::Posix), None);
        }
    }

    #[test]
    fn a_path_becomes_a_uri_and_itself_again() {
        for (style, path, uri) in [
            (Style::Posix, "/a b/c@d:é%.prisma", "file:///a%20b/c%40d%3A%C3%A9%25.prisma"),
            (Style::Windows, r"C:\a b\x.prisma", "file:///C%3A/a%20b/x.prisma"),
            (Style::Windows, r"\\server\share\x", "file://server/share/x"),
        ] {
            assert_eq!(to_uri(path.as_bytes(), style), uri);
            assert_eq!(from_uri(uri, style).expect("a file"), path.as_bytes());
        }
        assert_eq!(to_uri(br"\\?\C:\very\long", Style::Windows), "file:///C%3A/very/long");
        let long = "/x".repeat(4_000);
        assert_eq!(from_uri(&to_uri(long.as_bytes(), Style::Posix), Style::Posix), Some(long.into_bytes()));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_unicode_survive() {
        let name = b"/a/\xff\xfe.prisma";
        assert_eq!(from_uri(&to_uri(name, Style::Posix), Style::Posix).expect("a file"), name);
    }

    #[test]
    fn dots_are_resolved() {
        for (from, to) in [
            ("/a/./b/../c", "/a/c"),
            ("/../a", "/a"),
            ("../a/..", ".."),
            ("a/b/../../..", ".."),
            ("./a", "a"),
        ] {
            assert_eq!(normal(Path::new(from)), Path::new(to));
        }
    }

    #[test]
    fn written_paths_are_joined() {
        let folder = Path::new("/repo/apps/web");
        for (written, path) in [
            ("prisma/schema", "/repo/apps/web/prisma/schema"),
            (r".\prisma\schema.prisma", "/repo/apps/web/prisma/schema.prisma"),
            ("../../db//schema/", "/repo/db/schema"),
            ("/etc/x", "/etc/x"),
        ] {
            assert_eq!(join(folder, written), Path::new(path));
        }
    }

    #[test]
    fn paths_are_shown_from_where_one_stands() {
        let here = Path::new("/home/me/repo");
        for (path, expected) in [
            ("/home/me/repo/a/b", "a/b"),
            ("/home/me/repo", "."),
            ("/home/me/other/x", "../other/x"),
            ("/etc/x", "/etc/x"),
        ] {
            assert_eq!(shown(Path::new(path), here), expected);
        }
    }

    #[test]
    fn case_and_separators_are_folded() {
        assert_eq!(folded(r"C:\Repo\Ä.prisma", Style::Windows), folded("c:/repo/ä.PRISMA", Style::Windows));
        assert_ne!(folded(r"a\b", Style::Posix), folded("a/b", Style::Posix));
    }
}
