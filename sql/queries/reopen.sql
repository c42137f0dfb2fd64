-- Look again at all that waits: $4 '' in any case, else only when something
-- waits by other rules than those of this hash.
select zp.reopen_all($1, $2::bigint, $3) as n
where $4 = '' or exists (select from zp.cases c
	cross join lateral (select b.rule_set from zp.decisions d
		join zp.batches b using (city, batch_no)
		where d.city = c.city and d.case_no = c.case_no
		order by d.decision_no desc limit 1) l
	where c.city = $1 and c.state = 'waiting' and l.rule_set <> $4)
