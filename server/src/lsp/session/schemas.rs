//! Which documents are analysed together: from the open documents to the analyzer's schemas.

use super::{File, Session, shown};
use crate::lsp::databases::Status;
use crate::lsp::document::Document;
use crate::lsp::place::{self, Place};
use crate::lsp::publish::{Change, NotePage};
use crate::text::Text;
use analyzer::{Dialect, SchemaId};
use introspection::Catalog;
use project::{Disk, Entry, Kind, Project, RealDisk};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp_server::ls_types::Uri;

/// A schema of the workspace.
pub(super) struct Schema {
    /// The analyzer's name of it.
    pub(super) id: SchemaId,
    /// How it was found; nothing for documents that are no files.
    pub(super) about: Option<Arc<project::Schema>>,
    dialect: Dialect,
    /// The files, in order.
    pub(super) places: Vec<Place>,
    /// How its database is doing.
    pub(super) database: Status,
}

/// Files that shall form a schema; those that are not known yet come with their texts.
struct Group {
    about: Option<Arc<project::Schema>>,
    dialect: Dialect,
    files: Vec<(Place, Option<String>)>,
}

/// The disk with the texts of open documents laid over it.
pub(super) struct Overlaid<'a>(pub(super) &'a HashMap<Place, File>);

impl Overlaid<'_> {
    fn open(&self, file: &Path) -> Option<&File> {
        self.0.get(&Place::Disk(file.to_path_buf())).filter(|file| file.is_open)
    }

    fn open_paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter(|(_, file)| file.is_open).filter_map(|(place, _)| place.path())
    }
}

impl Disk for Overlaid<'_> {
    fn read(&self, file: &Path) -> Option<String> {
        match self.open(file) {
            Some(file) => Some(file.document.text.content()),
            None => RealDisk.read(file),
        }
    }

    fn entries(&self, folder: &Path) -> Vec<Entry> {
        let mut entries = RealDisk.entries(folder);
        for path in self.open_paths() {
            let Some(first) = path.strip_prefix(folder).ok().and_then(|rest| rest.iter().next()) else {
                continue;
            };
            let kind = if path.parent() == Some(folder) { Kind::File } else { Kind::Folder };
            if !entries.iter().any(|entry| entry.name == first) {
                entries.push(Entry { name: first.to_owned(), kind });
            }
        }
        entries
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        match self.open(path) {
            Some(_) => Some(Kind::File),
            None => RealDisk.kind(path),
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        RealDisk.identity(path)
    }
}

impl Session {
    /// Adds an open document as a schema of its own. A fresh one is published in any case.
    pub(super) fn add_alone(&mut self, place: Place, uri: Uri, document: Document, is_fresh: bool) {
        let content = document.text.content();
        let dialect = project::version_of_text(&content, self.settings.dialect).dialect;
        let schema = self.workspace.add_schema(dialect);
        let id = self.workspace.add_file(schema, &content);
        let file = File::new(id, uri, document, true);
        self.show(&file, schema, is_fresh);
        self.schemas.push(Schema {
            id: schema,
            about: None,
            dialect,
            places: vec![place.clone()],
            database: Status::default(),
        });
        self.files.insert(place, file);
    }

    /// Finds out anew which files form schemas, and makes the workspace so. A schema is there as long as
    /// one of its files is open.
    pub(super) fn group(&mut self) {
        let (groups, mut folders) = self.groups();
        self.say(&groups);
        folders.extend(self.folders_of_migrations());
        if let Some(watch) = &mut self.watch {
            watch.look_at(folders);
        }
        let mut old = std::mem::take(&mut self.schemas);
        for group in groups {
            let is_same =
                |schema: &Schema| schema.places.iter().eq(group.files.iter().map(|(place, _)| place));
            match old.iter().position(is_same) {
                Some(index) => {
                    let schema = old.swap_remove(index);
                    self.refresh(schema, group);
                }
                None => self.build(group, &mut old),
            }
        }
        for schema in old {
            self.remove(&schema);
        }
        self.look_by_settings();
    }

    /// The groups of the open documents, and the folders that were looked at to find them.
    fn groups(&self) -> (Vec<Group>, BTreeSet<PathBuf>) {
        let disk = Overlaid(&self.files);
        let project = Project::new(&disk, self.project_settings());
        let mut open: Vec<_> =
            self.files.iter().filter(|(_, file)| file.is_open).map(|(place, _)| place).collect();
        open.sort();
        let mut taken = HashSet::new();
        let mut groups = Vec::new();
        for place in open {
            let identity = |place: &Place| match place {
                Place::Disk(path) => Place::Disk(disk.identity(path)),
                elsewhere => elsewhere.clone(),
            };
            if taken.contains(&identity(place)) {
                // The same file under another name, by way of a link, is a schema of its own: each has the text that
                // its editor shows. As part of the schema it counts once.
                if !groups.iter().any(|group: &Group| group.files.iter().any(|(known, _)| known == place)) {
                    groups.push(self.group_alone(place));
                }
                continue;
            }
            let mut group = match place.path() {
                Some(path) => self.group_of(&project, path),
                None => self.group_alone(place),
            };
            group.files.retain(|(place, _)| taken.insert(identity(place)));
            groups.push(group);
        }
        (groups, project.folders_looked_at())
    }

    fn group_alone(&self, place: &Place) -> Group {
        let text = self.files.get(place).map(|file| file.document.text.content()).unwrap_or_default();
        let dialect = project::version_of_text(&text, self.settings.dialect).dialect;
        Group { about: None, dialect, files: vec![(place.clone(), None)] }
    }

    /// The files that form a schema with an open document. Texts of files that are not open come along.
    fn group_of(&self, project: &Project, path: &Path) -> Group {
        let schema = project.schema_of(path);
        let disk = Overlaid(&self.files);
        let with_text = |path: &PathBuf| {
            let place = Place::Disk(path.clone());
            let text = if disk.open(path).is_some() { None } else { Some(disk.read(path)?) };
            Some((place, text))
        };
        let files = schema.files.iter().filter_map(with_text).collect();
        Group { dialect: schema.version.dialect, about: Some(Arc::new(schema)), files }
    }

    /// What a user decided about the project.
    pub(super) fn project_settings(&self) -> project::Settings {
        let from_roots = |written: &[String]| -> Vec<(PathBuf, String)> {
            let pairs = |path: &String| {
                self.roots.iter().map(|root| (root.clone(), path.clone())).collect::<Vec<_>>()
            };
            written.iter().flat_map(pairs).collect()
        };
        let absolute = |(root, path): (PathBuf, String)| project::paths::join(&root, &path);
        project::Settings {
            dialect: self.settings.dialect,
            schemas: from_roots(&self.settings.schemas).into_iter().map(absolute).collect(),
            exclude: from_roots(&self.settings.exclude),
        }
    }

    /// Tells the publisher what there is to say about how schemas were found.
    fn say(&mut self, groups: &[Group]) {
        let mut notes: BTreeMap<&Path, Vec<&project::Note>> = BTreeMap::new();
        for note in groups.iter().filter_map(|group| group.about.as_ref()).flat_map(|about| &about.notes) {
            let list = notes.entry(&note.file).or_default();
            if !list.contains(&note) {
                list.push(note);
            }
        }
        let page = |(file, list): (&Path, Vec<&project::Note>)| {
            let known = self.files.get(&Place::Disk(file.to_path_buf()));
            let text = match known {
                Some(file) => file.document.text.clone(),
                None => Text::new(&RealDisk.read(file)?),
            };
            let uri = known.map(|file| file.uri.clone()).or_else(|| place::uri_of(file))?;
            Some(NotePage {
                uri,
                text,
                findings: list.into_iter().map(|note| note.diagnostic.clone()).collect(),
            })
        };
        let pages: Vec<_> = notes.into_iter().filter_map(page).collect();
        self.changes.push(Change::Notes(pages));
    }

    /// Takes over texts that changed on disk; the files are the same as before.
    fn refresh(&mut self, mut schema: Schema, group: Group) {
        if schema.dialect != group.dialect {
            schema.dialect = group.dialect;
            self.workspace.set_dialect(schema.id, group.dialect);
            self.changes.push(Change::Dialect(schema.id));
        }
        schema.about = group.about;
        for (place, text) in group.files {
            let Some((file, text)) = self.files.get_mut(&place).zip(text) else { continue };
            if !file.document.text.is(&text) {
                file.replace(Document::new(&text, None));
                self.workspace.set_text(file.id, &text);
                self.changes.push(shown(file, false));
            }
        }
        self.schemas.push(schema);
    }

    /// Builds a schema. Files leave the schemas in which they were.
    fn build(&mut self, group: Group, old: &mut [Schema]) {
        let id = self.workspace.add_schema(group.dialect);
        let (database, catalog) = self.known_database(&group, old);
        let mut schema =
            Schema { id, about: group.about, dialect: group.dialect, places: Vec::new(), database };
        for (place, text) in group.files {
            let known = self.files.remove(&place);
            if let Some(file) = &known {
                self.workspace.remove_file(file.id);
                self.changes.push(Change::Gone(file.id));
                old.iter_mut().for_each(|schema| schema.places.retain(|other| *other != place));
            }
            let Some((uri, document, is_open)) = contents(&place, known, text) else { continue };
            let file =
                File::new(self.workspace.add_file(id, &document.text.content()), uri, document, is_open);
            self.show(&file, id, false);
            self.files.insert(place.clone(), file);
            schema.places.push(place);
        }
        if catalog.is_some() {
            self.workspace.set_database(id, catalog);
        }
        self.schemas.push(schema);
    }

    /// What is known of the database of a schema that has other files now.
    fn known_database(&self, group: &Group, old: &[Schema]) -> (Status, Option<Arc<Catalog>>) {
        let is_before = |schema: &&Schema| {
            schema.places.iter().any(|place| group.files.iter().any(|(own, _)| own == place))
        };
        let snapshot = self.workspace.snapshot();
        let known = old.iter().filter(is_before).find(|schema| schema.database != Status::default());
        known.map_or_else(Default::default, |schema| (schema.database.clone(), snapshot.database(schema.id)))
    }

    fn remove(&mut self, schema: &Schema) {
        for place in &schema.places {
            if let Some(file) = self.files.remove(place) {
                self.changes.push(Change::Gone(file.id));
            }
        }
        self.workspace.remove_schema(schema.id);
    }

    fn show(&mut self, file: &File, schema: SchemaId, is_fresh: bool) {
        if let Change::Shown { file, page, .. } = shown(file, is_fresh) {
            self.changes.push(Change::Shown { file, schema: Some(schema), page, is_fresh });
        }
    }
}

/// What a file in a new schema is made of. An open document stays as it is; of other files, the text on
/// disk counts.
fn contents(place: &Place, known: Option<File>, on_disk: Option<String>) -> Option<(Uri, Document, bool)> {
    match (known, on_disk) {
        (Some(file), None) => Some((file.uri, file.document, file.is_open)),
        (Some(file), Some(text)) => Some((file.uri, Document::new(&text, None), false)),
        (None, Some(text)) => Some((place::uri_of(place.path()?)?, Document::new(&text, None), false)),
        (None, None) => None,
    }
}
