#!/bin/bash
# A year in which cases are held and decisions move: through the database and
# simulated, equal files.  Then live: a storm of the doorbell and a restart
# decide no held case early and forget none; an urgent case lets go of those
# of its centre; other rules let go of all.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" --cases 700 "$work/data"
cp -R "$top/etc" "$work/etc"
policy=$work/etc/policies/patient.conf
cat >"$policy" <<'END'
name = "patient";
extends = "anqing";
weights: { load = 4000; };
hold: { criminal = 40; civil = 60; administrative = 90; other = 20; };
settle = 2880;
END
chmod -R a+rX "$work/etc"
start --fresh --replay --policy "$policy" --data "$work/data"
ctl export "$work/real" >/dev/null
"$build/zhipactl" simulate --data "$work/data" --config "$policy" \
	--export "$work/sim" >/dev/null
for f in assignments.csv pending.csv; do
	cmp "$work/real/$f" "$work/sim/$f" || fail "$f differs from simulate"
done
mapfile -t moved < <(grep ',lead,.*,withdrawn,' \
	"$work/sim/assignments.csv" | cut -d, -f1 | sort -u)
[[ ${#moved[@]} -gt 0 ]] || fail 'nothing moved'
for case in "${moved[@]}"; do
	ctl replay "$case" >"$work/out" || { cat "$work/out"; fail "$case"; }
	[[ $(ctl explain "$case") == *'before anybody was told'* ]] ||
		echo "$case: moved, then put back and decided anew"
done
stop

# Live: 90 percent of the time until the law's end.
sed -i 's/^hold.*/hold: { civil = 90; };/' "$policy"
mkdir "$work/empty"
for f in "$work"/data/*.csv; do
	case $f in
	*/cases.csv|*/events.csv) head -n 1 "$f" >"$work/empty/${f##*/}";;
	*) cp "$f" "$work/empty";;
	esac
done
start --fresh --policy "$policy" --data "$work/empty"
read -r matter centre organ region < <(python3 - "$work/data" <<'END'
import csv, sys
rows = lambda name: csv.DictReader(open(f'{sys.argv[1]}/{name}', newline=''))
civil = {m['code'] for m in rows('matters.csv') if m['category'] == 'civil'
         and m['level_jurisdiction'] != 't'}
c = next(c for c in rows('cases.csv') if c['matter_code'] in civil and
         c['organ_code'] and c['region_code'] and c['received_centre'] and
         c['source'] == 'application' and not c['joint_case'])
print(c['matter_code'], c['received_centre'], c['organ_code'],
      c['region_code'])
END
)
arrive() {	# NUMBER URGENT
	sql "insert into zp.cases (city, case_no, state, approved_at,
		matter_code, received_centre, organ_code, region_code,
		recipient_id, urgent)
		select city, '$1', 'approved', now(), '$matter', '$centre',
		'$organ', '$region', 'R-$1', $2 from zp.cities" >/dev/null
}
states() { sql "select string_agg(state, ' ' order by case_no) from zp.cases
	where case_no like 'H%'"; }
are() { [[ $(states) == "$1" ]]; }
held() { [[ $(sql "select count(*) from zp.cases where hold_until > now()
	and not dirty") == "$1" ]]; }

arrive H1 false
arrive H2 false
until_true 20 held 2 || fail "not held: $(states)"
[[ $(ctl case H1) == *'decided together, until'* ]] || fail 'case: no word'
[[ $(ctl pending) == *'held until'* ]] || fail 'pending: no word'
for _ in {1..200}; do
	sql "select pg_notify('zhipaid_' || city, '') from zp.cities" >/dev/null
done
held 2 && are 'approved approved' || fail "the bell let go: $(states)"
kill -9 "$(cat "$city/zhipaid.pid")"
until_true 30 ctl status
sleep 3
held 2 && are 'approved approved' || fail "the restart let go: $(states)"
arrive H3 true
until_true 20 are 'assigned assigned assigned' ||
	fail "held in spite of an urgent case: $(states)"
[[ $(sql "select count(distinct batch_no) from zp.decisions
	where case_no like 'H%'") == 1 ]] || fail 'not decided together'
arrive H4 false
until_true 20 held 1 || fail "H4 is not held: $(states)"
# its time is nearly over: it is let go by the timer alone
sql "update zp.cases set approved_at = now() - interval '60 days'
	where case_no = 'H4'" >/dev/null
until_true 20 are 'assigned assigned assigned assigned' ||
	fail "H4 is held past its clock: $(states)"
arrive H5 false
until_true 20 held 1 || fail "H5 is not held: $(states)"
sed -i 's/^hold.*//' "$policy"
ctl reload >/dev/null
until_true 20 are 'assigned assigned assigned assigned assigned' ||
	fail "held by rules that are gone: $(states)"
stop
