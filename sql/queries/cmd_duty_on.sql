-- Whom to send to the persons $3 at station $2, of centre $4, on days $5 to
-- $6: who helped one of them before (N9), who is on duty there, who stands by;
-- and who helped a co-suspect of them, in the joint case $7 or their own (C14).
with who as (
	select distinct 1 as rank, 'helped before' as action, licence_no,
		null::date as date, '' as shift
	from zp.help_log
	where city = $1 and person_id = any ($3::text[])
	union all
	select 2, 'on duty', licence_no, date, shift from zp.roster
	where city = $1 and station_code = $2
		and date between $5::date and $6::date
		and state in ('published', 'done')
	union all
	select 3, 'stands by', licence_no, date, '' from zp.standby
	where city = $1 and centre_code = $4
		and date between $5::date and $6::date)
select w.action, zp.as_day(w.date) as date, w.shift, w.licence_no, k.name,
	case when exists (select from unnest($3::text[]) p
		where exists (select from zp.help_log h where h.city = $1
			and h.licence_no = w.licence_no and h.person_id <> p
			and h.joint_case = $7)
		or exists (select from zp.cases c where c.city = $1
			and c.recipient_id = p and zp.helped_other($1,
			w.licence_no::text, c.case_no::text, now())))
		then 'helped a co-suspect' else '' end as warning
from who w
join zp.counsel k on k.city = $1 and k.licence_no = w.licence_no
	and k.status = 'active'
order by w.rank, w.date, w.shift, w.licence_no
