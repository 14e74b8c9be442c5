//! Messages on a stream: `Content-Length` headers and bodies, as forgiving as possible.

use std::io::{self, BufRead, Read, Write};

/// The longest line that is taken for a header.
const LONGEST_LINE: u64 = 8 * 1024;
/// The largest body that is read. A larger number is a mistake, and must not cost its size in memory.
const LARGEST_BODY: u64 = 1 << 30;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The body of a message.
    Body(Vec<u8>),
    /// A message that cannot be read; the next one can.
    TooLarge(u64),
    /// The stream ended.
    End,
}

/// Reads the next message. Lines that are no headers are skipped until the next `Content-Length`.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Frame> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(Frame::End);
        }
        let is_blank = matches!(line.as_slice(), b"\r\n" | b"\n");
        match (is_blank, length) {
            (false, _) => length = content_length(&line).or(length),
            (true, Some(length)) => return read_body(input, length),
            (true, None) => {}
        }
    }
}

fn read_body(input: &mut impl BufRead, length: u64) -> io::Result<Frame> {
    if length > LARGEST_BODY {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Frame::TooLarge(length));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    let is_whole = body.len() as u64 == length;
    Ok(if is_whole { Frame::Body(body) } else { Frame::End })
}

/// The number of a `Content-Length` header, wherever it begins in the line: the rest of a body that was
/// longer than announced stands before it.
fn content_length(line: &[u8]) -> Option<u64> {
    const NAME: &str = "content-length:";
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let number = &line[line.rfind(NAME)? + NAME.len()..];
    number.trim().parse().ok()
}

/// Writes a message.
pub(super) fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(mut input: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            match read(&mut input).expect("reading from memory") {
                Frame::End => return frames,
                frame => frames.push(frame),
            }
        }
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.into())
    }

    #[test]
    fn headers_in_any_form() {
        assert_eq!(
            read_all(b"Content-Length: 2\r\n\r\n{}Content-Length: 2\r\n\r\n[]"),
            [body("{}"), body("[]")]
        );
        let many =
            b"X: y\nContent-Type: application/vscode-jsonrpc; charset=utf-8\ncontent-LENGTH:2\nZ: 1\n\n{}";
        assert_eq!(read_all(many), [body("{}")]);
    }

    #[test]
    fn rubbish_is_skipped() {
        assert_eq!(
            read_all(b"\r\n\r\nhello\r\n\r\nContent-Length: x\r\n\r\nContent-Length: 2\r\n\r\n{}"),
            [body("{}")]
        );
        let announced_too_short = b"Content-Length: 2\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}";
        assert_eq!(read_all(announced_too_short), [body("{\""), body("{}")]);
        assert_eq!(
            read_all(&[vec![b'x'; 100_000], b"\nContent-Length: 1\n\n1".to_vec()].concat()),
            [body("1")]
        );
    }

    #[test]
    fn ends_anywhere_are_ends() {
        for input in ["", "Content-Le", "Content-Length: 10\r\n", "Content-Length: 10\r\n\r\n{}"] {
            assert_eq!(read_all(input.as_bytes()), []);
        }
        assert_eq!(
            read_all(b"Content-Length: 99999999999999\r\n\r\n{}"),
            [Frame::TooLarge(99_999_999_999_999)]
        );
    }

    #[test]
    fn what_is_written_can_be_read() {
        let mut written = Vec::new();
        write(&mut written, "é".as_bytes()).expect("writing to memory");
        assert_eq!(read_all(&written), [body("é")]);
    }
}
