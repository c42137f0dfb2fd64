#!/bin/bash
# Legal help of duty lawyers: a year with its log is the same through the
# database and simulated, and C14 holds; then, live, from the request to the
# log, with the alarm, the override and what is to be done.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
# Of each joint case every second person was helped, by people of the pool
# that handles it: with its key, or as a person alone.
python3 - "$work/data" <<'END'
import csv, datetime, sys

def rows(name):
    with open(f'{sys.argv[1]}/{name}', newline='') as f:
        return list(csv.DictReader(f))

lawyers, out, n = {}, [], 0
for p in rows('counsel.csv'):
    if p['kind'] == 'lawyer':
        lawyers.setdefault(p['centre_code'], []).append(p['licence_no'])
station = next(s['code'] for s in rows('stations.csv'))
for c in rows('cases.csv'):
    if not c['joint_case'] or not c['matter_code'].startswith('CR-'):
        continue
    n += 1
    pool = lawyers.get(c['received_centre'], [])
    for who in pool[n % 3::3] if n % 2 else []:
        at = datetime.datetime.fromisoformat(c['approved_at']) - \
            datetime.timedelta(days=5 if n % 4 == 1 else -1)
        out.append({'at': at.isoformat(), 'station_code': station,
                    'licence_no': who, 'person_id': c['recipient_id'],
                    'joint_case': c['joint_case'] if n % 3 else '',
                    'services': 'consultation|opinion'})
with open(f'{sys.argv[1]}/help.csv', 'w', newline='') as f:
    w = csv.DictWriter(f, list(out[0]), lineterminator='\n')
    w.writeheader()
    w.writerows(out)
END
run --fresh --replay --until-settled --data "$work/data" \
	--export "$work/out" >"$work/log" 2>&1 ||
	{ cat "$work/log"; fail 'the year'; }
"$build/zhipactl" simulate --data "$work/data" --config \
	"$top/etc/policies/anqing.conf" --export "$work/sim" >/dev/null
for f in assignments.csv pending.csv; do
	cmp "$work/out/$f" "$work/sim/$f" || fail "$f differs from simulate"
done
python3 "$top/tests/e2e/check_export.py" --policy anqing "$work/data" \
	"$work/out" || fail 'rules broken'
: >"$work/help.csv"
head -n 1 "$work/data/help.csv" >"$work/help.csv"
mv "$work/help.csv" "$work/data/help.csv"
"$build/zhipactl" simulate --data "$work/data" --config \
	"$top/etc/policies/anqing.conf" --export "$work/without" >/dev/null
! cmp -s "$work/sim/assignments.csv" "$work/without/assignments.csv" ||
	fail 'the log of help changed nothing'

start --fresh
pid=$(cat "$city/zhipaid.pid")
station=$(sql "select s.code from zp.stations s join zp.organs o
	on o.code = s.organ_code where o.kind = 'detention_centre'
	and s.way = 'onsite' order by 1 limit 1")
# A centre of many, and four of its lawyers.
centre=$(sql "select centre_code from zp.counsel where kind = 'lawyer'
	and status = 'active' group by 1 order by count(*) desc, 1 limit 1")
mapfile -t who < <(sql "select licence_no from zp.counsel k where
	centre_code = '$centre' and kind = 'lawyer' and status = 'active'
	and former_left_on is null and not exists (select from zp.leave l
	where l.licence_no = k.licence_no and ends_on >= zp.today(city))
	order by 1 limit 4")
[[ ${#who[@]} -eq 4 ]] || fail 'too few lawyers'
town=$(sql "select city from zp.cities")
sql "insert into zp.roster (city, station_code, date, shift, post, licence_no,
	state) values ('$town', '$station', zp.today('$town'), 'day', 9,
	'${who[0]}', 'published')"
# accused CASE PERSON [JOINT]: approved now, at that centre
accused() {
	sql "insert into zp.cases (city, case_no, approved_at,
		received_centre, region_code, matter_code, stage, joint_case,
		recipient_id, recipient_name, recipient_birth, state,
		same_firm_consent) select
		city, '$1', now(), code, region_code, 'CR-DEF',
		'first_instance', '${3-JX}', '$2', '王小明', '1970-01-01',
		'approved', true from zp.centres where code = '$centre'"
	until_true 10 decided "$1" || fail "$1 is not decided"
}
decided() {
	[[ $(sql "select state from zp.cases where case_no = '$1'
		and not dirty") =~ ^(assigned|waiting)$ ]]
}

# Asked for: by when, and who is there; N20.
ctl duty request "$station" P1 P2 --joint JX >"$work/says"
grep -q '(D11)' "$work/says" && grep -q '(C14)' "$work/says" &&
	grep -q "on duty .*day *${who[0]}" "$work/says" ||
	{ cat "$work/says"; fail 'request'; }
ctl --lang zh duty help "$station" "${who[0]}" P1 --joint JX \
	--service consultation,opinion --name 王小明 --birth 1970-01-01 |
	grep -q '已登记法律帮助' || fail 'help'
[[ $(ctl duty requests --json | grep -o '"request_no"' | wc -l) -eq 1 ]] ||
	fail 'P1 is met, P2 waits'
ctl duty request "$station" P2 --joint JX | grep -q \
	"on duty .*${who[0]}.*helped a co-suspect" || fail 'C14 is not told'
ctl duty request "$station" P1 | grep -q "helped before .*${who[0]}" || fail N9

# C14: another person of the joint case never, this one yes.
accused X2 P2
accused X1 P1
ctl explain X2 --for "${who[0]}" | grep -q '(C14)' || fail 'C14 is not said'
ctl --lang zh explain X2 --for "${who[0]}" | grep -q \
	'值班时曾为同案 JX 的其他人提供法律帮助' || fail 'C14 in Chinese'
! ctl explain X1 --for "${who[0]}" | grep -q C14 || fail 'C14 bars P1'
! ctl assign X2 "${who[0]}" --reason x 2>"$work/err" &&
	grep -q C14 "$work/err" || fail "assign: $(cat "$work/err")"
ctl assign X2 "${who[0]}" --override C14 --reason 'nobody else' >/dev/null ||
	fail 'the override'
! ctl todo | grep C14 >/dev/null || fail 'what was answered for is no work'

# A case decided; then who has it helps another: to be changed.
ctl assign X1 "${who[1]}" --reason x >/dev/null || fail 'assign X1'
ctl duty help "$station" "${who[1]}" P3 --joint JX --service measure |
	grep -q 'defends a co-suspect: X1 (C14)' || fail 'not said at once'
ctl todo | grep "C14 *defends a co-suspect *X1 .*${who[1]}" >/dev/null ||
	fail todo
# ... and once changed, never again.
ctl change X1 --reason C14 >/dev/null
until_true 10 decided X1 || fail 'X1 is not decided again'
! ctl todo | grep C14 >/dev/null || fail 'done'

# While a decision is on its way, everybody but one helps a co-suspect: it is
# refused, and made again for that one.
sql "do \$\$ begin
	perform zp.lock_city('$town');
	for i in 1..500 loop
		exit when exists (select from pg_locks where not granted);
		perform pg_sleep(0.01);
	end loop;
	perform zp.duty_help('$town', '$station', licence_no, 'P77',
		'{opinion}', 'JY', null, null, null, null, '', null, '', 'me')
	from zp.counsel where centre_code = '$centre'
		and kind in ('lawyer', 'staff_lawyer')
		and licence_no <> '${who[1]}';
end \$\$" &
race=$!
until_true 10 sql "select 1 / count(*) from pg_locks where locktype =
	'advisory' and mode = 'ExclusiveLock' and pid in (select pid
	from pg_stat_activity where query like 'do %')"
accused X7 P78 JY
wait "$race"
[[ $(sql "select string_agg(licence_no, ' ') from zp.assignments
	where case_no = 'X7'") == "${who[1]}" ]] ||
	{ ctl explain X7; fail 'it did not know the helps'; }
ctl status --json | grep -q '"stale":[1-9]' || fail 'nothing was refused'

# N2: with a defender on record only by somebody's word.
! ctl duty request "$station" P2 2>"$work/err" || fail N2
grep -q 'case X2 (N2)' "$work/err" || fail "N2: $(cat "$work/err")"
ctl duty request "$station" P2 --override N2 --reason 'to sign' >/dev/null ||
	fail 'N2 overridden'

# Nobody came in time: told once, first to do, counted.
ctl duty request "$station" P9 --at "$(date -d '-30 hours' -Iseconds)" \
	>/dev/null
ctl duty help "$station" "${who[2]}" P8 --service forwarded_application \
	--at "$(date -d '-25 hours' -Iseconds)" >/dev/null
alarms() { grep -c 'nobody came in time' "$city/log/zhipaid.log"; }
two() { [[ $(alarms) -eq 2 ]]; }
until_true 10 two || fail 'no alarm'
ctl todo --limit 2 | grep -q '^D10 *pass on the application *#' &&
	ctl todo --limit 2 | grep -q '^D11 *send a duty lawyer *#' ||
	{ ctl todo --limit 3; fail 'not the first to do'; }
ctl status --json | grep -q '"help_overdue":2' || fail status
ctl --lang zh status | grep -q '逾期 2 个' || fail 'status in Chinese'
ctl duty help "$station" "${who[2]}" P9 --service procedure >/dev/null
ctl duty help "$station" "${who[2]}" P8 --service forwarded_application \
	--forwarded "$(date -Iseconds)" >/dev/null
ctl duty request "$station" P9 --at "$(date -d '-30 hours' -Iseconds)" \
	>/dev/null
three() { [[ $(alarms) -eq 3 ]]; }
until_true 10 three || fail "$(alarms) alarms"

# The clock itself looks, not only who comes by.
ctl duty request "$station" P7 --at "$(date -d '-86398 seconds' -Iseconds)" \
	>/dev/null
four() { [[ $(alarms) -eq 4 ]]; }
three && until_true 10 four || fail "$(alarms) alarms, P7 too early or late"

# The log.
ctl duty log >"$work/says"
grep -q '王\*\*' "$work/says" && grep -q late "$work/says" &&
	! grep -q 王小明 "$work/says" || { cat "$work/says"; fail log; }
ctl duty log "$station" --sums --json | python3 -c '
import json, sys
all = json.load(sys.stdin)
sums = {k: sum(r[k] for r in all) for k in all[0]
        if isinstance(all[0][k], int)}
assert sums["helps"] > 10 and sums["persons"] == 5, sums
assert sums["consultation"] == 1 and sums["procedures"] == 1, sums
assert sums["applications"] == 2 and sums["forwarded_late"] == 1, sums
assert sums["met"] == 1 and sums["met_late"] == 2, sums
assert sums["overdue"] == 2, sums
' || { ctl duty log --sums; fail sums; }
for c in X1 X2; do
	ctl replay "$c" >/dev/null || fail "replay $c"
done
[[ $(cat "$city/zhipaid.pid") == "$pid" ]] || fail 'the daemon fell over'
stop
