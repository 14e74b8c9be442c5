-- Everything has a name of its own, because MySQL 8 answers in capitals and MariaDB does not.
select cast(t.table_name as char) as name, cast(t.table_type as char) as kind, cast(nullif(t.table_comment, '') as char) as comment,
       cast(t.table_rows as signed) as row_estimate, cast(t.data_length + t.index_length as signed) as bytes, cast(t.create_options as char) as options
from information_schema.tables t where t.table_schema = database()
