select cast(r.table_name as char) as relation, cast(r.constraint_name as char) as name, cast(r.delete_rule as char) as on_delete, cast(r.update_rule as char) as on_update
from information_schema.referential_constraints r where r.constraint_schema = database()
