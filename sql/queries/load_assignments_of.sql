select case_no, role, licence_no, handling_centre, decided_at, ended_at,
	end_reason, mode, rule_set, score, weight, decline_load, with_cause
from zp.v_assignments
where city = $1 and case_no = any ($2::text[])
order by case_no collate "C", decided_at, decision_no::bigint, role desc
