#!/bin/bash
# Runway and fairness audit of a year, through the daemon: they answer on
# either socket, agree with the tables, and see what was done by hand.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start --replay
refused() {	# refused EXIT COMMAND...
	local want=$1 rc=0 && shift
	ctl "$@" >/dev/null 2>"$work/err" || rc=$?
	[[ $rc -eq $want && -s $work/err ]] || fail "$*: exit $rc"
}
centre=$(sql "select handling_centre from zp.assignments group by 1
	order by count(*) desc, 1 limit 1")
centres=$(sql "select count(*) from zp.centres")

# --- runway ---
day=$(sql "select zp.civil_day(max(approved_at)) - 120 from zp.cases")
[[ $(ctl runway | grep -c '^[^ ]') -eq $centres ]] || fail 'runway: centres'
ctl --lang zh runway --date "$day" | grep -q '到年底预计' || fail 'in Chinese'
"$build/zhipactl" -s "$city/readonly.sock" runway --centre "$centre" |
	grep -q 'cases expected this year' || fail 'runway, read only'
refused 1 runway --centre NONE
refused 2 runway --date soon
ctl runway --date "$day" --json >"$work/runway.json"
seen=$(sql "select count(*) from zp.cases where state <> 'draft'
	and handling_centre = '$centre'
	and zp.civil_day(approved_at) between date_trunc('year',
	date '$day')::date and date '$day'")
python3 - "$work/runway.json" "$centre" "$seen" <<-'END' || fail 'runway'
	import json, sys
	r = json.load(open(sys.argv[1]))
	c = {c["centre"]: c for c in r["centres"]}[sys.argv[2]]
	assert c["seen"] == int(sys.argv[3]), (c["seen"], sys.argv[3])
	assert c["expected"] == sum(k["expected"] for k in c["classes"])
	assert c["expected"] > 0 and c["people"] > 0
	for s in c["shortages"]:
	    assert r["today"] <= s["from"] <= r["until"], s
	END
# Nobody may take anything: nobody is left, and one more person would help.
sql "update zp.counsel set annual_cap = 0 where centre_code = '$centre'" \
	>/dev/null
dry() {
	ctl runway --date "$day" --centre "$centre" |
		grep -q 'all cases: from today on nobody is left'
}
until_true 20 dry || fail 'an empty centre has a runway'
ctl runway --date "$day" --centre "$centre" |
	grep -q 'one more person who qualifies' || fail 'nothing would help'
sql "update zp.counsel set annual_cap = null where centre_code = '$centre'" \
	>/dev/null
until_true 20 eval '! dry' || fail 'the caps are back'

# --- audit ---
case=$(sql "select case_no from zp.cases where state = 'assigned'
	and joint_case is null and matter_code like 'CV-%'
	and handling_centre = '$centre' order by 1 limit 1")
lead=$(sql "select licence_no from zp.assignments where case_no = '$case'
	and role = 'lead' and ended_at is null")
ctl decline "$case" "$lead" --reason 'ill' --with-cause >/dev/null
decided() { [[ $(sql "select count(*) from zp.cases where dirty") == 0 ]]; }
until_true 10 decided || fail 'not decided again'
named=''
for who in $(sql "select licence_no from zp.counsel
	where centre_code = '$centre' and status = 'active'
	and licence_no <> '$lead'"); do
	! ctl assign "$case" "$who" --reason 'asked for' >/dev/null 2>&1 ||
		{ named=$who; break; }
done
[[ -n $named ]] || fail 'nobody could be named'
ctl audit fairness --centre "$centre" >"$work/audit"
cat "$work/audit"
grep -q 'trials' "$work/audit" || fail 'no test'
grep -q "by hand: $(id -un) 1 cases" "$work/audit" || fail 'by whom'
grep -q "declined: .*($lead) [0-9]* with cause" "$work/audit" || fail 'declined'
[[ $(ctl audit fairness | grep -c '^[^ ]') -gt 1 ]] || fail 'all centres'
ctl --lang zh audit fairness | grep -q '仅凭偶然' || fail 'in Chinese'
refused 1 audit fairness --centre NONE
refused 2 audit fairness --from 2026-02-30
refused 2 audit fairness --from 2026-03-01 --to 2026-02-01
ctl audit fairness --from 1999-01-01 --to 1999-12-31 |
	grep -q 'nothing was assigned' || fail 'an empty time'
ctl audit fairness --json >"$work/audit.json"
sql "select a.handling_centre, a.licence_no, count(*) from zp.assignments a,
	zp.cities i where a.city = i.city and role = 'lead'
	and end_reason is distinct from 'withdrawn'
	and extract(year from zp.civil_day(decided_at))
		= extract(year from zp.civil_day(i.clock))
	group by 1, 2" >"$work/counts"
python3 - "$work/audit.json" "$work/counts" <<-'END' || fail 'audit'
	import json, sys
	r = json.load(open(sys.argv[1]))
	got = {}
	for c in r["centres"]:
	    assert abs(sum(p["expected_milli"] for p in c["people"])
	        - 1000 * c["cases"]) <= len(c["people"]) + c["cases"]
	    assert 1 <= c["as_much"] <= 1000 and 0 <= c["gini_milli"] < 1000
	    for p in c["people"]:
	        if p["cases"]:
	            got[c["centre"], p["licence_no"]] = p["cases"]
	want = {}
	for line in open(sys.argv[2]):
	    centre, who, n = line.strip().split("|")
	    want[centre, who] = int(n)
	assert got == want
	END
# Two askings, one answer.
ctl audit fairness --json | cmp - "$work/audit.json" || fail 'another answer'

# --- the year's figures, counted again from the files ---
ctl funds "$centre" invested 5000 --reason 'first half' >/dev/null
ctl funds "$centre" spent 4000 --reason 'until June' >/dev/null
ctl funds "$centre" allowance 3000 --reason 'until June' >/dev/null
refused 1 funds NONE spent 1 --reason x
refused 1 funds "$centre" given 1 --reason x
refused 1 funds "$centre" spent many --reason x
refused 2 report ratios --from tomorrow
refused 2 runway --csv
ctl report progress --csv >"$work/progress.csv"
ctl report ratios --csv >"$work/ratios.csv"
ctl report allowances --csv >"$work/allowances.csv"
ctl export "$work/out" >/dev/null
ctl --lang zh report progress
ctl --lang zh report progress | grep -q '序时应办' || fail 'in Chinese'
[[ $(ctl report ratios --centre "$centre" --csv | wc -l) == 2 ]] ||
	fail 'one centre'
python3 "$top/tests/e2e/check_figures.py" "$city/data" "$work" \
	"$centre" || fail 'figures'
stop
