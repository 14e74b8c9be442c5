//! Repairs of a schema that differs from its database, one thing at a time: a field, a key, a block, or everything is taken over as
//! pulling would write it.

use crate::pull::{Options, PulledFile, Target, pull};
use analyzer::{
    Diagnostic, Dialect, FileId, FixEdit, InventoryBlock, InventoryKey, InventoryKind, InventoryMember,
    MemberRole, OutlineKind, Snapshot, TextRange, TextSize, Workspace,
};
use catalog::{Catalog, Table};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// So many things are offered one by one.
const MOST_OFFERED: usize = 10;
/// So many models are offered for completion.
const MOST_COMPLETED: usize = 50;

/// The title of the repair that takes over everything.
pub const EVERYTHING: &str = "Take over everything from the database";

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeOver {
    /// What it does: "Add `born` from the database".
    pub title: String,
    /// Its edits.
    pub edits: Vec<FixEdit>,
}

/// A model for a table that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewModel {
    /// The name of the model.
    pub name: String,
    /// The name of the table.
    pub table: String,
    /// All of it as text.
    pub text: String,
    /// What other models need for it: the other sides of its relations.
    pub elsewhere: Vec<FixEdit>,
}

/// A schema, and what some of it would be after pulling.
pub struct Taking<'a> {
    snapshot: &'a Snapshot,
    /// The file that is looked at.
    file: FileId,
    own: Vec<(FileId, InventoryBlock)>,
    /// The blocks in what would change, each with the text that it is in.
    pulled: Vec<(String, InventoryBlock)>,
}

impl<'a> Taking<'a> {
    /// For a finding in a file, as far as it takes to repair it: pulling takes long where there are many tables. Nothing where the
    /// database was not looked at.
    pub fn of_finding(snapshot: &'a Snapshot, file: FileId, found: &Diagnostic) -> Option<Self> {
        let schema = snapshot.schema(file)?;
        let own = snapshot.inventory(schema);
        let around = own.iter().find(|(of, block)| *of == file && block.range.contains_range(found.range));
        let wanted: HashSet<String> = match around {
            // The models that it is related to are looked at even if the database knows nothing of that.
            Some((_, block)) if block.kind == InventoryKind::Model => {
                let is_target = |other: &InventoryBlock| {
                    block.members.iter().any(|member| member.type_name == other.name)
                };
                let targets = own.iter().filter(|(_, other)| other.name == block.name || is_target(other));
                targets.map(|(_, other)| other.database_name.clone()).collect()
            }
            // What an enum has is not found in a table.
            Some(_) => {
                let pulled = blocks_of(&pulled_whole(snapshot, file)?, snapshot.dialect(file));
                return Some(Taking { snapshot, file, own, pulled });
            }
            None => snapshot.unknown_tables(schema).into_iter().take(MOST_OFFERED).collect(),
        };
        Self::around(snapshot, file, own, &wanted)
    }

    /// For the tables of a file's schema that have no model, or the first of them.
    pub fn of_unknown_tables(snapshot: &'a Snapshot, file: FileId) -> Option<Self> {
        let schema = snapshot.schema(file)?;
        let unknown: HashSet<_> = snapshot.unknown_tables(schema).into_iter().take(MOST_COMPLETED).collect();
        // Mostly there is nothing to pull.
        (!unknown.is_empty())
            .then(|| Self::around(snapshot, file, snapshot.inventory(schema), &unknown))
            .flatten()
    }

    /// Everything in the database of a file's schema; new blocks go to the file.
    pub fn everything(snapshot: &Snapshot, file: FileId) -> Option<TakeOver> {
        let files = pulled_whole(snapshot, file)?;
        let files = files.iter().filter_map(|file| Some((file.file?, &file.text)));
        let edits = files.flat_map(|(file, text)| {
            let edits = formatter::edits_between(&snapshot.text(file), text);
            edits.into_iter().map(move |edit| FixEdit {
                file,
                range: TextRange::new(size(edit.range.start), size(edit.range.end)),
                replacement: edit.replacement,
            })
        });
        let edits: Vec<_> = edits.collect();
        (!edits.is_empty()).then(|| TakeOver { title: EVERYTHING.to_owned(), edits })
    }

    /// For some tables: a small schema of their models and those around them is pulled from as small a catalog.
    fn around(
        snapshot: &'a Snapshot,
        file: FileId,
        own: Vec<(FileId, InventoryBlock)>,
        wanted: &HashSet<String>,
    ) -> Option<Self> {
        let catalog = narrowed(&*snapshot.database(snapshot.schema(file)?)?, wanted);
        let text = small_schema(snapshot, file, &own, &catalog);
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(snapshot.dialect(file));
        let only = workspace.add_file(schema, &text);
        let small = workspace.snapshot();
        let target = Target::Schema { snapshot: &small, schema, force: false, new_blocks: Some(only) };
        let files = pull(&catalog, &target, &Options::of(&small, schema, &catalog)).files;
        let pulled = blocks_of(&files, snapshot.dialect(file));
        Some(Taking { snapshot, file, own, pulled })
    }

    /// The repairs of a finding about a difference: the thing itself, the whole block.
    pub fn repairs(&self, found: &Diagnostic) -> Vec<TakeOver> {
        let mut repairs = Vec::new();
        let around = self
            .own
            .iter()
            .find(|(file, block)| *file == self.file && block.range.contains_range(found.range));
        if let Some((_, block)) = around {
            // An id is more than a field, and so is what leaves the client without one.
            let is_of_block = found.rule.code == "drift-id"
                || (!block.is_ignored && self.of(block).is_some_and(|(_, pulled)| pulled.is_ignored));
            if !is_of_block {
                repairs.extend(self.field(block, found));
                repairs.extend(self.missing(block, found));
            }
            repairs.extend(self.block(block));
        } else if found.rule.code == "drift-table-unknown" {
            repairs
                .extend(self.new_models().into_iter().take(MOST_OFFERED).map(|model| self.addition(model)));
        }
        repairs
    }

    /// Models for the tables that have none, in the order in which pulling writes them.
    pub fn new_models(&self) -> Vec<NewModel> {
        let known: HashSet<&str> = self.own.iter().map(|(_, block)| block.name.as_str()).collect();
        let new = self.pulled.iter().filter(|(_, block)| !known.contains(block.name.as_str()));
        let models = new.filter(|(_, block)| block.kind == InventoryKind::Model);
        let model = |(text, block): &(String, InventoryBlock)| NewModel {
            name: block.name.clone(),
            table: block.database_name.clone(),
            text: self.text_of(text, block),
            elsewhere: self.other_sides(&block.name, &block.members.iter().collect::<Vec<_>>()),
        };
        models.map(model).collect()
    }

    /// The text of a block without relations to models that the schema does not have.
    fn text_of(&self, text: &str, block: &InventoryBlock) -> String {
        let is_there = |name: &str| name == block.name || self.own.iter().any(|(_, own)| own.name == name);
        let leads_nowhere = |member: &&InventoryMember| {
            matches!(member.role, MemberRole::Relation { .. } | MemberRole::Unknown)
                && !is_there(&member.type_name)
        };
        let dropped: Vec<_> = block.members.iter().filter(leads_nowhere).collect();
        let kept = without_lines(text, block.range, &dropped);
        kept.replace('\n', line_break(&self.snapshot.text(self.file)))
    }

    fn addition(&self, model: NewModel) -> TakeOver {
        let before = self.snapshot.text(self.file);
        let end = before.trim_end().len();
        let break_ = line_break(&before);
        let text = model.text;
        let mut edits = model.elsewhere;
        edits.push(FixEdit {
            file: self.file,
            range: TextRange::new(size(end), size(before.len())),
            replacement: format!("{break_}{break_}{text}{break_}"),
        });
        TakeOver { title: format!("Add a model for the table `{}`", model.table), edits }
    }

    fn of(&self, block: &InventoryBlock) -> Option<&(String, InventoryBlock)> {
        self.pulled.iter().find(|(_, other)| other.name == block.name && other.kind == block.kind)
    }

    /// The field or value that a finding is about, as the database has it.
    fn field(&self, block: &InventoryBlock, found: &Diagnostic) -> Option<TakeOver> {
        let member = block.members.iter().find(|member| member.range.contains_range(found.range))?;
        let (text, pulled) = self.of(block)?;
        let after = pulled
            .members
            .iter()
            .find(|other| other.name == member.name && other.database_name == member.database_name)?;
        let replacement = words(&text[Range::<usize>::from(after.range)]);
        let title = format!("Take over `{}` from the database", member.name);
        Some(TakeOver { title, edits: vec![FixEdit { file: self.file, range: member.range, replacement }] })
    }

    /// What a block lacks, as far as the finding speaks of it.
    fn missing(&self, block: &InventoryBlock, found: &Diagnostic) -> Vec<TakeOver> {
        let Some((text, pulled)) = self.of(block) else { return Vec::new() };
        let is_told = |name: &str| found.message.contains(&format!("`{name}`"));
        let new = new_members(block, pulled);
        let members: Vec<_> = match found.rule.code {
            "drift-column-unknown" => {
                new.into_iter().filter(|member| is_told(&member.database_name)).collect()
            }
            "drift-foreign-key-unknown" => new
                .into_iter()
                .filter(|member| matches!(&member.role, MemberRole::Relation { facts: Some(facts), .. } if facts.keeps))
                .collect(),
            "drift-enum-values" => {
                new.into_iter().filter(|member| is_told(&member.database_name)).collect()
            }
            "drift-index-unknown" => return self.missing_keys(block, pulled, text, found),
            _ => return Vec::new(),
        };
        let member = |member: &InventoryMember| {
            let mut edits = vec![self.insertion(self.file, block, pulled, member, text)];
            edits.extend(self.other_sides(&block.name, &[member]));
            TakeOver { title: format!("Add `{}` from the database", member.name), edits }
        };
        members.into_iter().take(MOST_OFFERED).map(member).collect()
    }

    /// The keys that a block lacks and a finding speaks of: at a field, or as a line of their own.
    fn missing_keys(
        &self,
        block: &InventoryBlock,
        pulled: &InventoryBlock,
        text: &str,
        found: &Diagnostic,
    ) -> Vec<TakeOver> {
        let is_told = |key: &&InventoryKey| {
            key.database_name.as_ref().is_some_and(|name| found.message.contains(&format!("`{name}`")))
        };
        let is_new =
            |key: &&InventoryKey| block.keys.iter().all(|own| own.database_name != key.database_name);
        let repair = |key: &InventoryKey| {
            let at_field = pulled.members.iter().find(|member| member.range.contains_range(key.range));
            let edit = match at_field {
                Some(after) => {
                    let own = block.members.iter().find(|member| member.name == after.name)?;
                    let replacement = words(&text[Range::<usize>::from(after.range)]);
                    FixEdit { file: self.file, range: own.range, replacement }
                }
                None => self.line(block, &key.text),
            };
            let title = format!("Add the index `{}` from the database", key.database_name.as_ref()?);
            Some(TakeOver { title, edits: vec![edit] })
        };
        pulled.keys.iter().filter(is_told).filter(is_new).filter_map(repair).collect()
    }

    /// A new last line of a block.
    fn line(&self, block: &InventoryBlock, line: &str) -> FixEdit {
        let text = self.snapshot.text(self.file);
        let brace = block.range.end() - TextSize::of('}');
        let before = &text[..usize::from(brace)];
        let is_own_line = before.trim_end_matches([' ', '\t']).ends_with('\n');
        let break_ = line_break(&text);
        let replacement =
            if is_own_line { format!("  {line}{break_}") } else { format!("{break_}  {line}{break_}") };
        let at = if is_own_line { size(before.trim_end_matches([' ', '\t']).len()) } else { brace };
        FixEdit { file: self.file, range: TextRange::empty(at), replacement }
    }

    /// A new member, behind the one that it stands behind after pulling.
    fn insertion(
        &self,
        file: FileId,
        block: &InventoryBlock,
        pulled: &InventoryBlock,
        member: &InventoryMember,
        text: &str,
    ) -> FixEdit {
        let at = pulled.members.iter().position(|other| other.name == member.name).unwrap_or_default();
        let before = pulled.members[..at].iter().rev();
        let known = |other: &InventoryMember| block.members.iter().find(|own| own.name == other.name);
        let behind = before.filter_map(known).next().or(block.members.last());
        let end = behind.map_or(block.name_range.end(), |member| member.range.end());
        let at = self.snapshot.end_of_line(file, end);
        let line = words(&text[Range::<usize>::from(member.range)]);
        let replacement = format!("{}  {line}", line_break(&self.snapshot.text(file)));
        FixEdit { file, range: TextRange::empty(at), replacement }
    }

    /// The fields on the other sides of relations that a block gets.
    fn other_sides(&self, name: &str, members: &[&InventoryMember]) -> Vec<FixEdit> {
        let relations = members.iter().filter(|member| matches!(member.role, MemberRole::Relation { .. }));
        let targets: HashSet<&str> = relations.map(|member| member.type_name.as_str()).collect();
        let mut edits = Vec::new();
        for (file, own) in
            self.own.iter().filter(|(_, own)| targets.contains(own.name.as_str()) && own.name != name)
        {
            let Some((text, pulled)) = self.of(own) else { continue };
            let sides = new_members(own, pulled).into_iter().filter(|member| member.type_name == name);
            edits.extend(sides.map(|side| self.insertion(*file, own, pulled, side, text)));
        }
        edits
    }

    /// Takes out the fields of other blocks that lead to one from which nothing leads back any more.
    fn sides_without_other(&self, name: &str) -> Vec<FixEdit> {
        let mut edits = Vec::new();
        for (file, own) in self.own.iter().filter(|(_, own)| own.name != name) {
            let Some((_, pulled)) = self.of(own) else { continue };
            let leads_there = |member: &&InventoryMember| {
                matches!(member.role, MemberRole::Relation { .. }) && member.type_name == name
            };
            let gone = new_members(pulled, own).into_iter().filter(leads_there);
            edits.extend(gone.map(|member| self.removal(*file, member)));
        }
        edits
    }

    /// Takes out a member with its line.
    fn removal(&self, file: FileId, member: &InventoryMember) -> FixEdit {
        let text = self.snapshot.text(file);
        let start = usize::from(member.range.start());
        let line = text[..start].rfind('\n').map_or(start, |at| at + 1);
        let start = if text[line..start].trim().is_empty() { line } else { start };
        let end = self.snapshot.end_of_line(file, member.range.end());
        let rest = &text[usize::from(end)..];
        let line_break = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        let range = TextRange::new(size(start), end + size(line_break));
        FixEdit { file, range, replacement: String::new() }
    }

    /// The block that a finding is in, as the database has it.
    fn block(&self, block: &InventoryBlock) -> Option<TakeOver> {
        let (text, pulled) = self.of(block)?;
        let replacement = self.text_of(text, pulled);
        let mut edits = vec![FixEdit { file: self.file, range: block.range, replacement }];
        edits.extend(self.other_sides(&block.name, &new_members(block, pulled)));
        edits.extend(self.sides_without_other(&block.name));
        Some(TakeOver { title: format!("Take over all of `{}` from the database", block.name), edits })
    }
}

/// The files that pulling changes, with everything that is in the database of a file's schema; new blocks are in the file.
fn pulled_whole(snapshot: &Snapshot, file: FileId) -> Option<Vec<PulledFile>> {
    let schema = snapshot.schema(file)?;
    let catalog = snapshot.database(schema)?;
    let target = Target::Schema { snapshot, schema, force: false, new_blocks: Some(file) };
    Some(pull(&catalog, &target, &Options::of(snapshot, schema, &catalog)).files)
}

/// The blocks in the files that pulling changes, each with the text that it is in.
fn blocks_of(files: &[PulledFile], dialect: Dialect) -> Vec<(String, InventoryBlock)> {
    let texts = files.iter().map(|file| &file.text);
    let blocks = |text: &String| {
        let found = inventory(text, dialect).into_iter();
        found.map(|block| (text.clone(), block)).collect::<Vec<_>>()
    };
    texts.flat_map(blocks).collect()
}

/// The part of a catalog that is about some tables: they, and those that they are related to.
fn narrowed(catalog: &Catalog, wanted: &HashSet<String>) -> Catalog {
    let refers = |table: &Table, to: &HashSet<String>| {
        table.foreign_keys.iter().any(|key| to.contains(&key.referenced_table))
    };
    let mut kept = wanted.clone();
    for table in &catalog.tables {
        let referenced = table.foreign_keys.iter().map(|key| key.referenced_table.clone());
        // A table that joins others is about all of them.
        let is_join = table.columns.len() == 2 && table.foreign_keys.len() == 2;
        if wanted.contains(&table.name) || (is_join && refers(table, wanted)) {
            kept.extend(referenced);
        }
        if refers(table, wanted) {
            kept.insert(table.name.clone());
        }
    }
    let tables =
        catalog.tables.iter().filter(|table| kept.contains(&table.name)).cloned().map(|mut table| {
            table.foreign_keys.retain(|key| kept.contains(&key.referenced_table));
            table
        });
    Catalog {
        server: catalog.server.clone(),
        schemas: catalog.schemas.clone(),
        tables: tables.collect(),
        views: Vec::new(),
        enums: catalog.enums.clone(),
        extensions: Vec::new(),
        composites: catalog.composites.clone(),
    }
}

/// The text of a schema that has of another what is about the tables of a catalog: their models without relations to others, all
/// enums, and the configuration.
fn small_schema(
    snapshot: &Snapshot,
    file: FileId,
    own: &[(FileId, InventoryBlock)],
    catalog: &Catalog,
) -> String {
    let is_kept = |block: &InventoryBlock| match block.kind {
        InventoryKind::Model => catalog.tables.iter().any(|table| table.name == block.database_name),
        InventoryKind::Enum => true,
        InventoryKind::View => false,
    };
    let kept: Vec<_> = own.iter().filter(|(_, block)| is_kept(block)).collect();
    let names: HashSet<&str> = kept.iter().map(|(_, block)| block.name.as_str()).collect();
    let mut texts: HashMap<FileId, String> = HashMap::new();
    let mut pieces = Vec::new();
    let files = snapshot.schema(file).map(|schema| snapshot.files(schema)).unwrap_or_default();
    for file in files {
        let text = snapshot.text(file);
        let config = snapshot.outline(file).into_iter();
        let config = config
            .filter(|block| matches!(block.kind, OutlineKind::Datasource | OutlineKind::Generator))
            .map(|block| text[Range::<usize>::from(block.range)].to_owned());
        pieces.extend(config);
        texts.insert(file, text);
    }
    for (file, block) in kept {
        let leads_away = |member: &&InventoryMember| {
            matches!(member.role, MemberRole::Relation { .. } | MemberRole::Unknown)
                && !names.contains(member.type_name.as_str())
        };
        let dropped: Vec<_> = block.members.iter().filter(leads_away).collect();
        pieces.push(without_lines(&texts[file], block.range, &dropped));
    }
    pieces.join("\n\n") + "\n"
}

/// The members that only the other of two blocks has.
fn new_members<'o>(block: &InventoryBlock, other: &'o InventoryBlock) -> Vec<&'o InventoryMember> {
    let is_new = |member: &&InventoryMember| block.members.iter().all(|own| own.name != member.name);
    other.members.iter().filter(is_new).collect()
}

/// A piece of a text without the lines of some members in it.
fn without_lines(text: &str, range: TextRange, members: &[&InventoryMember]) -> String {
    let whole = Range::<usize>::from(range);
    let mut kept = String::new();
    let mut at = whole.start;
    for line in text[whole].split_inclusive('\n') {
        let line_range = TextRange::at(size(at), size(line.len()));
        if members.iter().all(|member| !line_range.contains_range(member.range)) {
            kept.push_str(line);
        }
        at += line.len();
    }
    kept
}

/// A field with single blanks: how it is aligned depends on its neighbours.
fn words(text: &str) -> String {
    let (mut words, mut quoted, mut escaped) = (String::with_capacity(text.len()), false, false);
    for character in text.chars() {
        let is_second_blank = character == ' ' && !quoted && words.ends_with(' ');
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        if !is_second_blank {
            words.push(character);
        }
    }
    words
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Texts are never longer than the analyzer takes.
fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

fn inventory(text: &str, dialect: Dialect) -> Vec<InventoryBlock> {
    let mut workspace = Workspace::new();
    let schema = workspace.add_schema(dialect);
    workspace.add_file(schema, text);
    workspace.snapshot().inventory(schema).into_iter().map(|(_, block)| block).collect()
}
