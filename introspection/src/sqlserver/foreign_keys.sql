-- One row for each column of each key, in key order.
select cast(k.parent_object_id as bigint) as relation, k.name as name, r.name as other_schema, f.name as other_table, k.delete_referential_action_desc as on_delete, k.update_referential_action_desc as on_update,
       own.name as column_name, other.name as other_column
from sys.foreign_keys k
join sys.schemas s on s.schema_id = k.schema_id
join sys.objects f on f.object_id = k.referenced_object_id
join sys.schemas r on r.schema_id = f.schema_id
join sys.foreign_key_columns x on x.constraint_object_id = k.object_id
join sys.columns own on own.object_id = x.parent_object_id and own.column_id = x.parent_column_id
join sys.columns other on other.object_id = x.referenced_object_id and other.column_id = x.referenced_column_id
where s.name in ({schemas})
order by k.object_id, x.constraint_column_id
