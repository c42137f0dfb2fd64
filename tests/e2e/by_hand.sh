#!/bin/bash
# By hand: assigning again the person who acts changes nothing; a case that
# the daemon has not seen, or that has no state for it, is refused and harms
# nobody; whoever was put there by hand is explained and replayed.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start
case=$(sql "select c.case_no from zp.cases c join zp.centres k
	on k.code = c.handling_centre where state = 'assigned'
	and joint_case is null and matter_code like 'CV-%' limit 1")
lead_of() {
	sql "select licence_no from zp.assignments where case_no = '$1'
		and role = 'lead' and ended_at is null"
}
lead=$(lead_of "$case")
for try in 1 2; do
	! ctl assign "$case" "$lead" --reason again >/dev/null 2>&1 ||
		fail "assigned twice to $lead ($try)"
	[[ $(lead_of "$case") == "$lead" ]] || fail "$case lost its counsel"
done

# Somebody else of the pool whom nothing stops.
new=''
for who in $(sql "select k.licence_no from zp.counsel k join zp.cases c
	on c.handling_centre = k.centre_code where c.case_no = '$case'
	and k.status = 'active' and k.licence_no <> '$lead'"); do
	! ctl assign "$case" "$who" --reason 'asked for' >/dev/null 2>&1 ||
		{ new=$who; break; }
done
[[ -n $new && $(lead_of "$case") == "$new" ]] || fail 'nobody could be named'
ctl replay "$case" | grep -q "$new" || fail 'a manual decision is replayed'
ctl explain "$case" | grep -q 'asked for' || fail 'the reason is not told'

# Not approved, or just approved: an answer, and the daemon lives.
copy() {
	sql "insert into zp.cases (city, case_no, approved_at, organ_code,
		region_code, matter_code, recipient_id, state)
	select city, '$1', now(), organ_code, region_code, matter_code,
		'P-$1', '$2' from zp.cases where case_no = '$case'"
}
copy DRAFT draft
! ctl assign DRAFT "$new" --reason x 2>"$work/err" || fail 'assigned a draft'
grep -q 'not approved' "$work/err" || fail "$(cat "$work/err")"
pid=$(cat "$city/zhipaid.pid")
for i in {1..20}; do
	copy "NEW$i" approved
	ctl assign "NEW$i" "$new" --reason x >/dev/null 2>&1 || true
done
kill -0 "$pid" && [[ $(cat "$city/zhipaid.pid") == "$pid" ]] ||
	fail 'the daemon fell over'
none_open() {
	[[ -z $(sql "select case_no from zp.cases where state = 'approved'") ]]
}
until_true 5 none_open || fail 'cases were left behind'
for i in {1..20}; do
	ctl replay "NEW$i" >/dev/null || fail "replay NEW$i"
done
stop
