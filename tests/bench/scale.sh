#!/bin/bash
# A province's year through zhipactl simulate: 100 centres, 10,000 counsel,
# 100,000 cases decided as they come, with every rule and, under the second
# policy, with juniors.  Processor time, since the machine may be shared.
# Arguments: source and build directory.  Exits 1 when a target is missed.
set -euo pipefail
top=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$build/zhipai-sample" --province --cases 100000 "$work/data"
printf '%-10s %9s %8s %14s  %s\n' policy 'CPU, s' MiB 'us a case' \
	'target: < 60 s'
missed=0
for policy in anqing chifeng; do
	figures=$("$build/bench_pg" cost "$build/zhipactl" simulate \
		--config "$top/etc/policies/$policy.conf" \
		--data "$work/data" --export "$work/out" 2>"$work/log") ||
		{ cat "$work/log"; exit 1; }
	read -r seconds mib _ <<<"$figures"
	verdict=PASS
	awk "BEGIN { exit !($seconds < 60) }" || { verdict=MISSED missed=1; }
	printf '%-10s %9s %8s %14.0f  %s\n' "$policy" "$seconds" "$mib" \
		"$(awk "BEGIN { print $seconds * 10 }")" "$verdict"
done
exit $missed
