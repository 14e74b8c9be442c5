-- One row for each column of each index.
select cast(s.table_name as char) as relation, cast(s.index_name as char) as name, cast(s.non_unique as signed) as non_unique, cast(s.index_type as char) as type,
       cast(s.column_name as char) as column_name, cast(s.sub_part as signed) as length, cast(s.collation as char) as direction, cast(null as char) as expression
from information_schema.statistics s where s.table_schema = database()
order by s.seq_in_index
