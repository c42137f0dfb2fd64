#!/bin/bash
# 500 leaves, swaps, absences, changes and station days at random on published
# rosters, by four clerks at once, with one kill -9 of the daemon: no rule is
# broken (check_roster.py), no past row changed, no notice number is missing,
# the calendars' sequences grow, and in the end nothing is left to repair.
# ZP_EVENTS=N: so many.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"
# shellcheck source=tests/support/roster.bash
. "$1/tests/support/roster.bash"

seed=${ZP_SEED:-$RANDOM}
echo "ZP_SEED=$seed"
# A past: what was done last month.
last=$(date -d "$month-01 -1 month" +%Y-%m)
python3 - "$work/data" "$last" <<'END'
import csv, sys
data, month = sys.argv[1:]
def rows(name):
    with open(f'{data}/{name}.csv', newline='') as f:
        return list(csv.DictReader(f))
people = [c['licence_no'] for c in rows('counsel') if c['kind'] == 'lawyer']
with open(f'{data}/roster.csv', 'w') as f:
    f.write('station_code,date,shift,post,licence_no,state\n')
    for d in range(1, 29):
        for k, s in enumerate(rows('stations')[:4]):
            who = people[(7 * d + k) % len(people)]
            f.write(f'{s["code"]},{month}-{d:02},day,1,{who},'
                    f'{"absent" if (d + k) % 9 == 0 else "done"}\n')
END
start --fresh --data "$work/data"
publish_rosters "$next"
past() { sql "select md5(string_agg(r::text, '' order by r)) from zp.roster r
	where date < zp.today(city)"; }
before=$(past)
ctl roster export "$work/before" "$next" --format ics >/dev/null
psql=("$pgbin/psql" -XAtq -h "$city/pg" -U postgres zhipaid -c)
python3 "$top/tests/e2e/roster_storm.py" --seed "$seed" --month "$next" \
	--events "${ZP_EVENTS:-500}" "$city/control.sock" "${psql[@]}" \
	>"$work/storm" 2>&1 &
storm=$!
changes() { [[ $(sql 'select count(*) from zp.roster_notices') -ge 40 ]]; }
until_true 60 changes ||
	{ cat "$work/storm"; fail 'nothing happens'; }
kill -9 "$(cat "$city/zhipaid.pid")"
rc=0
wait "$storm" || rc=$?
cat "$work/storm"
[[ $rc -eq 0 ]] || fail 'the storm'
for what in 'leave add' 'roster swap' 'roster absent' 'roster change' \
	'roster except'; do
	grep -q "^$what: done" "$work/storm" || fail "no $what was done"
done

calm() { ctl roster repair | grep -q 'nothing changed'; }
until_true 30 calm || { ctl roster repair; fail 'never calm'; }
[[ $(past) == "$before" ]] || fail 'the past changed'
[[ $(sql "select count(*) from (select station_code from zp.roster_notices
	group by 1 having max(notice_no) <> count(*)) x") -eq 0 ]] ||
	fail 'a notice number is missing'
# What stations were told, change by change, is what stands.
[[ $(sql "select count(*) from (select distinct on (station_code, date, shift,
	post) n.* from zp.roster_notices n order by station_code, date, shift,
	post, notice_no desc) n where now is distinct from (select licence_no
	from zp.roster r where r.station_code = n.station_code and r.date =
	n.date and r.shift = n.shift and r.post = n.post and r.state in
	('published', 'done'))") -eq 0 ]] || fail 'told otherwise than it is'

# --- every rule, by a program that knows nothing of ours
mkdir "$work/now"
cp "$work"/data/{regions,centres,organs,stations}.csv "$work/now"
for t in counsel leave station_days; do
	"${psql[@]}" "copy (select * from zp.v_$t) to stdout csv header" \
		>"$work/now/$t.csv"
done
# who said he would not come cannot be asked to
"${psql[@]}" "copy (select city, licence_no, date, date,
	'absent' from zp.roster r
	where state = 'absent' and not exists (select from zp.roster o where
	o.licence_no = r.licence_no and o.date = r.date and o.state in
	('published', 'done'))) to stdout csv" >>"$work/now/leave.csv"
ctl export "$work/now" >/dev/null
eased=()
for c in $(sql 'select code from zp.centres'); do
	eased+=(--eased "$c/$next")
done
python3 "$top/tests/e2e/check_roster.py" --unfair "${eased[@]}" \
	"$work/now" "$work/now/roster.csv" "$next" "$next" ||
	fail 'a rule is broken'

# --- calendars: no sequence falls, and who changed has a higher one
ctl roster export "$work/after" "$next" --format ics >/dev/null
python3 - "$work/before" "$work/after" <<'END' || fail 'the calendars'
import glob, os, re, sys

def events(folder):
    out = {}
    for path in glob.glob(f'{folder}/stations/*.ics'):
        text = open(path, encoding='utf-8', newline='').read()
        text = text.replace('\r\n ', '')
        for e in text.split('BEGIN:VEVENT')[1:]:
            get = lambda k: re.search(rf'^{k}[^:\n]*:(.*?)\r$', e, re.M)
            out[get('UID')[1]] = (int(get('SEQUENCE')[1]), [
                get(k) and get(k)[1] for k in
                ('SUMMARY', 'DESCRIPTION', 'STATUS')])
    return out

was, now = map(events, sys.argv[1:])
assert len(was) > 100
changed = 0
for uid, (seq, what) in was.items():
    assert uid in now, uid
    assert now[uid][0] >= seq, uid
    if now[uid][1] != what:
        assert now[uid][0] > seq, (uid, what, now[uid])
        changed += 1
assert changed > 20, changed
END
stop
