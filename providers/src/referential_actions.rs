//! What happens to a row when the row it refers to is deleted or changed.

use crate::provider::Provider;

/// What `onDelete` and `onUpdate` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferentialAction {
    /// The row goes, or changes, along.
    Cascade,
    /// The deletion or change is refused.
    Restrict,
    /// The database does what it does by itself: mostly it refuses, when the transaction ends.
    NoAction,
    /// The foreign key becomes null.
    SetNull,
    /// The foreign key gets its default value.
    SetDefault,
}

/// Who keeps relations intact: the database or Prisma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationMode {
    /// The database, by foreign keys.
    ForeignKeys,
    /// Prisma, by further queries; there are no foreign keys.
    Prisma,
}

use ReferentialAction::*;
use RelationMode::{ForeignKeys, Prisma};

#[rustfmt::skip]
const ACTIONS: [(ReferentialAction, &str, &str); 5] = [
    (Cascade,    "Cascade",    "Delete the rows that refer to a deleted row, or change their foreign keys along with a changed one."),
    (Restrict,   "Restrict",   "Refuse to delete or change a row that others refer to."),
    (NoAction,   "NoAction",   "Leave it to the database, which mostly refuses to delete or change a row that others refer to."),
    (SetNull,    "SetNull",    "Set the foreign keys that refer to the row to null."),
    (SetDefault, "SetDefault", "Set the foreign keys that refer to the row to their default values."),
];

#[rustfmt::skip]
const MODES: [(RelationMode, &str, &str); 2] = [
    (ForeignKeys, "foreignKeys", "The database keeps relations intact, by foreign keys."),
    (Prisma,      "prisma",      "Prisma keeps relations intact, without foreign keys; their fields want an index."),
];

/// In relation mode `foreignKeys` the database carries these out; in mode `prisma` Prisma emulates them.
/// MongoDB has no foreign keys, so the mode itself is an error there. Without a datasource there is no
/// place to choose a mode; the row is there so that nothing is reported.
#[rustfmt::skip]
const ALLOWED: [(Option<Provider>, RelationMode, &[ReferentialAction]); 14] = [
    (Some(Provider::PostgreSql),  ForeignKeys, &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
    (Some(Provider::PostgreSql),  Prisma,      &[Cascade, Restrict, SetNull]),
    (Some(Provider::CockroachDb), ForeignKeys, &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
    (Some(Provider::CockroachDb), Prisma,      &[Cascade, Restrict, NoAction, SetNull]),
    (Some(Provider::MySql),       ForeignKeys, &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
    (Some(Provider::MySql),       Prisma,      &[Cascade, Restrict, NoAction, SetNull]),
    (Some(Provider::Sqlite),      ForeignKeys, &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
    (Some(Provider::Sqlite),      Prisma,      &[Cascade, Restrict, SetNull]),
    (Some(Provider::SqlServer),   ForeignKeys, &[Cascade, NoAction, SetNull, SetDefault]),
    (Some(Provider::SqlServer),   Prisma,      &[Cascade, Restrict, NoAction, SetNull]),
    (Some(Provider::MongoDb),     ForeignKeys, &[]),
    (Some(Provider::MongoDb),     Prisma,      &[Cascade, Restrict, NoAction, SetNull]),
    (None,                        ForeignKeys, &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
    (None,                        Prisma,      &[Cascade, Restrict, NoAction, SetNull, SetDefault]),
];

/// Actions that are allowed, but that the database does not carry out.
const WITHOUT_EFFECT: &[(Provider, RelationMode, ReferentialAction)] =
    &[(Provider::MySql, ForeignKeys, SetDefault)];

impl ReferentialAction {
    /// Every action.
    pub const ALL: [ReferentialAction; 5] = [Cascade, Restrict, NoAction, SetNull, SetDefault];

    /// The action of this exact name.
    pub fn from_name(name: &str) -> Option<ReferentialAction> {
        ACTIONS.iter().find(|(_, of, _)| *of == name).map(|(action, ..)| *action)
    }

    /// The name, as written in a schema.
    pub fn name(self) -> &'static str {
        ACTIONS[self as usize].1
    }

    /// One line on what it does.
    pub fn summary(self) -> &'static str {
        ACTIONS[self as usize].2
    }

    /// Does it change rows? Only such actions count in the search for cycles and for several paths.
    pub fn modifies(self) -> bool {
        matches!(self, Cascade | SetNull | SetDefault)
    }
}

impl RelationMode {
    /// Every relation mode.
    pub const ALL: [RelationMode; 2] = [ForeignKeys, Prisma];

    /// The mode of this exact name, as in `relationMode = "prisma"`.
    pub fn from_name(name: &str) -> Option<RelationMode> {
        MODES.iter().find(|(_, of, _)| *of == name).map(|(mode, ..)| *mode)
    }

    /// The name, as written in a schema.
    pub fn name(self) -> &'static str {
        MODES[self as usize].1
    }

    /// One line on what it means.
    pub fn summary(self) -> &'static str {
        MODES[self as usize].2
    }
}

/// The relation modes that a datasource may choose; the first one is in force when it says nothing.
pub fn relation_modes(provider: Option<Provider>) -> &'static [RelationMode] {
    match provider {
        Some(Provider::MongoDb) => &[Prisma],
        _ => &[ForeignKeys, Prisma],
    }
}

/// The relation mode of a datasource that does not choose one.
pub fn default_relation_mode(provider: Option<Provider>) -> RelationMode {
    relation_modes(provider)[0]
}

/// The actions that a relation may ask for.
pub fn allowed_actions(provider: Option<Provider>, mode: RelationMode) -> &'static [ReferentialAction] {
    let row = ALLOWED.iter().find(|(of, in_mode, _)| *of == provider && *in_mode == mode);
    row.map_or(&[], |(.., actions)| actions)
}

/// The actions that Prisma can carry out itself, in relation mode `prisma`.
pub fn emulated_actions(provider: Option<Provider>) -> &'static [ReferentialAction] {
    allowed_actions(provider, Prisma)
}

/// Is the action allowed, but one that the database will not carry out?
pub fn is_without_effect(provider: Option<Provider>, mode: RelationMode, action: ReferentialAction) -> bool {
    WITHOUT_EFFECT
        .iter()
        .any(|(of, in_mode, what)| Some(*of) == provider && *in_mode == mode && *what == action)
}

/// The action on deletion for a relation that names none.
///
/// `required`: is any scalar field of the foreign key required? Without `fields`: is the relation field?
pub fn default_on_delete(
    provider: Option<Provider>,
    mode: RelationMode,
    required: bool,
) -> ReferentialAction {
    match required {
        true if allowed_actions(provider, mode).contains(&Restrict) => Restrict,
        true => NoAction,
        false => SetNull,
    }
}

/// The action on change for a relation that names none.
pub fn default_on_update() -> ReferentialAction {
    Cascade
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for action in ReferentialAction::ALL {
            assert_eq!(ReferentialAction::from_name(action.name()), Some(action));
        }
        for mode in RelationMode::ALL {
            assert_eq!(RelationMode::from_name(mode.name()), Some(mode));
        }
        assert_eq!(ReferentialAction::from_name("cascade"), None);
        assert_eq!(RelationMode::from_name("ForeignKeys"), None);
    }

    #[test]
    fn every_provider_and_mode_has_one_row() {
        for provider in Provider::ALL.map(Some).into_iter().chain([None]) {
            for mode in RelationMode::ALL {
                let rows = ALLOWED.iter().filter(|(of, in_mode, _)| (*of, *in_mode) == (provider, mode));
                assert_eq!(rows.count(), 1, "{provider:?} {mode:?}");
            }
        }
    }

    #[test]
    fn defaults_are_allowed() {
        for provider in Provider::ALL.map(Some).into_iter().chain([None]) {
            for mode in relation_modes(provider) {
                let allowed = allowed_actions(provider, *mode);
                assert!(allowed.contains(&default_on_update()), "{provider:?} {mode:?}");
                for required in [true, false] {
                    assert!(allowed.contains(&default_on_delete(provider, *mode, required)), "{provider:?}");
                }
            }
        }
    }

    #[test]
    fn sql_server_does_not_restrict_and_mysql_does_not_set_defaults() {
        let sqlserver = Some(Provider::SqlServer);
        assert_eq!(default_on_delete(sqlserver, ForeignKeys, true), NoAction);
        assert_eq!(default_on_delete(sqlserver, Prisma, true), Restrict);
        assert!(is_without_effect(Some(Provider::MySql), ForeignKeys, SetDefault));
        assert_eq!(default_relation_mode(Some(Provider::MongoDb)), Prisma);
    }
}
