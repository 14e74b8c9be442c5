//! Reading MySQL and MariaDB.

use introspection::ErrorKind;
use introspection::catalog::Product;
use servers::{Kind, Server};

use crate::support::{Held, columns, execute, impatient, keys, make, read, read_made, table};

pub(crate) fn tables(server: &Server) {
    let mut catalog = read_made(
        server,
        "kinds",
        r"create table parent (a int, b int, primary key (b, a));
          create table t (
            id bigint unsigned auto_increment primary key comment 'the number',
            e enum('a','it''s','b,c','back\\slash','two\nlines','') not null default 'it''s', s set('x','y''z'),
            n decimal(10,2) default 1.5, at datetime(3) default current_timestamp(3), d datetime, f tinyint(1) default 0,
            a int, b int, name varchar(191) not null, body text, twice int as (f * 2) stored, half int as (f / 2),
            unique key by_name (name(15)), key two (a desc, b), fulltext key words (body),
            constraint to_parent foreign key (b, a) references parent (b, a) on delete cascade,
            constraint positive check (a > 0)
          ) comment 'things';
          create view v as select id, name from t;
          create table pieces (id int primary key) partition by hash (id) partitions 2;",
    );
    let is_mariadb = server.kind() == Kind::MariaDb;
    assert_eq!(catalog.server.product, if is_mariadb { Product::MariaDb } else { Product::MySql });
    assert_eq!(catalog.schemas, ["kinds"]);
    assert_eq!((catalog.views[0].name.as_str(), catalog.views[0].columns.len()), ("v", 2));
    assert!(catalog.views[0].definition.as_deref().is_some_and(|query| query.starts_with("select ")));
    assert!(table(&catalog, "pieces").traits.partitioned && !table(&catalog, "t").traits.partitioned);
    let found = table(&catalog, "t");
    assert_eq!(found.comment.as_deref(), Some("things"));
    assert!(found.row_estimate.is_some() && found.bytes.is_some());
    if is_mariadb {
        insta::assert_snapshot!(columns(&found.columns), @r#"
        id "bigint(20) unsigned" bigint [20] unsigned required counts comment "the number"
        e "enum('a','it''s','b,c','back\\\\slash','two\\nlines','')" enum values ["a", "it's", "b,c", "back\\slash", "two\nlines", ""] required default "'it''s'"
        s "set('x','y''z')" set values ["x", "y'z"]
        n "decimal(10,2)" decimal [10, 2] default "1.50"
        at "datetime(3)" datetime [3] default "current_timestamp(3)"
        d "datetime" datetime [0]
        f "tinyint(1)" tinyint [1] default "0"
        a "int(11)" int [11]
        b "int(11)" int [11]
        name "varchar(191)" varchar [191] required
        body "text" text
        twice "int(11)" int [11] generated "`f` * 2" (stored)
        half "int(11)" int [11] generated "`f` / 2"
        "#);
        insta::assert_snapshot!(keys(found), @r#"
        key None ["id"] included [] deferrable false
        index by_name btree unique true constraint true included [] where None
          Some("name") None descending false nulls first None length Some(15) class None
        index to_parent btree unique false constraint false included [] where None
          Some("b") None descending false nulls first None length None class None
          Some("a") None descending false nulls first None length None class None
        index two btree unique false constraint false included [] where None
          Some("a") None descending true nulls first None length None class None
          Some("b") None descending false nulls first None length None class None
        index words fulltext unique false constraint false included [] where None
          Some("body") None descending false nulls first None length None class None
        "to_parent" ["b", "a"] -> "kinds".parent ["b", "a"] on delete Cascade on update Restrict deferrable false
        check positive `a` > 0
        "#);
    } else {
        insta::assert_snapshot!(columns(&found.columns), @r#"
        id "bigint unsigned" bigint unsigned required counts comment "the number"
        e "enum('a','it''s','b,c','back\\\\slash','two\\nlines','')" enum values ["a", "it's", "b,c", "back\\slash", "two\nlines", ""] required default "it's"
        s "set('x','y''z')" set values ["x", "y'z"]
        n "decimal(10,2)" decimal [10, 2] default "1.50"
        at "datetime(3)" datetime [3] default "CURRENT_TIMESTAMP(3)" (expression)
        d "datetime" datetime [0]
        f "tinyint(1)" tinyint [1] default "0"
        a "int" int
        b "int" int
        name "varchar(191)" varchar [191] required
        body "text" text
        twice "int" int generated "(`f` * 2)" (stored)
        half "int" int generated "(`f` / 2)"
        "#);
        insta::assert_snapshot!(keys(found), @r#"
        key None ["id"] included [] deferrable false
        index by_name btree unique true constraint true included [] where None
          Some("name") None descending false nulls first None length Some(15) class None
        index to_parent btree unique false constraint false included [] where None
          Some("b") None descending false nulls first None length None class None
          Some("a") None descending false nulls first None length None class None
        index two btree unique false constraint false included [] where None
          Some("a") None descending true nulls first None length None class None
          Some("b") None descending false nulls first None length None class None
        index words fulltext unique false constraint false included [] where None
          Some("body") None descending false nulls first None length None class None
        "to_parent" ["b", "a"] -> "kinds".parent ["b", "a"] on delete Cascade on update NoAction deferrable false
        check positive (`a` > 0)
        "#);
        execute(server, "kinds", "create index by_sum on pieces ((id + 1))");
        catalog = read(&server.url("kinds"), &impatient()).unwrap();
        assert_eq!(table(&catalog, "pieces").indexes[0].columns[0].expression.as_deref(), Some("(`id` + 1)"));
        // Without encryption the password is sent under the server's own key.
        let catalog = read(&format!("{}?sslmode=disable", server.url("kinds")), &impatient()).unwrap();
        assert_eq!(catalog.tables.len(), 3);
    }
}

pub(crate) fn role_without_rights(server: &Server) {
    make(
        server,
        "rights",
        "create table closed (id int primary key); create table half (id int primary key, secret text);
         create user guest@'127.0.0.1' identified by 'guest-pw';",
    );
    let url = server.url_as("guest", "guest-pw", "rights");
    let error = read(&url, &impatient()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoRights, "{error}");
    assert!(!error.to_string().contains("guest-pw"), "{error}");
    execute(server, "rights", "grant select (id) on half to guest@'127.0.0.1'");
    let catalog = read(&url, &impatient()).unwrap();
    assert_eq!(catalog.tables.len(), 1);
    assert_eq!(table(&catalog, "half").columns.len(), 1);
}

/// However it ends, it ends soon.
pub(crate) fn locked_tables(server: &Server) {
    make(server, "locks", "create table t (id int primary key, n int); create view v as select * from t");
    let held = Held::locked(server, "locks", "lock tables t write");
    match read(&server.url("locks"), &impatient()) {
        Ok(catalog) => assert_eq!(catalog.tables[0].columns.len(), 2),
        Err(error) => assert_eq!(error.kind, ErrorKind::TimedOut, "{error}"),
    }
    drop(held);
    assert_eq!(read(&server.url("locks"), &impatient()).unwrap().tables[0].columns.len(), 2);
}

pub(crate) fn many_tables(server: &Server) {
    let questions = |database: &str, tables: usize| {
        let script: String = (0..tables)
            .map(|number| format!("create table t{number} (id int primary key, n int unique);"))
            .collect();
        make(server, database, &script);
        execute(
            server,
            "mysql",
            &format!(
                "create user {database}@'127.0.0.1' identified by 'x'; grant all on {database}.* to {database}@'127.0.0.1'; set global log_output = 'TABLE'; set global general_log = on"
            ),
        );
        let catalog = read(&server.url_as(database, "x", database), &impatient()).unwrap();
        assert_eq!(catalog.tables.len(), tables);
        assert!(catalog.tables.iter().all(|table| table.columns.len() == 2 && table.indexes.len() == 1));
        crate::support::count(
            server,
            &format!(
                "select count(*) from mysql.general_log where user_host like '{database}%' and command_type = 'Query'"
            ),
        )
    };
    let few = questions("few", 1);
    assert_eq!(questions("many", 2_000), few);
    assert!(few <= 12, "{few}");
}
