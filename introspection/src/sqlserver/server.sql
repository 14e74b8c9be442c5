select cast(serverproperty('ProductVersion') as nvarchar(128)) as version, db_name() as name
