//! Reading MongoDB: a database without a catalog. What its documents look like is found out from samples of them; this is the
//! one server whose data is looked at. Nothing of the data is kept but the names and types of fields.

mod failure;
mod indexes;
mod infer;
#[cfg(test)]
mod tests;

use std::time::Duration;

use futures_util::TryStreamExt;
use mongodb::bson::{Document, doc};
use mongodb::options::ClientOptions;
use mongodb::{Client, Database};

use crate::catalog::{Catalog, Product, Server, Table};
use crate::connect::read::Request;
use crate::connect::{GRACE, Stage, connect_limit, timed_out};
use crate::error::Error;
use crate::url::Address;
use failure::explain;
use infer::{Composites, Shape};

/// How many documents of a collection are looked at, at most.
const SAMPLE: i32 = 1_000;

/// Reads a MongoDB database: two questions for each collection, over one connection.
pub(crate) async fn read(address: &Address, request: &Request) -> Result<Catalog, Error> {
    let limit = connect_limit(address, request);
    let (options, name) = options(address, limit).await?;
    let client =
        Client::with_options(options).map_err(|error| explain(address, Stage::Connecting, &error))?;
    let session = Session { database: client.database(&name), address, request };
    let server = tokio::time::timeout(limit + GRACE, session.server(&name)).await;
    let server = server.map_err(|_| timed_out(address, "connecting took longer than", limit + GRACE))??;
    let catalog = session.catalog(server).await;
    // What was read is complete; nothing depends on how the connection ends.
    let _ = tokio::time::timeout(GRACE, client.shutdown()).await;
    catalog
}

/// What the URL says, and the name of the database. A name with `+srv` is looked up here.
async fn options(address: &Address, limit: Duration) -> Result<(ClientOptions, String), Error> {
    let parsing = tokio::time::timeout(limit, ClientOptions::parse(address.whole())).await;
    let parsed = parsing.map_err(|_| timed_out(address, "looking up the hosts took longer than", limit))?;
    let mut options = parsed.map_err(|error| explain(address, Stage::Connecting, &error))?;
    options.app_name.get_or_insert_with(|| "prisma-analyzer".to_owned());
    options.connect_timeout = Some(limit);
    options.server_selection_timeout = Some(limit);
    options.max_pool_size = Some(1);
    options.retry_reads = Some(false);
    let name = Some(address.database.clone()).filter(|name| !name.is_empty());
    let name = name.or_else(|| options.default_database.clone());
    let name = name.ok_or_else(|| Error::bad_address("it names no database behind the hosts"))?;
    Ok((options, name))
}

struct Session<'a> {
    database: Database,
    address: &'a Address,
    request: &'a Request,
}

impl Session<'_> {
    /// Who answers.
    async fn server(&self, database: &str) -> Result<Server, Error> {
        let said = self.database.run_command(doc! { "buildInfo": 1 }).await;
        let said = said.map_err(|error| explain(self.address, Stage::Connecting, &error))?;
        let version = said.get_str("version").unwrap_or_default().to_owned();
        Ok(Server { product: Product::MongoDb, version, database: database.to_owned() })
    }

    async fn catalog(&self, server: Server) -> Result<Catalog, Error> {
        let mut names = Vec::new();
        let question = doc! { "listCollections": 1, "nameOnly": true, "authorizedCollections": true };
        self.each(question, |found| names.extend(collection_name(&found))).await?;
        names.sort();
        let mut composites = Composites::new(&names);
        let mut tables = Vec::with_capacity(names.len());
        for name in names {
            tables.push(self.table(name, &mut composites).await?);
        }
        let composites = composites.found;
        Ok(Catalog {
            server,
            schemas: Vec::new(),
            tables,
            views: Vec::new(),
            enums: Vec::new(),
            extensions: Vec::new(),
            composites,
        })
    }

    async fn table(&self, name: String, composites: &mut Composites) -> Result<Table, Error> {
        let mut shape = Shape::default();
        let sample = doc! { "aggregate": &name, "pipeline": [{ "$sample": { "size": SAMPLE } }], "cursor": {},
        "maxTimeMS": i64::try_from(self.request.statement_timeout.as_millis()).unwrap_or(i64::MAX) };
        self.each(sample, |document| shape.add(&document)).await?;
        let mut table = infer::table(&name, &shape, composites);
        self.each(doc! { "listIndexes": &name }, |found| table.indexes.extend(indexes::read(&found))).await?;
        table.indexes.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(table)
    }

    /// Does something with each document of an answer.
    async fn each(&self, question: Document, mut with: impl FnMut(Document)) -> Result<(), Error> {
        let asking = async {
            let mut cursor = self.database.run_cursor_command(question).await?;
            while let Some(document) = cursor.try_next().await? {
                with(document);
            }
            Ok(())
        };
        match tokio::time::timeout(self.request.statement_timeout + GRACE, asking).await {
            Ok(answer) => answer.map_err(|error| explain(self.address, Stage::Reading, &error)),
            Err(_) => Err(timed_out(self.address, "no answer came within", self.request.statement_timeout)),
        }
    }
}

/// The name of a collection; none for views, buckets of time series, and the server's own.
fn collection_name(found: &Document) -> Option<String> {
    let name = found.get_str("name").ok()?;
    let is_collection = found.get_str("type").is_ok_and(|kind| kind == "collection");
    (is_collection && !name.starts_with("system.")).then(|| name.to_owned())
}
