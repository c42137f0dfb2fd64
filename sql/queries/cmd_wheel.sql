-- The last turns of a list; $2 centre, $3 category: who got which case, and
-- who was passed over and why (ids of rules, or how much worse he fitted).
with last as (
	select case_no, lead, record
	from zp.decisions d
	join zp.cases c using (city, case_no)
	join zp.matters m on m.city = c.city and m.code = c.matter_code
	where d.city = $1 and d.handling_centre = $2 and m.category = $3
		and d.step in ('wheel', 'together')
	order by d.batch_no desc
	fetch first row with ties)
select l.case_no, l.lead, coalesce(x->>0, '') as code,
	coalesce(case jsonb_typeof(x->1) when 'string' then x->>1 end, '')
		as rule,
	coalesce(case jsonb_typeof(x->1) when 'number' then x->>1 end, '')
		as worse
from last l
left join lateral jsonb_array_elements(record::jsonb->'passed') x on true
order by case_no, code
