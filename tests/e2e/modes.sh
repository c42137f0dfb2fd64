#!/bin/bash
# Every mode of dispatch through the daemon: the year equal to the one
# simulated, every record decided again to the same bytes, no rule broken,
# and the list, the reasons and the hall told to people.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
# A hall in each county and in the city, with somebody of the place on duty
# on each second day of the year.
python3 - "$work/data" <<'END'
import csv, datetime, sys

def rows(name):
    with open(f'{sys.argv[1]}/{name}', newline='') as f:
        r = csv.DictReader(f)
        return list(r), r.fieldnames

def write(name, head, table):
    with open(f'{sys.argv[1]}/{name}', 'w', newline='') as f:
        w = csv.DictWriter(f, head, lineterminator='\n')
        w.writeheader()
        w.writerows(table)

stations, head = rows('stations.csv')
people, _ = rows('counsel.csv')
first = datetime.date(2026, 1, 1)
duty = []
for c in rows('centres.csv')[0]:
    stations.append({k: '' for k in head} | {
        'code': 'HALL-' + c['code'], 'name': c['name'] + '大厅',
        'region_code': c['region_code'], 'mode': 'rotation', 'way': 'onsite',
        'open_on': 'working_days', 'shifts': 'day', 'posts': '1'})
    here = sorted(p['licence_no'] for p in people
                  if p['centre_code'] == c['code'] and p['kind'] == 'lawyer'
                  and p['status'] == 'active')
    for d in range(0, 365 if here else 0, 2):
        duty.append({'station_code': 'HALL-' + c['code'],
                     'date': str(first + datetime.timedelta(d)),
                     'shift': 'day', 'post': '1',
                     'licence_no': here[d % len(here)],
                     'state': 'published'})
write('stations.csv', head, stations)
write('roster.csv', list(duty[0]), duty)
END

# ./run takes its policies from beside itself.
mkdir -p "$work/top/etc"
cp "$top/run" "$work/top"
cp -r "$top/etc/policies" "$top/etc/calendars" "$work/top/etc"
year=("$work/top/run" --dir "$city" --fresh --replay --policy modes
	--data "$work/data")
# policy NAME DISPATCH: "modes", on top of a shipped one
policy() {
	printf 'name = "modes"; title = "modes"; extends = "%s";\n%s\n' \
		"$1" "dispatch: { $2 };" >"$work/top/etc/policies/modes.conf"
}
# same_year NAME: run and simulated, and an independent checker
same_year() {
	"${year[@]}" --until-settled --export "$work/out" >"$work/log" 2>&1 ||
		{ cat "$work/log"; fail "$1"; }
	"$build/zhipactl" simulate --data "$work/data" --config \
		"$work/top/etc/policies/modes.conf" --export "$work/sim" \
		>/dev/null
	for f in assignments.csv pending.csv; do
		cmp "$work/out/$f" "$work/sim/$f" ||
			fail "$1: $f differs from simulate"
	done
	python3 "$top/tests/e2e/check_export.py" --policy "$1" \
		"$work/data" "$work/out" || fail "$1: rules broken"
}

policy anqing 'criminal = "rotate_person"; civil = "random";
	administrative = "rotate_firm"; other = "pick"; next = 3;'
same_year anqing
policy chifeng 'criminal = "rotate_firm"; civil = "rotate_person";
	administrative = "random"; other = "rotate_person";
	notified = "balanced"; next = 1;'
same_year chifeng
policy neimenggu 'criminal = "hall_duty_first"; civil = "hall_duty_first";
	administrative = "random"; other = "rotate_firm";
	notified = "rotate_person";'
same_year neimenggu

# The last one again, to be asked.
"${year[@]}" >"$work/run.log" 2>&1 &
runner=$!
until_true 120 grep -q 'zhipaid is at work' "$work/run.log" ||
	{ cat "$work/run.log"; fail 'the city does not settle'; }
for step in wheel lot hall; do
	mapfile -t cases < <(sql "select case_no from zp.decisions where
		step = '$step' group by 1 order by 1 limit 5")
	[[ ${#cases[@]} -eq 5 ]] || fail "step $step: ${#cases[@]} cases"
	for c in "${cases[@]}"; do
		ctl replay "$c" >/dev/null || fail "replay $c ($step)"
	done
	ctl --lang zh explain "${cases[0]}" | grep -q '（S[45]）' ||
		fail "explain ${cases[0]} in Chinese"
	ctl explain "${cases[0]}" | grep -q '(S[45])' ||
		fail "explain ${cases[0]}"
done
# Who was passed over is told so, and is asked about by name.
read -r c who < <(sql "select case_no, min(x->>0) from zp.decisions,
	jsonb_array_elements(record::jsonb->'passed') x where step = 'wheel'
	and jsonb_typeof(x->1) = 'number' and exists (select from zp.counsel
	where licence_no = x->>0) group by 1 order by 1 limit 1" | tr '|' ' ')
ctl explain "$c" | grep -q 'passed over, stays next: .*fits worse by' ||
	fail "$c: nobody passed over"
ctl explain "$c" --for "$who" | grep -q 'number .* on the list, passed over' ||
	fail "$c: $who is not told"
ctl --lang zh explain "$c" --for "$who" | grep -q '位，跳过，保留次序：' ||
	fail "$c: $who is not told in Chinese"
# Who has the hall is on duty that day.
[[ $(sql "select count(*) from zp.decisions d join zp.batches b
	using (city, batch_no) where step = 'hall' and not exists (select
	from zp.roster r where r.licence_no = d.lead and r.date =
	zp.civil_day(b.decided_at))") -eq 0 ]] || fail 'not on duty'

# The list, in turn.
centre=$(sql "select handling_centre from zp.decisions where step = 'wheel'
	group by 1 order by count(*) desc, 1 limit 1")
ctl wheel "$centre" | grep -q 'hall duty first, then rotation by person' ||
	fail 'wheel'
ctl --lang zh wheel "$centre" civil | grep -q '下一位' || fail 'wheel zh'
ctl wheel "$centre" other | grep -q 'rotation by firm' || fail 'wheel firms'
ctl wheel "$centre" --json | python3 -c '
import json, sys
at = json.load(sys.stdin)
turns = [r["turn"] for r in at]
assert turns == sorted(turns), turns
assert sum(r["status"] == "next" for r in at) == 5
' || fail 'wheel --json'
ctl wheel "$centre" administrative --json | python3 -c '
import json, sys
assert not any(r["status"] == "next" for r in json.load(sys.stdin))
' || fail 'nobody is next where turns decide nothing'
rc=0
ctl wheel "$centre" nonsense 2>/dev/null || rc=$?
[[ $rc -eq 2 ]] || fail "wheel nonsense: $rc"
! ctl wheel NOWHERE 2>/dev/null || fail 'a wheel of nowhere'
stop
