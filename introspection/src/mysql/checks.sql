-- MySQL 8.0.16, where names of constraints are unique in a database.
select cast(t.table_name as char) as relation, cast(c.constraint_name as char) as name, cast(c.check_clause as char) as clause
from information_schema.check_constraints c
join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema and t.constraint_name = c.constraint_name and t.constraint_type = 'CHECK'
where c.constraint_schema = database()
