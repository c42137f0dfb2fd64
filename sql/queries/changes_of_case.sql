-- How often counsel was changed in a criminal trial procedure (R3); 0 in
-- others and in earlier stages.
select case when m.category = 'criminal' and c.stage in ('first_instance',
		'second_instance', 'death_review', 'retrial')
	then coalesce(c.counsel_changes, 0) + (
		select count(*) from zp.case_events e
		where e.city = c.city and e.case_no = c.case_no
			and e.event = 'counsel_changed')
	else 0 end as changes
from zp.cases c
join zp.matters m on m.city = c.city and m.code = c.matter_code
where c.city = $1 and c.case_no = $2
