#!/bin/bash
# A year through the database and the same year simulated: equal files
# under every policy, and an independent checker finds no rule broken.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
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
	python3 "$top/tests/e2e/check_export.py" --policy "$policy" \
		"$work/data" "$work/$policy" || fail "$policy: rules broken"
done
