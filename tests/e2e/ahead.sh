#!/bin/bash
# A city with a year behind it looks ahead: killed and started anew in the
# middle it decides as simulate does, says for whom it keeps somebody free,
# and comes to the same bytes again.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

# A sample year whose second half becomes that of the year before.
"$build/zhipai-sample" --cases 600 "$work/data"
python3 - "$work/data" <<'END'
import csv, sys

def shift(name, column):
    with open(f'{sys.argv[1]}/{name}', newline='') as f:
        r = csv.DictReader(f)
        rows, head = list(r), r.fieldnames
    for x in rows:
        if name == 'cases.csv' and int(x[column][5:7]) > 6:
            late.add(x['case_no'])
        if x['case_no'] in late:
            x[column] = str(int(x[column][:4]) - 1) + x[column][4:]
    with open(f'{sys.argv[1]}/{name}', 'w', newline='') as f:
        w = csv.DictWriter(f, head, lineterminator='\n')
        w.writeheader()
        w.writerows(rows)

late = set()
shift('cases.csv', 'approved_at')
shift('events.csv', 'at')
END
ZP_DATA=$work/data bash "$top/tests/e2e/kill_storm.sh" "$top" "$build" ||
	fail 'another result than that of simulate'

start --replay --policy anqing --data "$work/data"
mapfile -t cases < <(sql "select case_no from zp.v_assignments
	where role = 'lead' order by decided_at desc, 1 limit 60")
kept=0
for c in "${cases[@]}"; do
	if ctl explain "$c" | grep -q 'looking ahead: .*, kept free for'; then
		ctl --lang zh explain "$c" | grep -q '留人：.*案件留出' ||
			fail "$c in Chinese"
		ctl replay "$c" >/dev/null || fail "replay $c"
		kept=$((kept + 1))
		[[ $kept -gt 1 ]] || ctl explain "$c"
	fi
done
[[ $kept -gt 0 ]] || fail "nobody was kept free in ${#cases[@]} cases"
echo "kept free in $kept of ${#cases[@]} cases"
stop
