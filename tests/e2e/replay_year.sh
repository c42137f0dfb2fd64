#!/bin/bash
# A year through the database and the same year simulated: equal files
# under every policy, and an independent checker finds no rule broken.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
# Each ninth case is filed a second time, a day later at another centre (J2).
python3 - "$work/data" <<'END'
import csv, datetime, sys

def append(name, rows):
    with open(f'{sys.argv[1]}/{name}', 'a', newline='') as f:
        w = csv.DictWriter(f, head[name], lineterminator='\n')
        w.writerows(rows)

head, table = {}, {}
for name in ('cases.csv', 'events.csv', 'centres.csv'):
    with open(f'{sys.argv[1]}/{name}', newline='') as f:
        r = csv.DictReader(f)
        table[name] = list(r)
        head[name] = r.fieldnames
codes = [c['code'] for c in table['centres.csv']]
again = []
for c in table['cases.csv'][::9]:
    at = codes.index(c['received_centre'])
    when = datetime.datetime.fromisoformat(c['approved_at'])
    again.append(c | {
        'case_no': c['case_no'] + '-2', 'hearing_at': '', 'hearing_until': '',
        'received_centre': codes[(at + 1) % len(codes)],
        'approved_at': (when + datetime.timedelta(days=1)).isoformat()})
append('cases.csv', again)
append('events.csv', [{
    'at': (datetime.datetime.fromisoformat(c['approved_at']) +
           datetime.timedelta(days=150)).isoformat(),
    'case_no': c['case_no'], 'event': 'closed'} for c in again[::2]])
END
for policy in anqing baotou chifeng neimenggu; do
	echo "== $policy"
	run --fresh --replay --until-settled --policy "$policy" \
		--data "$work/data" --export "$work/$policy" \
		>"$work/log" 2>&1 || { cat "$work/log"; fail "$policy"; }
	"$build/zhipactl" simulate --data "$work/data" --config \
		"$top/etc/policies/$policy.conf" --export "$work/sim" \
		>/dev/null
	for f in assignments.csv pending.csv; do
		cmp "$work/$policy/$f" "$work/sim/$f" ||
			fail "$policy: $f differs from simulate"
	done
	grep -q ",J2," "$work/$policy/pending.csv" || fail "$policy: no J2"
	python3 "$top/tests/e2e/check_export.py" --policy "$policy" \
		"$work/data" "$work/$policy" || fail "$policy: rules broken"
done
