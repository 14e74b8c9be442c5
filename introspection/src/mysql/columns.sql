-- extra holds auto_increment, DEFAULT_GENERATED (MySQL: the default is an expression), VIRTUAL GENERATED, STORED GENERATED.
select cast(c.table_name as char) as relation, cast(c.column_name as char) as name, cast(c.data_type as char) as type, cast(c.column_type as char) as full_type,
       cast(c.datetime_precision as signed) as time_precision, cast(c.is_nullable as char) as nullable, cast(c.column_default as char) as default_value,
       cast(c.extra as char) as extra, cast(c.generation_expression as char) as generation, cast(nullif(c.column_comment, '') as char) as comment
from information_schema.columns c where c.table_schema = database()
order by c.ordinal_position
