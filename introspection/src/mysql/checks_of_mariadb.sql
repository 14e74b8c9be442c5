-- MariaDB, where names of constraints are unique in a table.
select cast(c.table_name as char) as relation, cast(c.constraint_name as char) as name, cast(c.check_clause as char) as clause
from information_schema.check_constraints c where c.constraint_schema = database()
