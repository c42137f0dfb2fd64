#!/bin/bash
# The first thing a newcomer does: ./run --until-settled on the sample city.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

run --until-settled --export "$work/out" >"$work/log" 2>&1 ||
	{ cat "$work/log"; fail 'run'; }
head -n 1 "$work/out/assignments.csv" | grep -q '^case_no,role,licence_no,'\
'handling_centre,decided_at,ended_at,end_reason,mode,rule_set,score,' ||
	fail 'the header of assignments.csv'
head -n 1 "$work/out/pending.csv" | grep -qx \
	'case_no,handling_centre,since,rule,text' ||
	fail 'the header of pending.csv'
head -n 1 "$work/out/roster.csv" | grep -qx \
	'station_code,date,shift,post,licence_no,state' ||
	fail 'the header of roster.csv'

# Every case is in one of the two files: nobody is lost.
cut -d, -f1 "$city/data/cases.csv" | sort >"$work/all"
cut -d, -f1 "$work/out/assignments.csv" "$work/out/pending.csv" | sort -u \
	>"$work/seen"
[[ -z $(comm -23 "$work/all" "$work/seen") ]] || fail 'cases are lost'
# Who waits has a rule and a sentence.
! grep -E '^[^,]+,[^,]*,[^,]*,(,|$)|,$' "$work/out/pending.csv" ||
	fail 'somebody waits without a reason'
[[ ! -e $city/pg/data/postmaster.pid ]] || fail 'PostgreSQL still runs'

# Once more on the same city: quick, and nothing is done twice.
run --until-settled --export "$work/again" >"$work/log" 2>&1 ||
	{ cat "$work/log"; fail 'the second run'; }
cmp "$work/out/assignments.csv" "$work/again/assignments.csv"

# Bad usage is told apart: 2.
for bad in '--policy nowhere' '--data /nowhere' '--what' '--dir' \
	'--roster 2026-13' '--roster March'; do
	rc=0
	# shellcheck disable=SC2086 # words on purpose
	run $bad >/dev/null 2>&1 || rc=$?
	[[ $rc -eq 2 ]] || fail "run $bad: $rc"
done
