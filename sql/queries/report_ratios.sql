-- Of a period ($3 to $4), per centre ($2, '' for all) and for the city: what
-- was approved and closed, closed in percent of approved (T2), also of those
-- approved in the period alone (cohort), litigation (T3) and firm lawyers
-- (T4) in percent of closed; closed by who handled it and by category (P7);
-- cases handled with somebody lent by or to another centre (X1, X3).
with approved as (
	select handling_centre::text as centre, count(*) as n,
		count(*) filter (where state = 'closed') as closed
	from zp.cases
	where city = $1 and state not in ('draft', 'scheduled')
		and handling_centre is not null
		and zp.civil_day(approved_at) between $3::date and $4::date
	group by handling_centre),
closed as (
	select a.handling_centre::text as centre, count(*) as n,
		count(*) filter (where c.stage in ('investigation',
			'prosecution', 'first_instance', 'second_instance',
			'death_review', 'retrial')) as litigation,
		count(*) filter (where k.kind = 'lawyer') as social,
		count(*) filter (where k.kind = 'staff_lawyer') as staff,
		count(*) filter (where k.kind = 'grassroots_worker') as rural,
		count(*) filter (where k.kind = 'volunteer') as volunteer,
		count(*) filter (where m.category = 'criminal') as criminal,
		count(*) filter (where m.category = 'civil') as civil,
		count(*) filter (where m.category = 'administrative')
			as administrative,
		count(*) filter (where m.category = 'other') as other
	from zp.assignments a
	join zp.cases c on c.city = a.city and c.case_no = a.case_no
	join zp.matters m on m.city = a.city and m.code = c.matter_code
	join zp.counsel k on k.city = a.city and k.licence_no = a.licence_no
	where a.city = $1 and a.role = 'lead' and a.end_reason = 'closed'
		and zp.civil_day(a.ended_at) between $3::date and $4::date
	group by a.handling_centre),
loans as (
	select a.handling_centre::text as borrower,
		k.centre_code::text as lender, count(*) as n
	from zp.assignments a
	join zp.counsel k using (city, licence_no)
	where a.city = $1 and k.centre_code <> a.handling_centre
		and coalesce(a.end_reason, '') not in ('declined', 'withdrawn')
		and zp.civil_day(a.decided_at) between $3::date and $4::date
	group by a.handling_centre, k.centre_code),
each as (
	select z.code::text as centre, coalesce(p.n, 0) as approved,
		coalesce(p.closed, 0) as of_them, coalesce(d.n, 0) as closed,
		coalesce(d.litigation, 0) as litigation,
		coalesce(d.social, 0) as social, coalesce(d.staff, 0) as staff,
		coalesce(d.rural, 0) as rural,
		coalesce(d.volunteer, 0) as volunteer,
		coalesce(d.criminal, 0) as criminal,
		coalesce(d.civil, 0) as civil,
		coalesce(d.administrative, 0) as administrative,
		coalesce(d.other, 0) as other,
		coalesce((select sum(n) from loans where lender = z.code), 0)
			as lent,
		coalesce((select sum(n) from loans where borrower = z.code), 0)
			as borrowed
	from zp.centres z
	left join approved p on p.centre = z.code
	left join closed d on d.centre = z.code
	where z.city = $1 and ($2 = '' or z.code = $2))
select coalesce(centre, 'total') as centre, sum(approved) as approved,
	sum(closed) as closed,
	round(100.0 * sum(closed) / nullif(sum(approved), 0), 1) as closed_pct,
	round(100.0 * sum(of_them) / nullif(sum(approved), 0), 1)
		as cohort_pct,
	round(100.0 * sum(litigation) / nullif(sum(closed), 0), 1)
		as litigation_pct,
	round(100.0 * sum(social) / nullif(sum(closed), 0), 1) as social_pct,
	sum(staff) as by_staff, sum(social) as by_lawyers,
	sum(rural) as by_grassroots, sum(volunteer) as by_volunteers,
	sum(criminal) as criminal, sum(civil) as civil,
	sum(administrative) as administrative, sum(other) as other,
	sum(lent) as lent, sum(borrowed) as borrowed
from each
group by rollup (centre)
having grouping(centre) = 0 or $2 = ''
order by grouping(centre), centre collate "C"
