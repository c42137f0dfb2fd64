#!/bin/bash
# The ledger of a year that the daemon decided: a centre's lines are the sums
# of its people's entries, the entries those of assignments.csv; a credit is
# on record, moves the account and is gone with nobody's hand.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
start --fresh --replay --data "$work/data" --policy chifeng
until_true 120 grep -q 'replay is at its end' "$city/log/zhipaid.log" ||
	fail 'the year does not end'
ctl --json ledger >"$work/all.json"
ctl export "$work/out" >/dev/null
python3 - "$work" "$build/zhipactl" "$city/control.sock" <<'END' ||
import csv, json, subprocess, sys
work, ctl, sock = sys.argv[1:]
rows = list(csv.DictReader(open(f'{work}/out/assignments.csv')))
everybody = json.load(open(f'{work}/all.json'))
assert len(everybody) > 20
pools = {}
for line in everybody:
    who = line['licence_no']
    acc = json.loads(subprocess.check_output(
        [ctl, '-s', sock, '--json', 'ledger', who]))
    entries = acc['entries']
    total = 0
    for e in entries:
        total += e['points']
        assert e['sum'] == total, who
    assert total == acc['load'] == acc['debits'] - acc['credits'], who
    assert [e['at'] for e in entries] == sorted(e['at'] for e in entries)
    mine = [r for r in rows if r['licence_no'] == who
            and r['end_reason'] != 'withdrawn']
    assert len(mine) == len(entries), who
    assert total == sum(
        int(r['weight']) if r['end_reason'] != 'declined' else
        0 if r['with_cause'] == 't' else
        int(r['weight']) * int(r['decline_load']) // 100
        for r in mine), who
    assert acc['load'] == round(1000 * line['load']), who
    assert acc['balance'] == acc['load'] - acc['share'] or not acc['counts']
    if acc['counts']:    # by hand, as the text says it
        share = acc['pool_load'] * acc['cap'] * acc['here'] / \
            acc['pool_capacity']
        assert abs(acc['share'] - share) <= 0.5, who
        pools.setdefault(acc['centre'], []).append(acc)
for pool in pools.values():
    assert sum(a['load'] for a in pool) == pool[0]['pool_load']
    assert abs(sum(a['balance'] for a in pool)) <= len(pool)
END
	fail 'the ledger does not add up'

who=$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))[0]["licence_no"])' "$work/all.json")
load() {
	ctl --json ledger "$who" | grep -oE '"load":-?[0-9]+' | cut -d: -f2
}
was=$(load)
ctl ledger credit "$who" 1.5 --reason 'left out by mistake' >/dev/null
credited() { [[ $(load) -eq $((was - 1500)) ]]; }
until_true 20 credited || fail 'the credit does not count'
ctl ledger "$who" | grep -q 'make_good.*-1.500.*left out by mistake' ||
	fail 'the credit does not stand in the account'
ctl ledger credit "$who" -0.25 --reason 'too much' >/dev/null
put_right() { [[ $(load) -eq $((was - 1250)) ]]; }
until_true 20 put_right || fail 'the debit does not count'
for no in 0 1.2345 1.5x 1000 -- ''; do
	rc=0
	ctl ledger credit "$who" "$no" --reason x >/dev/null 2>&1 || rc=$?
	[[ $rc -eq 2 ]] || fail "a credit of '$no' ends with $rc"
done
! ctl ledger credit NOBODY 1 --reason x 2>"$work/err" || fail 'for nobody'
! ctl ledger NOBODY 2>"$work/err" || fail 'of nobody'
! ctl ledger --centre NONE 2>"$work/err" || fail 'of no centre'
! ctl ledger --year 26 2>"$work/err" || fail 'of no year'
! "$build/zhipactl" -s "$city/readonly.sock" ledger credit "$who" 1 \
	--reason x 2>"$work/err" || fail 'credited by who may only look'
ctl ledger "$who" --year 2025 | grep -q 'load 0.000' || fail 'another year'
stop
