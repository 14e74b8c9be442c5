-- One row for each column of each index. method: 1 clustered, 2 nonclustered, and others that are no B-trees. Columns that are
-- neither key nor included say how an index is partitioned.
select cast(i.object_id as bigint) as relation, i.name as name, i.is_unique as is_unique, i.is_primary_key as is_primary, i.is_unique_constraint as is_constraint,
       cast(i.type as int) as method, i.type_desc as method_name, i.filter_definition as predicate, c.name as column_name, x.is_descending_key as descending, x.is_included_column as included
from sys.indexes i
join sys.objects o on o.object_id = i.object_id
join sys.schemas s on s.schema_id = o.schema_id
join sys.index_columns x on x.object_id = i.object_id and x.index_id = i.index_id
join sys.columns c on c.object_id = x.object_id and c.column_id = x.column_id
where o.type = 'U' and o.is_ms_shipped = 0 and i.type > 0 and i.is_disabled = 0 and i.is_hypothetical = 0 and (x.key_ordinal > 0 or x.is_included_column = 1 or i.type > 2) and s.name in ({schemas})
order by i.object_id, i.index_id, x.is_included_column, x.key_ordinal, x.index_column_id
