#!/bin/bash
# Who waits for an answer when the daemon is asked to stop is told so.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start --fresh
"$pgbin/psql" -XAtq -h "$city/pg" -U postgres zhipaid >/dev/null <<'END' &
begin; lock table zp.cases; select pg_sleep(60);
END
locked() {
	[[ $(sql "select count(*) from pg_locks l join pg_class c
		on c.oid = l.relation where l.granted and c.relname = 'cases'
		and l.mode = 'AccessExclusiveLock'") == 1 ]]
}
until_true 20 locked || fail 'no lock'
ctl cases >"$work/out" 2>&1 &
asked=$!
sleep 1
kill -TERM "$(cat "$city/zhipaid.pid")"
rc=0
wait "$asked" || rc=$?
[[ $rc -eq 1 ]] || { cat "$work/out"; fail "exit $rc"; }
grep -q 'the daemon is stopping' "$work/out" ||
	{ cat "$work/out"; fail 'no last word'; }
kill %1 2>/dev/null || true
