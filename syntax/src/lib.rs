//! How a schema is written: the blocks of a text, their syntax trees as typed nodes, and text positions.
//!
//! This crate knows no meaning: a name is a piece of text here, and nothing is looked up. It knows no files, no
//! editors and no protocol. All offsets are bytes of UTF-8 text; positions in other units are converted by
//! [`LineIndex`].
//!
//! A text is cut into [segments](splitter::split): top-level blocks, and what stands between them. Each segment has a
//! small syntax tree of its own ([`tree::Tree`]), so that an edit costs what the touched block costs, and a broken block
//! cannot spoil its neighbours.

mod contract;
mod cursor;
pub mod edit;
pub mod node;
pub mod splitter;
pub mod text;
pub mod tree;

pub use contract::{is_blank_line, is_contract, says_contract};
pub use cursor::is_blank;
pub use splitter::{Header, Keyword, Segment, SegmentKind, split};
pub use text::{LineIndex, Position};
pub use text_size::{TextRange, TextSize};
pub use tree::Tree;
