-- Of a period ($3 to $4), per centre ($2, '' for all) and for the city: P5's
-- columns (approved, closed, money got and spent, allowances in percent of
-- it), and what the closed cases may cost by the bands of the policy ($5-$10
-- least and most for criminal, for other cases, for a death sentence at
-- second instance; 0: no band, M1-M3, M5).  $11 yuan a case of the year's
-- target are the county's own share (M7).  $12-$16: centres, and of their
-- duties the half-days done, 1/100 yuan for them, the same for duties to
-- come, half-days without a rate (N11).
with approved as (
	select handling_centre as centre, count(*) as n
	from zp.cases
	where city = $1 and state not in ('draft', 'scheduled')
		and zp.civil_day(approved_at) between $3::date and $4::date
	group by handling_centre),
closed as (
	select a.handling_centre as centre, case
		when m.category = 'criminal' and c.stage = 'second_instance'
			and c.possible_sentence = 'death'
			and $10::bigint > 0 then 'death'
		when m.category = 'criminal' then 'criminal'
		else 'civil' end as band
	from zp.assignments a
	join zp.cases c on c.city = a.city and c.case_no = a.case_no
	join zp.matters m on m.city = a.city and m.code = c.matter_code
	where a.city = $1 and a.role = 'lead' and a.end_reason = 'closed'
		and zp.civil_day(a.ended_at) between $3::date and $4::date),
pay as (
	select c.centre, count(*) as n,
		sum(case band when 'death' then $9::bigint
			when 'criminal' then $5::bigint else $7::bigint end)
			as least,
		sum(case band when 'death' then $10::bigint
			when 'criminal' then $6::bigint else $8::bigint end)
			as most
	from closed c group by c.centre),
money as (
	select centre_code as centre,
		sum(yuan) filter (where kind = 'invested') as invested,
		sum(yuan) filter (where kind = 'spent') as spent,
		sum(yuan) filter (where kind = 'allowance') as allowance
	from zp.funds
	where city = $1 and on_day between $3::date and $4::date
	group by centre_code),
duty as (
	select centre, half_days, fen, due_fen, unset
	from unnest($12::text[], $13::bigint[], $14::bigint[], $15::bigint[],
		$16::bigint[]) as t(centre, half_days, fen, due_fen, unset)),
each as (
	select z.code::text as centre, coalesce(a.n, 0) as approved,
		coalesce(p.n, 0) as closed, f.invested, f.spent, f.allowance,
		nullif(p.least, 0) as least, nullif(p.most, 0) as most,
		nullif($11::bigint * z.annual_target, 0) as local,
		d.half_days, d.fen, d.due_fen, d.unset
	from zp.centres z
	left join approved a on a.centre = z.code
	left join pay p on p.centre = z.code
	left join money f on f.centre = z.code
	left join duty d on d.centre = z.code
	where z.city = $1 and ($2 = '' or z.code = $2))
select coalesce(centre, 'total') as centre, sum(approved) as approved,
	sum(closed) as closed, sum(invested) as invested, sum(spent) as spent,
	sum(allowance) as allowance,
	round(100.0 * sum(allowance) / nullif(sum(spent), 0), 1)
		as allowance_pct,
	sum(least) as cases_least, sum(most) as cases_most,
	sum(local) as local_share, sum(half_days) as half_days,
	round(sum(fen) / 100.0, 2) as duty_pay,
	round(sum(due_fen) / 100.0, 2) as duty_due, sum(unset) as unset
from each
group by rollup (centre)
having grouping(centre) = 0 or $2 = ''
order by grouping(centre), centre collate "C"
