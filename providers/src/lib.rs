//! Facts about databases and Prisma versions, as tables.
//!
//! Every fact of the Prisma schema language that depends on a database, or that is simply a list to
//! look something up in, is a row here: validation, completion, hover and introspection read the same
//! row. A module is one table (or a few that belong together), and the lookups over it.
//!
//! This crate must not know what a schema is: no syntax tree, no model, no diagnostic. It answers
//! questions such as "which native types has MySQL?" or "is this preview feature known to Prisma 7?".
//!
//! # Conventions
//!
//! - A provider is asked for as `Option<Provider>`: `None` stands for a schema without a (usable)
//!   datasource, which has facts of its own.
//! - Names are compared exactly as the language does: case-sensitively, unless a function says
//!   otherwise.
//! - Where Prisma versions differ, a row says so. Nothing is known yet about the language of Prisma 8
//!   contracts, so the tables answer for [`Dialect::Prisma8`] as they do for [`Dialect::Prisma7`].
//! - Lists are in the order in which a person would want to be offered them.

pub mod attributes;
pub mod capabilities;
pub mod config_keys;
pub mod constraint_names;
mod dialect;
pub mod extensions;
pub mod functions;
pub mod index_methods;
pub mod name_limits;
pub mod native_types;
pub mod operator_classes;
pub mod preview_features;
mod provider;
pub mod referential_actions;
pub mod scalar_types;

pub use capabilities::Capability;
pub use dialect::Dialect;
pub use index_methods::IndexMethod;
pub use native_types::NativeType;
pub use provider::Provider;
pub use referential_actions::{ReferentialAction, RelationMode};
pub use scalar_types::ScalarType;
