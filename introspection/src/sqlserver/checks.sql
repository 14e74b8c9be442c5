select cast(k.parent_object_id as bigint) as relation, k.name as name, k.definition as condition
from sys.check_constraints k
join sys.schemas s on s.schema_id = k.schema_id
where s.name in ({schemas})
