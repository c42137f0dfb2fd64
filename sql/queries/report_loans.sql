-- Lawyers lent from centre to centre, decided from $3 to $4; $2: lent or
-- borrowed by that centre, '' for all.  load counts in their own ledger (T8).
select l.plan_no as plan, l.case_no::text, l.lender::text, l.borrower::text,
	l.licence_no::text, k.name, l.distance,
	zp.as_wall(l.decided_at) as decided_at,
	zp.as_wall(l.ended_at) as ended_at,
	coalesce(l.end_reason, '') as end_reason,
	to_char(l.weight / 1000.0, 'FM990.000') as load
from zp.loans l
join zp.counsel k using (city, licence_no)
where l.city = $1 and $2 in ('', l.lender, l.borrower)
	and zp.civil_day(l.decided_at) between $3::date and $4::date
order by l.decided_at, l.case_no collate "C"
