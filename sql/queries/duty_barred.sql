-- Cases in which the lawyer of help $2 defends a co-suspect now (C14).
select string_agg(distinct a.case_no, ' ' order by a.case_no) as cases
from zp.help_log h
cross join lateral (select zp.helped_cases($1, h.joint_case, h.person_id)
	as case_no) g
join zp.cases c on c.city = $1 and c.case_no = g.case_no
	and c.recipient_id <> h.person_id
join zp.assignments a on a.city = $1 and a.case_no = c.case_no
	and a.licence_no = h.licence_no and a.ended_at is null
where h.city = $1 and h.help_no = $2::bigint
