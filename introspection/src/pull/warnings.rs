//! What a schema cannot say of a database, and what was kept that the database does not know.

use std::fmt;

/// What is to be told about a pull, grouped by what it is about.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Warnings {
    groups: Vec<(Kind, Vec<String>)>,
}

/// What a warning is about; in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    FieldName,
    ValueName,
    NoColumns,
    NoKey,
    UnsupportedType,
    MixedTypes,
    Renamed,
    Partitioned,
    Inherited,
    RowSecurity,
    Check,
    Exclusion,
    Deferrable,
    Comment,
    NullOrder,
    ExpressionIndex,
    PartialIndex,
    LeftOut,
    Relation,
    KeptField,
    KeptBlock,
    KeptValue,
}

impl Kind {
    fn sentence(self) -> &'static str {
        match self {
            Kind::FieldName => {
                "These columns have no field, because nothing of their names can be a name in a schema. Write a field with `@map` for each:"
            }
            Kind::ValueName => {
                "These enum values are left out, because nothing of their names can be a name in a schema. Write a value with `@map` for each:"
            }
            Kind::NoColumns => {
                "These tables are only comments, because no column of them was seen. They have none, or the role may not see them:"
            }
            Kind::NoKey => {
                "These models have `@@ignore`, because no key of theirs tells every row apart from all others:"
            }
            Kind::UnsupportedType => {
                "The client leaves these fields out, because Prisma has no type for what their columns hold:"
            }
            Kind::MixedTypes => {
                "These fields are JSON, because documents hold values of several types there, or none at all:"
            }
            Kind::Renamed => "These would have had the name of something else, and are called otherwise:",
            Kind::Partitioned => "These tables are partitioned, which a schema cannot say:",
            Kind::Inherited => "Other tables inherit from these, which a schema cannot say:",
            Kind::RowSecurity => {
                "Policies decide who sees which rows of these tables, which a schema cannot say:"
            }
            Kind::Check => "These check constraints cannot be said in a schema:",
            Kind::Exclusion => "These exclusion constraints cannot be said in a schema:",
            Kind::Deferrable => "These constraints can be deferred, which a schema cannot say:",
            Kind::Comment => "These have comments in the database, which a schema cannot say:",
            Kind::NullOrder => {
                "These columns of indexes have null in an unusual place, which a schema cannot say:"
            }
            Kind::ExpressionIndex => "These indexes are left out, because they are on expressions:",
            Kind::PartialIndex => {
                "These indexes are left out, because they are partial. With the preview feature `partialIndexes` a schema can say so:"
            }
            Kind::LeftOut => "These are left out, because no schema that says them is valid:",
            Kind::Relation => {
                "The relations of these were kept as they are, because no foreign key tells of them. See whether they still fit:"
            }
            Kind::KeptField => "These fields keep the names that the schema gave them:",
            Kind::KeptBlock => "These keep the names that the schema gave them:",
            Kind::KeptValue => "These enum values keep the names that the schema gave them:",
        }
    }
}

impl Warnings {
    fn add(&mut self, kind: Kind, item: String) {
        match self.groups.binary_search_by_key(&kind, |(kind, _)| *kind) {
            Ok(at) => self.groups[at].1.push(item),
            Err(at) => self.groups.insert(at, (kind, vec![item])),
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many things there are to tell of.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|(_, items)| items.len()).sum()
    }

    pub(crate) fn field_name(&mut self, model: &str, column: &str) {
        self.add(Kind::FieldName, format!("{model}: {column:?}"));
    }

    pub(crate) fn value_name(&mut self, name: &str, value: &str) {
        self.add(Kind::ValueName, format!("{name}: {value:?}"));
    }

    pub(crate) fn no_columns(&mut self, model: &str) {
        self.add(Kind::NoColumns, model.to_owned());
    }

    pub(crate) fn no_key(&mut self, model: &str) {
        self.add(Kind::NoKey, model.to_owned());
    }

    pub(crate) fn unsupported_type(&mut self, name: &str, field: &str, original: &str) {
        self.add(Kind::UnsupportedType, format!("{name}.{field}: {original}"));
    }

    pub(crate) fn mixed_types(&mut self, name: &str, field: &str, found: &str) {
        self.add(Kind::MixedTypes, format!("{name}.{field}: {found}"));
    }

    pub(crate) fn renamed(&mut self, kind: &str, name: &str) {
        self.add(Kind::Renamed, format!("{kind} {name}"));
    }

    pub(crate) fn partitioned(&mut self, model: &str) {
        self.add(Kind::Partitioned, model.to_owned());
    }

    pub(crate) fn inherited(&mut self, model: &str) {
        self.add(Kind::Inherited, model.to_owned());
    }

    pub(crate) fn row_security(&mut self, model: &str) {
        self.add(Kind::RowSecurity, model.to_owned());
    }

    pub(crate) fn check(&mut self, model: &str, name: &str) {
        self.add(Kind::Check, format!("{model}: {name}"));
    }

    pub(crate) fn exclusion(&mut self, model: &str, name: &str) {
        self.add(Kind::Exclusion, format!("{model}: {name}"));
    }

    pub(crate) fn deferrable(&mut self, model: &str, name: &str) {
        self.add(Kind::Deferrable, format!("{model}: {name}"));
    }

    pub(crate) fn comment(&mut self, what: &str) {
        self.add(Kind::Comment, what.to_owned());
    }

    pub(crate) fn null_order(&mut self, index: &str, column: &str) {
        self.add(Kind::NullOrder, format!("{index}: {column}"));
    }

    pub(crate) fn expression_index(&mut self, model: &str, name: &str) {
        self.add(Kind::ExpressionIndex, format!("{model}: {name}"));
    }

    pub(crate) fn partial_index(&mut self, model: &str, name: &str) {
        self.add(Kind::PartialIndex, format!("{model}: {name}"));
    }

    pub(crate) fn left_out(&mut self, what: &str) {
        self.add(Kind::LeftOut, what.to_owned());
    }

    pub(crate) fn kept_relations(&mut self, model: &str) {
        self.add(Kind::Relation, model.to_owned());
    }

    pub(crate) fn kept_field_name(&mut self, model: &str, field: &str) {
        self.add(Kind::KeptField, format!("{model}.{field}"));
    }

    pub(crate) fn kept_name(&mut self, kind: &str, name: &str) {
        self.add(Kind::KeptBlock, format!("{kind} {name}"));
    }

    pub(crate) fn kept_value(&mut self, name: &str, value: &str) {
        self.add(Kind::KeptValue, format!("{name}.{value}"));
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, items)) in self.groups.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{}", kind.sentence())?;
            for item in items {
                writeln!(f, "  - {item}")?;
            }
        }
        Ok(())
    }
}
