-- assignments.csv, in its order: one decision after the other, the lead before
-- the junior.
select case_no, role, licence_no, handling_centre, decided_at, ended_at,
	end_reason, mode, rule_set, score, weight, decline_load, with_cause
from zp.v_assignments
where city = $1
order by decided_at, case_no collate "C", decision_no::bigint, role desc
