select s.name as name from sys.schemas s where s.name in ({schemas})
