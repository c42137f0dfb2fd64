#!/bin/bash
# What is to do and how the clocks were kept; counsel is changed twice in a
# trial procedure, by whatever command, and a third time only by name (R3).
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start --policy chifeng
case=$(sql "select c.case_no from zp.cases c
	join zp.matters m on m.city = c.city and m.code = c.matter_code
	where c.state = 'assigned' and m.category = 'criminal'
	and c.stage = 'first_instance' and c.joint_case is null
	and c.source <> 'application' and c.counsel_changes is null
	and c.possible_sentence = 'none'
	order by c.case_no limit 1")
[[ -n $case ]] || fail 'no case to try it on'

# D16, D3: the promise stands in the case; the organ is to be told.
ctl case "$case" | grep -q '(D16)' || fail 'the promise is not shown'
told() {
	ctl todo --json --limit 100000 |
		grep -A2 '"tell the organ"' | grep -q "\"$case\""
}
told || fail 'nobody is reminded to tell the organ'
ctl replied "$case" >/dev/null
! told || fail 'the reminder stays'
ctl clocks --json | grep -q '"kept"' || fail 'the promise is not measured'

settled() { [[ $(sql "select count(*) from zp.cases where dirty") == 0 ]]; }
for _ in 1 2; do
	until_true 5 settled || fail 'not settled'
	ctl change "$case" --reason 'asked for' >/dev/null
	until_true 5 settled || fail 'not settled'
done
if [[ $(sql "select state from zp.cases where case_no = '$case'") \
	== assigned ]]; then
	! ctl change "$case" --reason more 2>"$work/err" || fail 'a third'
	grep -q R3 "$work/err" || fail "$(cat "$work/err")"
	refused=0
	for who in $(sql "select k.licence_no from zp.counsel k join zp.cases c
		on c.handling_centre = k.centre_code where c.case_no = '$case'
		and k.status = 'active'"); do
		! ctl assign "$case" "$who" --reason x 2>"$work/err" ||
			fail 'changed a third time by hand'
		! grep -q 'R3' "$work/err" || { refused=1; break; }
	done
	[[ $refused == 1 ]] || fail 'R3 refused nobody'
	ctl change "$case" --reason more --override R3 >/dev/null ||
		fail 'R3 cannot be overridden'
	sql "select reason from zp.case_events where case_no = '$case'" |
		grep -q '^R3: more$' || fail 'the override is not on record'
fi
stop
