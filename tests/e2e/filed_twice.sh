#!/bin/bash
# One matter filed with two centres (J2): the second waits and says for what;
# a person may override it; the end of the first sets the next one free.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start
first=$(sql "select case_no from zp.cases where state = 'assigned'
	and joint_case is null and opposes_case is null
	and matter_code like 'CV-%' order by case_no limit 1")
again() {
	sql "insert into zp.cases (city, case_no, approved_at, organ_code,
		region_code, matter_code, stage, recipient_id, state,
		received_centre)
	select c.city, '$1', now(), organ_code, c.region_code, matter_code,
		stage, recipient_id, 'approved', (select min(k.code)
			from zp.centres k where k.code <> c.received_centre)
	from zp.cases c where case_no = '$first'"
}
is() {
	[[ $(sql "select concat_ws(' ', state, pending_rule) from zp.cases
		where case_no = '$1'") == "$2" ]]
}

again SECOND
until_true 5 is SECOND 'waiting J2' || fail 'the second does not wait'
ctl explain SECOND | grep -q "$first" || fail 'the first is not named'
ctl replay SECOND >/dev/null || fail 'what waits is not replayed'
lead=$(sql "select licence_no from zp.assignments where case_no = '$first'
	and role = 'lead' and ended_at is null")
! ctl assign SECOND "$lead" --reason x 2>"$work/err" || fail 'assigned twice'
grep -q J2 "$work/err" || fail "$(cat "$work/err")"

sql "select zp.close_case(city, case_no, '', 'e2e', null) from zp.cases
	where case_no = '$first'" >/dev/null
until_true 5 is SECOND assigned ||
	fail 'the end of the first does not help'

first=SECOND
again THIRD
until_true 5 is THIRD 'waiting J2' || fail 'the third does not wait'
lead=$(sql "select licence_no from zp.assignments where case_no = 'SECOND'
	and role = 'lead' and ended_at is null")
ctl assign THIRD "$lead" --override J2 --reason 'as agreed' >/dev/null ||
	fail 'J2 cannot be overridden'
ctl replay THIRD >/dev/null || fail 'what a person decided is not replayed'
stop
