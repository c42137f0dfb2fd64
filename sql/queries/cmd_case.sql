select c.*, coalesce(m.name, '') as matter, coalesce(o.name, '') as organ,
	coalesce(h.name, '') as centre_name,
	-- J2: the same matter, filed earlier elsewhere and still open
	coalesce((select string_agg(d.case_no || ' (' || d.received_centre
		|| ')', ' ' order by d.case_no)
	from zp.cases d join zp.cases t on t.city = d.city
		and t.case_no = $2
	where d.city = $1 and d.case_no <> $2
		and d.recipient_id = t.recipient_id
		and d.matter_code = t.matter_code
		and d.organ_code is not distinct from t.organ_code
		and d.stage is not distinct from t.stage
		and d.received_centre <> t.received_centre
		and (d.approved_at, d.case_no) < (t.approved_at, t.case_no)
		and d.state in ('approved', 'waiting', 'assigned')), '')
		as filed_before
from zp.v_cases c
left join zp.matters m on m.city = c.city and m.code = c.matter_code
left join zp.organs o on o.city = c.city and o.code = c.organ_code
left join zp.centres h on h.city = c.city and h.code = c.handling_centre
where c.city = $1 and c.case_no = $2
