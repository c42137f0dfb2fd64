-- A plan, 0 for the latest; stay: cases that stay where they are, by reason.
select r.*, coalesce(p.name, r.approved_by) as approved_name,
	s.summary->>'days' as days, s.summary->>'of' as of_days,
	s.summary->>'movable' as movable, s.summary->>'travel' as travel,
	s.summary->>'proven' as proven,
	(select string_agg(x, '|' order by k) from
		jsonb_array_elements_text(s.summary->'stay') with ordinality
		as t(x, k)) as stay
from zp.v_rebalances r
join zp.rebalances s using (city, plan_no)
left join zp.staff p on p.city = r.city and p.login = r.approved_by
where r.city = $1 and r.plan_no = coalesce(nullif($2::bigint, 0),
	(select max(plan_no) from zp.rebalances where city = $1))
