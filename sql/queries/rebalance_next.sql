select plan_no, kind, zp.as_day(until) as until
from zp.rebalance_next($1, $2::bigint, $3, $4::integer)
