#!/bin/bash
# zhipai-online: its line, its exit codes, and what it says of malformed
# files.  Arguments: source and build directory.
set -euo pipefail
online=$2/zhipai-online
file=$(mktemp)
trap 'rm -f "$file"' EXIT
bad=0 cases=2

# expect EXIT OUTPUT FILE OPTION...: without the times
expect() {
	local code=$1 want=$2 text=$3 got rc=0
	shift 3
	printf "$text" >"$file"
	got=$("$online" "$@" "$file" 2>&1) || rc=$?
	got=${got#"$file":}
	got=${got%% p50_us*}
	[[ $rc -eq $code && $got == "$want" ]] || {
		printf '%q %s: %s (%d), not %s (%d)\n' "$text" "$*" "$got" \
			"$rc" "$want" "$code"
		bad=1
	}
}

# decided 'POLICY UNSERVED COST' 'the same two in hindsight' FILE OPTION...
decided() {
	local got best
	read -ra got <<<"$1"
	read -ra best <<<"$2"
	shift 2
	printf -v said 'policy %s cases %d unserved %d cost %d %s %d %s %d' \
		"${got[0]}" "$cases" "${got[1]}" "${got[2]}" \
		hindsight_unserved "${best[0]}" hindsight_cost "${best[1]}"
	expect 0 "$said" "$@"
}

# Last year two cases that only counsel 0 may take; now one that both may,
# cheaper with 0, and then one for 0 alone.
two='4 2 1\n0 9 0\n0 9 0\n0 0 0 1 0 1\n0 0 1 1 0 1\n0 0 2 2 0 1 1 3\n'
two+='0 0 3 1 0 1\n'
decided 'lookahead 0 6' '0 6' "$two" --cap 1
decided 'marginal 1 2' '0 6' "$two" --cap 1 --policy marginal
decided 'least 1 2' '0 6' "$two" --cap 1 --policy least
decided 'lookahead 2 0' '2 0' "$two" --cap 0
cases=0 decided 'lookahead 0 0' '0 0' '0 0 0\n'

expect 2 '1: the file ends too early' ''
expect 2 '1: a number is missing' '1 1\n'
expect 2 '1: not a whole number' '1 1 1x\n'
expect 2 '1: a number is out of range' '99999999999999999999 1 1\n'
expect 2 '1: a number is out of range' '1 -1 1\n'
expect 2 '1: more than belongs in the line' '1 1 1 1\n'
expect 2 '2: a number is out of range' '1 1 1\n1 9 0\n'
expect 2 '3: the file ends too early' '1 1 1\n0 9 0\n'
expect 2 '3: a number is missing' '1 1 1\n0 9 0\n0 0 0 1 0\n'
expect 2 '3: a number is out of range' '1 1 1\n0 9 0\n0 0 0 1 1 5\n'
expect 2 '4: one counsel twice' '1 2 1\n0 9 0\n0 9 0\n0 0 0 2 1 5 1 5\n'
expect 2 '4: more than belongs in the line' '1 1 1\n0 9 0\n0 0 0 0\n7\n'
"$online" --cap x "$file" 2>/dev/null && bad=1
"$online" --seed x "$file" 2>/dev/null && bad=1
"$online" "$file" "$file" 2>/dev/null && bad=1
exit $bad
