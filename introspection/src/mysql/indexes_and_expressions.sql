-- As indexes.sql, for servers that tell the expressions in indexes (MySQL 8.0.13).
select cast(s.table_name as char) as relation, cast(s.index_name as char) as name, cast(s.non_unique as signed) as non_unique, cast(s.index_type as char) as type,
       cast(s.column_name as char) as column_name, cast(s.sub_part as signed) as length, cast(s.collation as char) as direction, cast(s.expression as char) as expression
from information_schema.statistics s where s.table_schema = database()
order by s.seq_in_index
