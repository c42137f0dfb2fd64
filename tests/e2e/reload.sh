#!/bin/bash
# A reload is all or nothing and tells the truth.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start --replay --policy chifeng
rm "$city/policies"
cp -r "$top/etc/policies" "$city/policies"
conf=$city/policies/chifeng.conf
hash() { ctl status --json | grep -o '"rule_set":"[^"]*'; }
old=$(hash)

# A bad file: exit 1, every error with file and line, the old rules go on.
sed -i '1i nonsense = 7;\nannual_capp = 3;' "$conf"
rc=0
ctl reload >"$work/out" 2>&1 || rc=$?
[[ $rc -eq 1 ]] || fail "bad reload: $rc"
grep -q 'chifeng.conf:1:.*nonsense' "$work/out" || fail 'error of line 1'
grep -q 'chifeng.conf:2:.*annual_capp' "$work/out" || fail 'error of line 2'
[[ $(hash) == "$old" ]] || fail 'the rules changed all the same'
"$build/zhipaid" -n -c "$city/zhipaid.conf" 2>/dev/null && fail '-n'

# SIGHUP does the same and the daemon goes on.
kill -HUP "$(<"$city/zhipaid.pid")"
sleep 0.3
[[ $(hash) == "$old" ]] || fail 'SIGHUP took the bad file'

# A good one: applied without a restart, changes named, cases that wait
# are looked at again.
sed -i 1,2d "$conf"
before=$(sql "select count(*) from zp.decisions")
pid=$(<"$city/zhipaid.pid")
sed -i 's/^\( *\)specialty = [0-9]*;/\1specialty = 9000;/' "$conf"
cmp -s "$conf" "$top/etc/policies/chifeng.conf" && fail 'nothing to change'
ctl config diff | grep -q specialty || fail 'config diff'
ctl reload >"$work/out" || fail 'good reload'
grep -q specialty "$work/out" || fail 'the changed key is not named'
[[ $(hash) != "$old" ]] || fail 'the rules did not change'
[[ $(<"$city/zhipaid.pid") == "$pid" ]] || fail 'restarted'
if [[ $(sql "select count(*) from zp.cases where state = 'waiting'") != 0 ]]
then
	until_true 10 test "$(sql "select count(*) from zp.cases
		where dirty and state = 'waiting'")" = 0 ||
		fail 'waiting cases are not looked at'
fi
echo "$before decisions before"
stop
