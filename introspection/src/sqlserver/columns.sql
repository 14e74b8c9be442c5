-- max_length counts bytes and is -1 for max. An alias is a type of a user's that has a built-in one under it.
select cast(c.object_id as bigint) as relation, c.name as name, coalesce(b.name, t.name) as [type], case when t.is_user_defined = 1 then t.name end as alias,
       cast(c.max_length as int) as max_length, cast(c.precision as int) as [precision], cast(c.scale as int) as [scale], c.is_nullable as nullable, c.is_identity as is_identity,
       k.definition as computed, k.is_persisted as persisted, d.name as default_name, d.definition as default_value, cast(p.value as nvarchar(4000)) as comment
from sys.columns c
join sys.objects o on o.object_id = c.object_id
join sys.schemas s on s.schema_id = o.schema_id
join sys.types t on t.user_type_id = c.user_type_id
left join sys.types b on b.user_type_id = c.system_type_id
left join sys.computed_columns k on k.object_id = c.object_id and k.column_id = c.column_id
left join sys.default_constraints d on d.object_id = c.default_object_id
left join sys.extended_properties p on p.class = 1 and p.major_id = c.object_id and p.minor_id = c.column_id and p.name = 'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 and s.name in ({schemas})
order by c.object_id, c.column_id
