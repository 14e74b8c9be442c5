-- Tables and views, apart from SQLite's own. kind: table, virtual, shadow, view.
select m.name, coalesce(l.type, m.type) as kind, m.sql
from sqlite_schema m
left join pragma_table_list l on l.schema = 'main' and l.name = m.name
where m.type in ('table', 'view') and m.name not like 'sqlite\_%' escape '\'
