#!/bin/bash
# Two daemons on one city: one works, the other takes over; a leader that
# was stopped and comes back writes nothing.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start
second=''
end() { [[ -z $second ]] || kill -9 "$second" 2>/dev/null || true; finish; }
trap end EXIT
sed "s,/control.sock,/second.sock,; s,/readonly.sock,/second-ro.sock," \
	"$city/zhipaid.conf" >"$city/second.conf"
"$build/zhipaid" -c "$city/second.conf" 2>"$work/second.log" &
second=$!
first=$(<"$city/zhipaid.pid")
ctl2() { "$build/zhipactl" -s "$city/second.sock" "$@"; }
leads() { "$1" status --json | grep -q '"leader":true'; }

until_true 10 ctl2 status || { cat "$work/second.log"; fail 'second'; }
leads ctl || fail 'the first does not lead'
sleep 1
leads ctl2 && fail 'both lead'

# approve N: N new cases, like some that there are
approve() {
	sql "insert into zp.cases select (jsonb_populate_record(c,
		jsonb_build_object('case_no', c.case_no || '-$1', 'state',
		'approved', 'dirty', true, 'version', 1, 'joint_case', null,
		'related_case', null, 'prior_case', null, 'opposes_case',
		null))).* from zp.cases c where state = 'assigned'
		and case_no !~ '-[a-z]$' order by case_no limit 5"
}
decided() {
	[[ $(sql "select count(*) from zp.cases where case_no like '%-$1'
		and state in ('assigned', 'waiting')") == 5 ]]
}

# The first is stopped: the second takes over within 10 s.
kill -STOP "$first"
approve a
until_true 10 leads ctl2 || fail 'no take-over within 10 s'
until_true 5 decided a || fail 'the second does not decide'
# The first comes back: it has lost and writes nothing.
kill -CONT "$first"
approve b
until_true 5 decided b || fail 'nobody decides'
leads ctl2 || fail 'the second lost it'
leads ctl && fail 'both lead'
[[ $(sql "select count(*) from (select case_no from zp.assignments where
	role = 'lead' and ended_at is null group by city, case_no
	having count(*) > 1) x") == 0 ]] || fail 'two leads'

# The second is killed: the first takes over.
kill -9 "$second"
wait "$second" 2>/dev/null || true
second=''
until_true 10 leads ctl || fail 'no take-over after a kill within 10 s'
approve c
until_true 5 decided c || fail 'the first does not decide'
stop
