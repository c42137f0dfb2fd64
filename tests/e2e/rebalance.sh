#!/bin/bash
# One chessboard, end to end: a plan changes nothing, an approved one is
# carried out by all rules or not at all (kill -9 of daemon and PostgreSQL in
# the middle), what no longer holds is left out by name, decisions replay to
# the byte, and undone, the same rows run again.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" --cases 500 "$work/data"
# One county is far behind its target, the others are not.
python3 - "$work/data/centres.csv" <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='')))
for r in rows:
    r['annual_target'] = '20'
[r for r in rows if r['level'] == 'county'][1]['annual_target'] = '900'
with open(sys.argv[1], 'w', newline='') as f:
    w = csv.DictWriter(f, rows[0].keys())
    w.writeheader()
    w.writerows(rows)
END
cp -R "$top/etc" "$work/etc"
policy=$work/etc/policies/board.conf
cat >"$policy" <<'END'
name = "board";
extends = "anqing";
rebalance: { begun_days = 366; most_out = 100; };
END
chmod -R a+rX "$work/etc"
start --fresh --replay --policy "$policy" --data "$work/data"

# everything PREFIX: all tables, row by row, but those of plans and the lease
everything() {
	as_pg "$pgbin/pg_dump" -h "$city/pg" -U postgres --data-only \
		--inserts -T 'zp.rebalance*' -T zp.leases zhipaid 2>/dev/null |
		grep '^INSERT' | sort
}
acting() { sql "select case_no, role, licence_no, handling_centre, decided_at,
	decision_no, mode, weight from zp.assignments where ended_at is null
	order by 1, 2"; }
facts() { sql "select case_no, case when state = 'waiting' then 'approved'
	else state end, designated_centre, case when state = 'assigned' then
	handling_centre end from zp.cases order by 1"; }
idle() { [[ $(ctl status --json) == *'"state":"idle"'*'"in_flight":0'* ||
	$(ctl status --json) == *'"in_flight":0'*'"state":"idle"'* ]]; }
settled() { idle && [[ $(sql "select count(*) from zp.cases
	where state = 'approved' or dirty") == 0 ]]; }
plan() { ctl rebalance plan --json | grep -o '"plan_no":[0-9]*' |
	head -n 1 | cut -d: -f2; }
state_of() { sql "select state from zp.rebalances where plan_no = $1"; }
items() { sql "select count(*) from zp.rebalance_items
	where plan_no = $1 and state = '$2'"; }
settled || fail 'not settled'

# Whoever is not entered as the city's administrator plans, and no more.
everything >"$work/before"
no=$(plan)
[[ $no == 1 ]] || fail "no plan: $no"
everything | cmp "$work/before" - || fail 'a plan changed something'
[[ $(items 1 proposed) -gt 3 ]] || fail 'there is little in the plan'
for kind in loan move; do
	[[ $(sql "select count(*) from zp.rebalance_items
		where kind = '$kind'") -gt 0 ]] || fail "no $kind"
done
! ctl rebalance approve 1 2>"$work/err" || fail 'a stranger approved'
grep -q 'administrator of the city' "$work/err" || cat "$work/err"
! ctl rebalance apply 1 2>/dev/null || fail 'applied without approval'
me=$(id -un)
"$build/zhipactl" db staff "$me" Me --role admin --city "$(sql \
	'select city from zp.cities')" --database \
	"host=$city/pg user=postgres dbname=zhipaid"
ctl rebalance remark 1 "$(sql "select min(code) from zp.centres")" \
	--reason 'we agree' >/dev/null
ctl rebalance approve 1 >/dev/null
everything | grep -v 'INSERT INTO zp.staff' | cmp "$work/before" - ||
	fail 'an approval changed something'

# In the middle of it: all items but the last are taken when it stops.
acting >"$work/acting"
last=$(sql "select max(case_no collate \"C\") from zp.rebalance_items
	where plan_no = 1")
stopped() { [[ $(sql "select count(*) from pg_stat_activity where
	wait_event_type = 'Lock' and query like '%rebalance_apply%'") == 1 ]]; }
hold() {	# lock the last case; gone with its session
	"$pgbin/psql" -XAtq -h "$city/pg" -U postgres zhipaid -c "begin" \
		-c "select from zp.cases where case_no = '$last' for update" \
		-c "select pg_sleep(60)" >/dev/null 2>&1 &
	holder=$!
	until_true 20 sql_holds || fail 'no lock'
}
sql_holds() { [[ $(sql "select count(*) from pg_stat_activity
	where query like '%pg_sleep(60)%' and state = 'active'
	and pid <> pg_backend_pid()") == 1 ]]; }
let_go() {
	sql "select pg_terminate_backend(pid) from pg_stat_activity
		where query like '%pg_sleep(60)%'
		and pid <> pg_backend_pid()" >/dev/null 2>&1 || true
	wait "$holder" || true
}
# crash PLAN VICTIM soon|late: kill -9 in the middle of it; PostgreSQL then
# gets at the last case (soon) or has given up before (late)
crash() {
	local n pid asked
	n=$(items "$1" proposed)
	hold
	ctl rebalance apply "$1" >/dev/null 2>&1 &
	asked=$!
	until_true 5 stopped || fail "$2: it does not stop in the middle"
	if [[ $2 == daemon ]]; then
		kill -9 "$(cat "$city/zhipaid.pid")"
	else
		pid=$(sql "select pid from pg_stat_activity
			where wait_event_type = 'Lock'
			and query like '%rebalance_apply%'")
		kill -9 "$pid"
	fi
	wait "$asked" || true
	[[ $3 == soon ]] || until_true 60 gone || fail 'it waits for ever'
	let_go
	until_true 60 idle || fail 'does not come back'
	case $(state_of "$1") in
	approved)
		[[ $(items "$1" proposed) == "$n" ]] || fail 'half applied'
		acting | cmp "$work/acting" - || fail 'half applied';;
	applied)
		[[ $(items "$1" applied) == "$n" && $3 == soon ]] ||
			fail 'half applied';;
	*) fail "plan $1 is $(state_of "$1")";;
	esac
	echo "kill -9 of $2 in the middle, $3: $(state_of "$1")"
}
gone() { sql 'select 1' && ! stopped; }
n=$(items 1 proposed)
crash 1 postgres late
crash 1 daemon late
[[ $(state_of 1) == approved ]] || fail 'applied by nobody'

# After the approval counsel takes a case on, and a person who is to be lent
# is suspended: those are left out, no other.
late=$(sql "select i.case_no from zp.rebalance_items i
	join zp.cases c using (city, case_no) where plan_no = 1
	and c.state = 'assigned' order by 1 limit 1")
gone=$(sql "select licence_no from zp.rebalance_items
	where kind = 'loan' order by 1 limit 1")
ctl ack "$late" >/dev/null
sql "update zp.counsel set status = 'suspended'
	where licence_no = '$gone'" >/dev/null
out=$(sql "select case_no from zp.rebalance_items
	where licence_no = '$gone' or case_no = '$late' order by 1")
acting >"$work/acting"
facts >"$work/facts"
until_true 30 settled || fail 'not settled after the word of counsel'
ctl rebalance apply 1 >"$work/out" || fail 'not applied'
[[ $(sql "select case_no from zp.rebalance_items
	where state = 'left_out' order by 1") == "$out" ]] ||
	{ cat "$work/out"; fail 'the wrong ones are left out'; }
[[ $(sql "select why from zp.rebalance_items where state = 'left_out'
	and case_no = '$late'") == begun ]] || fail 'for another reason'
[[ $(state_of 1) == applied ]] || fail "plan 1 is $(state_of 1)"
until_true 60 settled || fail 'not settled after the plan'
ctl export "$work/exp" >/dev/null
python3 "$top/tests/e2e/check_export.py" --policy anqing "$work/data" \
	"$work/exp" ||
	fail 'a rule is broken'
[[ $(wc -l <"$work/exp/moves.csv") == $((n + 1)) ]] || fail moves.csv
for case in $(sql "select case_no from zp.rebalance_items
	where state = 'applied'"); do
	ctl replay "$case" >"$work/out" || { cat "$work/out"; fail "$case"; }
done
lent=$(sql "select case_no from zp.loans limit 1")
[[ $(ctl explain "$lent") == *"by the city's word (X1)"* ]] ||
	fail 'explain does not tell of the loan'

# And back.
ctl rebalance undo 1 --reason 'a trial' >"$work/out"
grep -q "^undone: $((n - $(wc -l <<<"$out"))) items; 0 stay" "$work/out" ||
	{ head -n 2 "$work/out"; fail 'not undone'; }
until_true 60 settled || fail 'not settled after the way back'
acting | diff "$work/acting" - || fail 'other rows run'
facts | diff "$work/facts" - || fail 'cases are not as before'
case=$(sql "select case_no from zp.rebalance_items
	where kind = 'move' and state = 'undone' limit 1")
ctl explain "$case" >"$work/out" || fail 'no explanation'
! grep -q 'moved or lent' "$work/out" || fail 'explains what was undone'

# The upstream system asks, the daemon plans.
sql "select zp.rebalance_ask(city, 'loans') from zp.cities" >/dev/null
made() { [[ $(state_of 2) == proposed ]]; }
until_true 30 made || fail "nobody planned: $(state_of 2)"
ctl rebalance forecast >/dev/null
ctl rebalance approve 2 >/dev/null
last=$(sql "select max(case_no collate \"C\") from zp.rebalance_items
	where plan_no = 2")
crash 2 daemon soon
stop
