#!/bin/bash
# kill -9 of the daemon at random moments and restarts of PostgreSQL during
# a year: nothing is lost, nothing is doubled, the result is the same.
# ZP_SLOW=1: 50 kills and 10 restarts.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

kills=4 restarts=1
if [[ -n ${ZP_SLOW-} ]]; then kills=50 restarts=10; fi
data=${ZP_DATA:-$work/data} policy=${ZP_POLICY:-anqing}
# A year that lasts as long as the storm.
[[ -e $data ]] || "$build/zhipai-sample" --cases $((kills * 100)) "$data"
"$build/zhipactl" simulate --data "$data" --config \
	"$top/etc/policies/$policy.conf" --export "$work/sim" >/dev/null
seed=${ZP_SEED:-$RANDOM}
RANDOM=$seed
echo "ZP_SEED=$seed"

"$top/run" --dir "$city" --replay --until-settled --policy "$policy" \
	--data "$data" --export "$work/out" >"$work/log" 2>&1 &
runner=$!
until_true 60 test -s "$city/zhipaid.pid" || fail 'no daemon'
undone() { [[ $(sql "select count(*) from zp.cases
	where state in ('scheduled', 'approved')") -gt 0 ]]; }
done_kills=0 done_restarts=0
while [[ $done_kills -lt $kills ]] && undone; do
	sleep "$((RANDOM % 2)).$((RANDOM % 10))"
	pid=$(cat "$city/zhipaid.pid" 2>/dev/null) || break	# it is over
	kill -9 "$pid" 2>/dev/null || continue
	done_kills=$((done_kills + 1))
	[[ $((done_kills * restarts / kills)) -gt $done_restarts ]] || continue
	done_restarts=$((done_restarts + 1))
	mode=fast
	[[ $((RANDOM % 2)) -eq 0 ]] || mode=immediate
	as_pg "$pgbin/pg_ctl" restart -s -w -m "$mode" -D "$city/pg/data" \
		-l "$city/pg/postgresql.log"
done
echo "$done_kills kills, $done_restarts restarts of PostgreSQL"
rc=0
wait "$runner" || rc=$?
runner=''
[[ $rc -eq 0 ]] || { cat "$work/log"; fail "run ended with $rc"; }
[[ $done_kills -gt 0 ]] || fail 'nothing was killed'
for f in assignments.csv pending.csv; do
	cmp "$work/out/$f" "$work/sim/$f" || fail "$f differs"
done
