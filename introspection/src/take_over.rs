//! Repairs of a schema that differs from its database, one thing at a time: a field, a key, a block, or everything is taken over as
//! pulling would write it.

use crate::pull::{Options, PulledFile, Target, pull};
use analyzer::{
    Diagnostic, Dialect, FileId, FixEdit, InventoryBlock, InventoryKey, InventoryMember, MemberRole,
    Snapshot, TextRange, TextSize, Workspace,
};
use std::collections::HashSet;
use std::ops::Range;

/// So many things are offered one by one.
const MOST_OFFERED: usize = 10;

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

/// A schema, and what it would be after pulling.
pub struct Taking<'a> {
    snapshot: &'a Snapshot,
    /// The file that is looked at.
    file: FileId,
    own: Vec<(FileId, InventoryBlock)>,
    files: Vec<PulledFile>,
    /// What is in the files that would change: the file before, its text, and its blocks.
    pulled: Vec<(FileId, String, InventoryBlock)>,
}

impl<'a> Taking<'a> {
    /// For a file; new blocks go there. Nothing where the database was not looked at.
    pub fn new(snapshot: &'a Snapshot, file: FileId) -> Option<Self> {
        let schema = snapshot.schema(file)?;
        let catalog = snapshot.database(schema)?;
        let options = Options::of(snapshot, schema, &catalog);
        let target = Target::Schema { snapshot, schema, force: false, new_blocks: Some(file) };
        let files = pull(&catalog, &target, &options).files;
        let texts = files.iter().filter_map(|file| Some((file.file?, file.text.clone())));
        let pulled = texts.flat_map(|(file, text)| {
            let found = inventory(&text, snapshot.dialect(file));
            found.into_iter().map(move |block| (file, text.clone(), block))
        });
        let pulled = pulled.collect();
        Some(Taking { snapshot, file, own: snapshot.inventory(schema), files, pulled })
    }

    /// The repairs of a finding about a difference: the thing itself, the whole block, everything.
    pub fn repairs(&self, found: &Diagnostic) -> Vec<TakeOver> {
        let mut repairs = Vec::new();
        let around = self
            .own
            .iter()
            .find(|(file, block)| *file == self.file && block.range.contains_range(found.range));
        if let Some((_, block)) = around {
            repairs.extend(self.field(block, found));
            repairs.extend(self.missing(block, found));
            repairs.extend(self.block(block));
        } else if found.rule.code == "drift-table-unknown" {
            repairs
                .extend(self.new_models().into_iter().take(MOST_OFFERED).map(|model| self.addition(model)));
        }
        repairs.extend(self.everything());
        repairs
    }

    /// Models for the tables that have none, in the order in which pulling writes them.
    pub fn new_models(&self) -> Vec<NewModel> {
        let known: HashSet<&str> = self.own.iter().map(|(_, block)| block.name.as_str()).collect();
        let new = self.pulled.iter().filter(|(_, _, block)| !known.contains(block.name.as_str()));
        let models = new.filter(|(_, _, block)| block.kind == analyzer::InventoryKind::Model);
        let model = |(_, text, block): &(FileId, String, InventoryBlock)| {
            let is_kept = |member: &InventoryMember| {
                !matches!(member.role, MemberRole::Relation { .. })
                    || member.type_name == block.name
                    || known.contains(member.type_name.as_str())
            };
            let dropped: Vec<_> = block.members.iter().filter(|member| !is_kept(member)).collect();
            let kept: Vec<_> = block.members.iter().filter(|member| is_kept(member)).collect();
            NewModel {
                name: block.name.clone(),
                table: block.database_name.clone(),
                text: without_lines(text, block.range, &dropped),
                elsewhere: self.other_sides(&block.name, &kept),
            }
        };
        models.map(model).collect()
    }

    fn addition(&self, model: NewModel) -> TakeOver {
        let before = self.snapshot.text(self.file);
        let end = before.trim_end().len();
        let break_ = line_break(&before);
        let text = model.text.replace('\n', break_);
        let mut edits = model.elsewhere;
        edits.push(FixEdit {
            file: self.file,
            range: TextRange::new(size(end), size(before.len())),
            replacement: format!("{break_}{break_}{text}{break_}"),
        });
        TakeOver { title: format!("Add a model for the table `{}`", model.table), edits }
    }

    fn of(&self, block: &InventoryBlock) -> Option<&(FileId, String, InventoryBlock)> {
        self.pulled.iter().find(|(_, _, other)| other.name == block.name && other.kind == block.kind)
    }

    /// The field or value that a finding is about, as the database has it.
    fn field(&self, block: &InventoryBlock, found: &Diagnostic) -> Option<TakeOver> {
        let member = block.members.iter().find(|member| member.range.contains_range(found.range))?;
        let (_, text, pulled) = self.of(block)?;
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
        let Some((_, text, pulled)) = self.of(block) else { return Vec::new() };
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
            let Some((_, text, pulled)) = self.of(own) else { continue };
            let sides = new_members(own, pulled).into_iter().filter(|member| member.type_name == name);
            edits.extend(sides.map(|side| self.insertion(*file, own, pulled, side, text)));
        }
        edits
    }

    /// The block that a finding is in, as the database has it.
    fn block(&self, block: &InventoryBlock) -> Option<TakeOver> {
        let (_, text, pulled) = self.of(block)?;
        let replacement = text[Range::<usize>::from(pulled.range)].to_owned();
        let mut edits = vec![FixEdit { file: self.file, range: block.range, replacement }];
        edits.extend(self.other_sides(&block.name, &new_members(block, pulled)));
        Some(TakeOver { title: format!("Take over all of `{}` from the database", block.name), edits })
    }

    fn everything(&self) -> Option<TakeOver> {
        let files = self.files.iter().filter_map(|file| Some((file.file?, &file.text)));
        let edits = files.flat_map(|(file, text)| {
            let edits = formatter::edits_between(&self.snapshot.text(file), text);
            edits.into_iter().map(move |edit| FixEdit {
                file,
                range: TextRange::new(size(edit.range.start), size(edit.range.end)),
                replacement: edit.replacement,
            })
        });
        let edits: Vec<_> = edits.collect();
        let title = "Take over everything from the database".to_owned();
        (!edits.is_empty()).then_some(TakeOver { title, edits })
    }
}

/// The members of a block that it only has after pulling.
fn new_members<'p>(block: &InventoryBlock, pulled: &'p InventoryBlock) -> Vec<&'p InventoryMember> {
    let is_new = |member: &&InventoryMember| block.members.iter().all(|own| own.name != member.name);
    pulled.members.iter().filter(is_new).collect()
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
