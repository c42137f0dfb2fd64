-- How the cases approved in a year kept the law's limit (D2, D3), the reply
-- to the organ (D3) and the centre's promise (D16).  $2 centre, '' for all;
-- $3 now, $4 the promise.
with c as (
	select c.handling_centre as centre, c.source, c.state, c.due_on,
		zp.civil_day(c.approved_at) as since,
		zp.civil_day(c.replied_at) as told,
		(select zp.civil_day(min(a.decided_at)) from zp.assignments a
		where a.city = c.city and a.case_no = c.case_no) as got
	from zp.cases c
	where c.city = $1 and c.state not in ('draft', 'scheduled')
		and ($2 = '' or c.handling_centre = $2)
		and extract(year from zp.civil_day(c.approved_at))
			= extract(year from zp.civil_day($3::timestamptz))),
promise as (
	select since, case $4
		when 'same_day' then since
		when 'next_workday' then (select min(d)::date
			from generate_series(since + 1, since + 40,
				interval '1 day') d
			left join zp.calendar_days k on k.city = $1
				and k.on_day = d::date
			where coalesce(k.works, extract(isodow from d) < 6))
		end as day
	from (select distinct since from c) s),
t as (
	select c.*, p.day as promised, zp.civil_day($3::timestamptz) as today,
		c.source <> 'application' and c.got is not null as to_tell
	from c join promise p using (since))
select coalesce(centre, '') as centre, count(since) as cases,
	count(*) filter (where got <= due_on) as in_time,
	count(*) filter (where got > due_on) as late,
	count(*) filter (where got is null and today > due_on
		and state <> 'terminated') as overdue,
	count(*) filter (where got <= promised) as kept,
	count(*) filter (where got > promised or (got is null
		and today > promised and state <> 'terminated')) as missed,
	count(*) filter (where to_tell and told <= due_on) as told,
	count(*) filter (where to_tell and told > due_on) as told_late,
	count(*) filter (where to_tell and told is null) as untold
from t
group by centre
order by centre
