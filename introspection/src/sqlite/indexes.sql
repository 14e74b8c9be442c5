-- One row for each key column of each index, the newest index first.
-- origin: c CREATE INDEX, u UNIQUE, pk primary key. column_name is null for an expression.
select m.name as object, l.name, l."unique" as is_unique, l.origin, l.partial, i.sql, x.name as column_name, x."desc" as descending
from sqlite_schema m, pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x
left join sqlite_schema i on i.type = 'index' and i.name = l.name
where m.type = 'table' and m.name not like 'sqlite\_%' escape '\' and x.key = 1
order by m.name, l.seq, x.seqno
