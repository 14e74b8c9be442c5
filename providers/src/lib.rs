//! Facts about databases and Prisma versions, as tables.
//!
//! This crate must not know what a schema is: no syntax tree, no model, no diagnostic. It answers
//! questions such as "which native types has MySQL?" or "is this preview feature known to Prisma 7?".

/// The language that a schema is analysed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// Prisma 6.
    Prisma6,
    /// Prisma 7.
    Prisma7,
    /// A Prisma 8 contract: a file whose first line is `// use prisma-next`.
    Prisma8,
}
