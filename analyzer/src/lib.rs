//! The analysis of Prisma schemas: texts go in, findings and answers come out.
//!
//! This crate knows no files, no network and no editor. Texts come in through [`Workspace`], as whole texts or as edits
//! in bytes; answers come from a [`Snapshot`], which can be sent to another thread.

mod actual;
mod check;
mod db;
mod describe;
pub mod diagnostic;
mod drift;
mod inventory;
mod item;
mod keys;
mod mapping;
mod missing;
mod names;
mod outline;
mod relations;
mod rewrite;
mod similarity;
mod workspace;

pub use actual::{ActualColumn, ActualConstraint, ActualTable};
pub use check::rules;
pub use describe::{
    Action, BlockFacts, Column, ConstraintFacts, FieldFacts, ForeignKey, RelationFacts, Storage,
};
pub use diagnostic::{Diagnostic, Fix, FixEdit, Related, Rule, Severity, compatible_safe_fixes, with_edits};
pub use drift::rules as drift_rules;
pub use inventory::{InventoryBlock, InventoryKey, InventoryKind, InventoryMember, MemberRole};
pub use item::string_value;
pub use missing::list_name;
pub use names::{Role, Symbol};
pub use providers::constraint_names::ConstraintKind;
pub use providers::{Dialect, Provider};
pub use relations::Cardinality;
pub use rewrite::snake_case;
pub use syntax::{TextRange, TextSize};
pub use workspace::{
    Cancelled, ConnectionLine, Declared, FieldPlace, FileId, Occurrence, Outline, OutlineKind, SchemaId,
    Snapshot, TypeKind, WholeBlock, Workspace,
};
