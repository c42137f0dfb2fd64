-- $2 centre, '' for all.  The longest waiting first.
select p.case_no, p.handling_centre as centre, p.since,
	zp.as_day(c.due_on) as due_on, zp.as_day(c.assign_by) as assign_by,
	p.rule, p.text
from zp.v_pending p
join zp.cases c on c.city = p.city and c.case_no = p.case_no
where p.city = $1 and c.state <> 'terminated'
	and ($2 = '' or p.handling_centre = $2)
order by p.since, p.case_no collate "C"
