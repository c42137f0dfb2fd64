-- What a plan holds, with each case as it is at $3; one row with nothing in it
-- for an empty plan, none for no plan.  $4 and $5: so many days after the
-- decision work has begun, so many before a hearing the case stays.  same: it
-- is as the plan saw it; of a case that wants counsel, it still does.
select r.state, coalesce(i.case_no, '') as case_no,
	coalesce(i.kind, '') as kind,
	coalesce(i.from_centre, '') as from_centre,
	coalesce(i.to_centre, '') as to_centre,
	coalesce(i.licence_no, '') as licence_no, c.version,
	zp.as_bool(case when i.was_state = 'assigned'
		then c.state = 'assigned' and c.version = i.version
		else c.state in ('approved', 'waiting') end) as same,
	zp.as_bool(c.dirty and c.state in ('approved', 'waiting')) as fresh,
	zp.as_bool(exists (select from zp.assignments a where a.city = r.city
		and a.case_no = i.case_no and a.ended_at is null
		and (a.acknowledged_at is not null
			or c.replied_at >= a.decided_at
			or $3::timestamptz - a.decided_at
				> $4::integer * interval '24 hours'))
		or i.kind = 'move' and zp.civil_day(c.hearing_at)
			- zp.civil_day($3::timestamptz) between 0
			and $5::integer) as begun
from zp.rebalances r
left join zp.rebalance_items i using (city, plan_no)
left join zp.cases c on c.city = r.city and c.case_no = i.case_no
where r.city = $1 and r.plan_no = $2::bigint
order by i.case_no collate "C"
