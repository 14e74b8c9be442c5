-- The columns of every table and view, or of the one named in ?1.
-- hidden: 0 ordinary, 1 hidden column of a virtual table, 2 generated when read, 3 generated and stored.
select m.name as object, x.name, x.type, x."notnull" as not_null, x.dflt_value as default_value, x.pk as key_position, x.hidden
from sqlite_schema m, pragma_table_xinfo(m.name) x
where m.type in ('table', 'view') and m.name not like 'sqlite\_%' escape '\' and (?1 is null or m.name = ?1)
order by m.name, x.cid
