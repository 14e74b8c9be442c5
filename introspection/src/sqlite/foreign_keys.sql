-- One row for each column of each foreign key. "to" is null where the statement names no column.
select m.name as object, f.id, f."table" as other, f."from" as own_column, f."to" as other_column, f.on_update, f.on_delete
from sqlite_schema m, pragma_foreign_key_list(m.name) f
where m.type = 'table' and m.name not like 'sqlite\_%' escape '\'
order by m.name, f.id, f.seq
