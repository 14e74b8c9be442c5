//! The first word of a block.

use super::{Ask, CompletionItem, CompletionKind};
use providers::scalar_types::{supports_composite_types, supports_enums};

/// The keywords, with bodies.
pub(super) fn keywords(ask: &Ask) -> Vec<CompletionItem> {
    let id = if ask.provider == Some(analyzer::Provider::MongoDb) {
        "  id String @id @default(auto()) @map(\"_id\") @db.ObjectId"
    } else {
        "  id Int @id @default(autoincrement())"
    };
    // The keyword that the cursor is in is not another one beside itself.
    let is_its_own = ask.place.word() == "datasource";
    let has_datasource = !is_its_own && ask.snapshot.datasource_name(ask.file).is_some();
    let item = |keyword: &str, text: &str, body: String, rank: u8| {
        CompletionItem::new(keyword, CompletionKind::Keyword).documented(text).snippet(body).rank(rank)
    };
    let mut items =
        vec![item("model", "A table or collection", format!("model ${{1:Name}} {{\n{id}\n  $0\n}}"), 1)];
    if ask.provider.is_none() || supports_enums(ask.provider) {
        items.push(item("enum", "A set of values", "enum ${1:Name} {\n  $0\n}".to_owned(), 2));
    }
    if supports_composite_types(ask.provider) {
        items.push(item(
            "type",
            "A structure inside of documents",
            "type ${1:Name} {\n  $0\n}".to_owned(),
            2,
        ));
    } else if ask.provider.is_some() {
        items.push(item("view", "A view of the database", "view ${1:Name} {\n  $0\n}".to_owned(), 3));
    }
    if !has_datasource {
        let body = "datasource ${1:db} {\n  provider = \"${2:postgresql}\"$0\n}".to_owned();
        items.push(item("datasource", "The database", body, 0));
    }
    let body = "generator ${1:client} {\n  provider = \"${2:prisma-client}\"\n  output   = \"${3:./generated}\"$0\n}".to_owned();
    items.push(item("generator", "What is generated", body, 4));
    items
}
