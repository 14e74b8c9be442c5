//! Sessions with the language server, over its standard input and output.
#![cfg(unix)]

mod client;
mod documents;
mod endings;
mod robustness;
mod schemas;
