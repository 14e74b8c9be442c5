//! Sessions with the language server, over its standard input and output.
#![cfg(unix)]

mod client;
mod code_actions;
mod completion;
mod database;
mod diagrams;
mod document_links;
mod documents;
mod endings;
mod folding;
mod formatting;
#[path = "../projects.rs"]
mod layouts;
mod navigation;
mod projects;
mod robustness;
mod schemas;
mod selection;
mod semantic_tokens;
#[path = "../sqlite.rs"]
mod sqlite;
mod symbols;
