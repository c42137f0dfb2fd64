-- The last migration applied: the daemon serves only the schema it knows.
select max(name) as name from zp.migrations
