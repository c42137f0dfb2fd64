select a.role, a.licence_no, k.name, a.handling_centre, a.decided_at,
	a.acknowledged_at, a.ended_at, a.end_reason, a.mode, a.score
from zp.v_assignments a
join zp.counsel k on k.city = a.city and k.licence_no = a.licence_no
where a.city = $1 and a.case_no = $2
order by a.decided_at, a.role desc
