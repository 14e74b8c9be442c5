-- Tables (U) and views (V), without those that the server ships. Sizes come from catalog views, because the dynamic ones need a right of their own.
select cast(o.object_id as bigint) as id, s.name as [schema], o.name as name, cast(rtrim(o.type) as nvarchar(2)) as kind,
       cast(p.value as nvarchar(4000)) as comment, case when o.type = 'V' then m.definition end as definition,
       case when o.type = 'U' then (select sum(n.rows) from sys.partitions n where n.object_id = o.object_id and n.index_id in (0, 1)) end as row_estimate,
       case when o.type = 'U' then (select sum(a.total_pages) * 8192 from sys.partitions n join sys.allocation_units a on a.container_id = n.partition_id where n.object_id = o.object_id) end as bytes
from sys.objects o
join sys.schemas s on s.schema_id = o.schema_id
left join sys.sql_modules m on m.object_id = o.object_id
left join sys.extended_properties p on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0 and p.name = 'MS_Description'
where o.type in ('U', 'V') and o.is_ms_shipped = 0 and s.name in ({schemas})
