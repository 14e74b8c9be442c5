//! The versions of the language.

/// The language that a schema is analysed under. Ordered by age, so that a row can say "since".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// Prisma 6.
    Prisma6,
    /// Prisma 7.
    Prisma7,
    /// A Prisma 8 contract: a file whose first line is `// use prisma-next`.
    Prisma8,
}

impl Dialect {
    /// Every dialect, the oldest first.
    pub const ALL: [Dialect; 3] = [Dialect::Prisma6, Dialect::Prisma7, Dialect::Prisma8];

    /// The name for people: `Prisma 7`.
    pub fn display_name(self) -> &'static str {
        match self {
            Dialect::Prisma6 => "Prisma 6",
            Dialect::Prisma7 => "Prisma 7",
            Dialect::Prisma8 => "Prisma 8",
        }
    }
}
