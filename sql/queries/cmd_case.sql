select c.*, coalesce(m.name, '') as matter, coalesce(o.name, '') as organ,
	coalesce(h.name, '') as centre_name
from zp.v_cases c
left join zp.matters m on m.city = c.city and m.code = c.matter_code
left join zp.organs o on o.city = c.city and o.code = c.organ_code
left join zp.centres h on h.city = c.city and h.code = c.handling_centre
where c.city = $1 and c.case_no = $2
