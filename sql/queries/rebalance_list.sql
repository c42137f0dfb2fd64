select plan_no as plan, kind, cause, asked_by as by, state as plan_state,
	made_at, until,
	loans, moves, left_out, missing, approved_by, applied_at
from zp.v_rebalances
where city = $1
order by plan_no desc
limit 1000
