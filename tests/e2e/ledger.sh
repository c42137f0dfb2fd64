#!/bin/bash
# The ledger of two years that the daemon decided, under a policy that uses
# all of it: the same files as simulate's; a centre's lines are the sums of
# its people's entries, the entries those of assignments.csv and a carry; a
# credit is on record and moves the account.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

# A tree with another scheme for Chifeng.
mkdir "$work/top"
ln -s "$top"/* "$work/top"
rm "$work/top/etc"
cp -r "$top/etc" "$work/top"
sed -i 's/^weights: {/load: {\n  criminal = 200; litigation = 100;\
  grave = 500; declined = 50; carry = 60;\n};\n&\n  even = 3000;/' \
	"$work/top/etc/policies/chifeng.conf"
top=$work/top

"$build/zhipai-sample" "$work/data"
# The year before, with the same people.
for f in cases events; do
	sed -E '1d; s/2026-/2025-/g; s/\bP([0-9]{7})\b/Q\1/g' \
		"$work/data/$f.csv" >"$work/before"
	cat "$work/before" >>"$work/data/$f.csv"
done
"$build/zhipactl" simulate --data "$work/data" --config \
	"$top/etc/policies/chifeng.conf" --export "$work/sim" >/dev/null
start --fresh --replay --data "$work/data" --policy chifeng
until_true 120 grep -q 'replay is at its end' "$city/log/zhipaid.log" ||
	fail 'the year does not end'
ctl --json ledger >"$work/all.json"
ctl export "$work/out" >/dev/null
for f in assignments.csv pending.csv; do
	cmp "$work/out/$f" "$work/sim/$f" || fail "$f differs from simulate"
done
python3 - "$work" "$build/zhipactl" "$city/control.sock" <<'END' ||
import csv, json, subprocess, sys
work, ctl, sock = sys.argv[1:]
rows = list(csv.DictReader(open(f'{work}/out/assignments.csv')))
everybody = json.load(open(f'{work}/all.json'))
assert len(everybody) > 20
assert any(r['with_cause'] == 't' for r in rows)
pools, carried = {}, 0

def ledger(who, year):
    return json.loads(subprocess.check_output(
        [ctl, '-s', sock, '--json', 'ledger', who, '--year', year]))

for line in everybody:
    who = line['licence_no']
    acc, before = ledger(who, '2026'), ledger(who, '2025')
    entries = acc['entries']
    total = 0
    for e in entries:
        total += e['points']
        assert e['sum'] == total, who
    assert total == acc['load'] == acc['debits'] - acc['credits'], who
    assert [e['at'] for e in entries] == sorted(e['at'] for e in entries)
    mine = [r for r in rows if r['licence_no'] == who
            and r['end_reason'] != 'withdrawn'
            and r['decided_at'] >= '2026']
    carry = int(before['balance'] * 60 / 100)
    carried += carry != 0
    if carry:
        assert entries[0]['entry'] == 'carry', who
        assert entries[0]['points'] == carry, who
    assert len(mine) == len(entries) - (carry != 0), who
    assert total == carry + sum(
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
assert carried > 20
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
ctl ledger "$who" --year 2024 | grep -q 'load 0.000' || fail 'another year'
stop
