select cast(v.table_name as char) as name, cast(nullif(v.view_definition, '') as char) as definition
from information_schema.views v where v.table_schema = database()
