//! The relations between the tables of a database: which there are, and what their fields are called.

use super::existing::{Existing, KnownRelation};
use super::names::{Key, Names, free, key_of, type_name};
use super::warnings::Warnings;
use catalog::{Catalog, ForeignKey, Product, Table};
use std::collections::{HashMap, HashSet};

/// A relation field that is to be written.
#[derive(Debug, Clone)]
pub(crate) struct RelationField {
    pub(crate) name: String,
    /// The name of the model that it leads to.
    pub(crate) target: String,
    /// The table of that model.
    pub(crate) target_table: Key,
    /// `?`, `[]` or nothing.
    pub(crate) suffix: &'static str,
    pub(crate) relation_name: Option<String>,
    /// The foreign key, in the field that keeps it: its table's place among the tables, its own place, and `map` as the schema has it.
    pub(crate) keeps: Option<(usize, usize, Option<String>)>,
    /// The name of the field that it was in the schema.
    pub(crate) existing: Option<String>,
}

/// A table that keeps a many-to-many relation, and no model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Join<'a> {
    pub(crate) table: &'a Table,
    pub(crate) first: &'a Table,
    pub(crate) second: &'a Table,
}

/// The tables that keep many-to-many relations which no model stands for.
pub(crate) fn joins(catalog: &Catalog) -> Vec<Join<'_>> {
    catalog.tables.iter().filter_map(|table| join(catalog, table)).collect()
}

/// A table `_Name` with columns `A` and `B`, each a foreign key, unique together.
fn join<'a>(catalog: &'a Catalog, table: &'a Table) -> Option<Join<'a>> {
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.to_ascii_lowercase()).collect();
    if !table.name.starts_with('_') || columns != ["a", "b"] {
        return None;
    }
    let key = |column: &str| {
        let mut keys = table
            .foreign_keys
            .iter()
            .filter(|key| key.columns.len() == 1 && key.columns[0].eq_ignore_ascii_case(column));
        keys.next().filter(|_| keys.next().is_none())
    };
    let (first, second) = (key("a")?, key("b")?);
    let is_on = |names: Vec<&String>, wanted: &[&str]| {
        names.len() == wanted.len()
            && names.iter().zip(wanted).all(|(name, want)| name.eq_ignore_ascii_case(want))
    };
    let columns_of =
        |index: &'a catalog::Index| index.columns.iter().filter_map(|one| one.name.as_ref()).collect();
    let index_on = |unique: bool, wanted: &[&str]| {
        table.indexes.iter().any(|index| index.unique == unique && is_on(columns_of(index), wanted))
    };
    let is_key = table.primary_key.as_ref().is_some_and(|key| {
        is_on(key.columns.iter().filter_map(|one| one.name.as_ref()).collect(), &["a", "b"])
    });
    let unique = match catalog.server.product {
        Product::PostgreSql => index_on(true, &["a", "b"]) || is_key,
        _ => index_on(true, &["a", "b"]) && table.primary_key.is_none(),
    };
    let other = |key: &ForeignKey| catalog.table(key.referenced_schema.as_deref(), &key.referenced_table);
    let (a, b) = (other(first)?, other(second)?);
    let is_join = unique && index_on(false, &["b"]) && table.foreign_keys.len() == 2 && a.name <= b.name;
    is_join.then_some(Join { table, first: a, second: b })
}

/// What a relation is kept by.
#[derive(Clone, Copy)]
enum Kept<'a> {
    Key { at: (usize, usize), key: &'a ForeignKey },
    Table(Join<'a>),
}

struct Relation<'a> {
    from: &'a Table,
    to: &'a Table,
    kept: Kept<'a>,
}

/// The relation fields of each table, in the order in which they are to stand.
#[derive(Default)]
pub(crate) struct Relations(pub(crate) HashMap<Key, Vec<RelationField>>);

impl Relations {
    /// The relations of the tables that models stand for, given the names of their fields.
    pub(crate) fn new(
        catalog: &Catalog,
        models: &[&Table],
        joins: &[Join<'_>],
        names: &Names,
        existing: &Existing<'_>,
        warnings: &mut Warnings,
    ) -> Self {
        let mut relations = keys_between(catalog, models, names, warnings);
        let tables =
            joins.iter().map(|join| Relation { from: join.first, to: join.second, kept: Kept::Table(*join) });
        relations.extend(tables);
        let ambiguous = ambiguous_pairs(&relations, names);
        let mut fields = Sides { names, taken: HashMap::new(), found: HashMap::new() };
        fields.take_columns(models);
        let known: Vec<_> = relations.iter().map(|relation| known(existing, relation)).collect();
        for (relation, known) in relations.iter().zip(&known) {
            if let Some(known) = known {
                fields.take(key_of(relation.from), &known.forward.name);
                fields.take(key_of(relation.to), known.back);
            }
        }
        for (relation, known) in relations.iter().zip(&known) {
            let is_ambiguous = ambiguous.contains(&pair(relation));
            fields.add(relation, known.as_ref(), is_ambiguous);
        }
        Relations(fields.found)
    }
}

/// The foreign keys between models, without those that say the same as one before.
fn keys_between<'a>(
    catalog: &'a Catalog,
    models: &[&'a Table],
    names: &Names,
    warnings: &mut Warnings,
) -> Vec<Relation<'a>> {
    let mut seen = HashSet::new();
    let mut relations = Vec::new();
    for (at, table) in models.iter().enumerate() {
        for (place, key) in table.foreign_keys.iter().enumerate() {
            let Some(to) = catalog.table(key.referenced_schema.as_deref(), &key.referenced_table) else {
                continue;
            };
            let own = names.of_columns(&key_of(table), &key.columns);
            let other = names.of_columns(&key_of(to), &key.referenced_columns);
            let is_model = models.iter().any(|model| std::ptr::eq(*model, to));
            if own.is_none() || other.is_none() || !is_model || key.columns.is_empty() {
                continue;
            }
            if let Some(reason) = reason_to_leave_out(catalog, table, to, key) {
                let name = key.name.as_deref().unwrap_or_default();
                warnings.left_out(&format!("the foreign key {name} of {}: {reason}", table.name));
                continue;
            }
            if seen.insert((at, &key.columns, key_of(to), &key.referenced_columns)) {
                relations.push(Relation { from: table, to, kept: Kept::Key { at: (at, place), key } });
            }
        }
    }
    relations
}

/// Why no schema can say that there is a foreign key.
fn reason_to_leave_out(
    catalog: &Catalog,
    from: &Table,
    to: &Table,
    key: &ForeignKey,
) -> Option<&'static str> {
    if !catalog.holds_the_same(from, to, key) {
        return Some("its columns have other types than those it refers to");
    }
    let is_unique = to.tells_rows_apart_by(&key.referenced_columns);
    (!is_unique).then_some("several rows can have the same values in the columns it refers to")
}

fn pair(relation: &Relation<'_>) -> (Key, Key) {
    let (from, to) = (key_of(relation.from), key_of(relation.to));
    if from <= to { (from, to) } else { (to, from) }
}

/// The pairs of tables whose relations need names to be told apart.
fn ambiguous_pairs(relations: &[Relation<'_>], names: &Names) -> HashSet<(Key, Key)> {
    let mut counts: HashMap<(Key, Key), usize> = HashMap::new();
    for relation in relations {
        let takes_its_name = match relation.kept {
            Kept::Key { key, .. } => {
                let wish = wish(names, relation.to);
                let fields = names.of_columns(&key_of(relation.from), &key.columns).unwrap_or_default();
                fields.contains(&wish.as_str())
            }
            Kept::Table(_) => false,
        };
        *counts.entry(pair(relation)).or_default() += if takes_its_name { 2 } else { 1 };
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(pair, _)| pair).collect()
}

fn known<'a>(existing: &Existing<'a>, relation: &Relation<'_>) -> Option<KnownRelation<'a>> {
    match relation.kept {
        Kept::Key { key, .. } => existing.relation(relation.from, key),
        Kept::Table(join) => existing.join(&join.table.name, join.first, join.second),
    }
}

/// The relation fields as they are found.
struct Sides<'a> {
    names: &'a Names,
    /// The names of fields that are taken, by table.
    taken: HashMap<Key, HashSet<String>>,
    found: HashMap<Key, Vec<RelationField>>,
}

impl Sides<'_> {
    /// The names of columns are taken before any relation is named.
    fn take_columns(&mut self, models: &[&Table]) {
        for table in models {
            let key = key_of(table);
            let fields = table.columns.iter().filter_map(|column| self.names.of_column(&key, &column.name));
            self.taken.insert(key.clone(), fields.map(str::to_owned).collect());
        }
    }

    fn take(&mut self, table: Key, field: &str) {
        self.taken.entry(table).or_default().insert(field.to_owned());
    }

    fn add(&mut self, relation: &Relation<'_>, known: Option<&KnownRelation<'_>>, is_ambiguous: bool) {
        let (from, to) = (key_of(relation.from), key_of(relation.to));
        let (Some(own), Some(other)) = (self.names.of_table(&from), self.names.of_table(&to)) else { return };
        let (own, other) = (own.to_owned(), other.to_owned());
        let wishes = wishes(relation, self.names, is_ambiguous);
        let relation_name = match known {
            Some(known) => known.name.map(str::to_owned),
            None => wishes.relation.clone(),
        };
        let forward_name = match known {
            Some(known) => known.forward.name.clone(),
            None => self.free(&from, &wishes.forward, &wishes.distinct),
        };
        self.take(from.clone(), &forward_name);
        let back_name = match known {
            Some(known) => known.back.to_owned(),
            None => self.free(&to, &wishes.back, &wishes.distinct),
        };
        self.take(to.clone(), &back_name);
        let (forward_suffix, back_suffix) = suffixes(relation);
        let keeps = match relation.kept {
            Kept::Key { at: (table, place), .. } => {
                Some((table, place, known.and_then(|known| known.map).map(str::to_owned)))
            }
            Kept::Table(_) => None,
        };
        let forward = RelationField {
            existing: known.map(|_| forward_name.clone()),
            name: forward_name,
            target: other.clone(),
            target_table: to.clone(),
            suffix: forward_suffix,
            relation_name: relation_name.clone(),
            keeps,
        };
        let back = RelationField {
            existing: known.map(|_| back_name.clone()),
            name: back_name,
            target: own,
            target_table: from.clone(),
            suffix: back_suffix,
            relation_name,
            keeps: None,
        };
        self.found.entry(from).or_default().push(forward);
        self.found.entry(to).or_default().push(back);
    }

    /// A name for a field that no other field of the model has.
    fn free(&self, table: &Key, wish: &str, distinct: &str) -> String {
        let taken = |name: &str| self.taken.get(table).is_some_and(|names| names.contains(name));
        if !taken(wish) {
            return wish.to_owned();
        }
        free(&format!("{wish}_{distinct}"), taken)
    }
}

/// What the parts of a relation would be called.
struct Wishes {
    relation: Option<String>,
    forward: String,
    back: String,
    /// What tells the fields apart from others of their name.
    distinct: String,
}

/// What a table is called in the names of relations: as it would be if nothing else had its name.
fn wish(names: &Names, table: &Table) -> String {
    let own = type_name(&table.name);
    if own.is_empty() { names.of_table(&key_of(table)).unwrap_or_default().to_owned() } else { own }
}

fn wishes(relation: &Relation<'_>, names: &Names, is_ambiguous: bool) -> Wishes {
    let (from, to) = (wish(names, relation.from), wish(names, relation.to));
    let is_self = std::ptr::eq(relation.from, relation.to);
    match relation.kept {
        Kept::Key { key, .. } => {
            let fields = names.of_columns(&key_of(relation.from), &key.columns).unwrap_or_default();
            let long = format!("{from}_{}To{to}", fields.join("_"));
            let other = if is_self { "other_" } else { "" };
            if is_ambiguous {
                return Wishes {
                    forward: format!("{to}_{long}"),
                    back: format!("{other}{from}_{long}"),
                    distinct: long.clone(),
                    relation: Some(long),
                };
            }
            let relation = is_self.then(|| format!("{from}To{to}"));
            Wishes { relation, back: format!("{other}{from}"), forward: to, distinct: long }
        }
        Kept::Table(join) => {
            let table = join.table.name.trim_start_matches('_').to_owned();
            let derived = derived_join(names, relation);
            if is_self {
                return Wishes {
                    forward: format!("{from}_A"),
                    back: format!("{from}_B"),
                    distinct: super::names::sanitised(&table),
                    relation: Some(table),
                };
            }
            let relation = (is_ambiguous || join.table.name != derived).then(|| table.clone());
            let tail =
                if is_ambiguous { format!("_{}", super::names::sanitised(&table)) } else { String::new() };
            Wishes {
                forward: format!("{to}{tail}"),
                back: format!("{from}{tail}"),
                distinct: super::names::sanitised(&table),
                relation,
            }
        }
    }
}

/// The table that Prisma would keep a relation in that has no name.
fn derived_join(names: &Names, relation: &Relation<'_>) -> String {
    let own = names.of_table(&key_of(relation.from)).unwrap_or_default();
    let other = names.of_table(&key_of(relation.to)).unwrap_or_default();
    let (first, second) = if own <= other { (own, other) } else { (other, own) };
    format!("_{first}To{second}")
}

/// What stands behind the types of the two fields.
fn suffixes(relation: &Relation<'_>) -> (&'static str, &'static str) {
    let Kept::Key { key, .. } = relation.kept else { return ("[]", "[]") };
    let column = |name: &String| relation.from.columns.iter().find(|column| column.name == *name);
    let optional = key.columns.iter().filter_map(column).any(super::fields::is_optional);
    // A schema has no one-to-one relation whose fields are not just a criterion.
    let unique = relation.from.has_criterion(&key.columns);
    (if optional { "?" } else { "" }, if unique { "?" } else { "[]" })
}
