-- How far the mirror must be: of the registry, of the rosters, of the ledger.
select registry_version, roster_version, coalesce((select max(entry_no)
	from zp.ledger l where l.city = c.city), 0) as entry_no
from zp.cities c
where city = $1
