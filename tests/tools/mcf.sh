#!/bin/bash
# zhipai-mcf: what it prints, its exit codes, and what it says of malformed
# problems.  Arguments: source and build directory.
set -euo pipefail
mcf=$2/zhipai-mcf
bad=0

# expect EXIT OUTPUT PROBLEM OPTION...: output and errors in one
expect() {
	local code=$1 want=$2 problem=$3 got rc=0
	shift 3
	got=$(printf "$problem" | "$mcf" "$@" 2>&1) || rc=$?
	got=${got#zhipai-mcf: }
	[[ $rc -eq $code && $got == "$(printf "$want")" ]] || {
		printf '%q: %s (%d), not %s (%d)\n' "$problem" "$got" "$rc" \
			"$want" "$code"
		bad=1
	}
}
answer() { expect 0 "$@"; }
refuse() { expect 2 "$@"; }

answer 's 14\nf 1 2 2\nf 1 3 2\nf 2 3 2\nf 2 4 0\nf 3 4 4' 'p min 4 5
n 1 4\nn 4 -4\na 1 2 0 4 2\na 1 3 0 2 2\na 2 3 0 2 1\na 2 4 0 3 3
a 3 4 0 5 1\n' -f
answer 's 0' 'p min 0 0\n'
answer 's 0' 'c no last newline, CRLF\r\n\r\np min 3 1\r\na 1 2 0 9 4'
answer 's -12' 'p min 1 1\na 1 1 0 4 -3\n'
answer 's 3' 'p min 2 2\nn 1 2\nn 2 -2\na 1 2 1 5 1\na 1 2 1 5 2\n'
answer 's 9223372032559808512' 'p min 3 4
n 1 2147483648\nn 3 -2147483648\na 1 2 0 2147483648 2147483647
a 2 3 0 2147483648 2147483647\na 1 1 0 0 -5\na 3 1 0 0 0\n'
answer 's -13835058048839712768' 'p min 1 3
a 1 1 0 2147483648 -2147483647\na 1 1 0 2147483648 -2147483647
a 1 1 0 2147483648 -2147483647\n'
expect 1 's INFEASIBLE' 'p min 2 1\nn 1 5\nn 2 -4\na 1 2 0 9 1\n'
expect 1 's INFEASIBLE' 'p min 2 1\nn 1 5\nn 2 -5\na 1 2 0 4 1\n' -f
expect 1 's INFEASIBLE' 'p min 2 1\na 1 2 1 4 1\n'

# assignments, by either kernel
for g in '' -g; do
	answer 's 7' 'p min 5 7\nn 1 1\nn 2 1\nn 5 -2\na 1 3 0 1 4
a 1 4 0 1 2\na 2 3 0 1 9\na 2 4 0 1 1\na 3 5 0 1 1\na 4 5 0 1 1
a 4 5 0 1 3\n' $g
	answer 's -7\nf 1 3 0\nf 1 4 1\nf 2 3 1\nf 3 5 1\nf 4 5 1' \
		'p min 5 5\nn 1 1\nn 2 1\nn 5 -2\na 1 3 0 1 1\na 1 4 0 1 0
a 2 3 0 1 -9\na 3 5 0 2 1\na 4 5 0 1 1\n' -f $g
	answer 's 6\nf 1 2 0\nf 1 2 1\nf 1 2 0\nf 2 3 1' 'p min 3 4
n 1 1\nn 3 -1\na 1 2 0 1 8\na 1 2 0 1 5\na 1 2 0 1 6\na 2 3 0 1 1\n' \
		-f $g
	answer 's 6' 'p min 3 4\nn 1 1\nn 3 -1\na 1 2 0 1 8
a 1 2 0 1 5\na 1 2 0 1 6\na 2 3 0 1 1\n' $g
	expect 1 's INFEASIBLE' 'p min 4 3\nn 1 1\nn 2 1\nn 4 -2
a 1 3 0 1 4\na 2 3 0 1 9\na 3 4 0 1 1\n' $g
done

refuse 'line 1: the file ends without a p line: write p min NODES ARCS first' \
	''
refuse 'line 1: no p line before this one: write p min NODES ARCS first' \
	'n 1 4\n'
refuse 'line 2: a second p line: one problem a file' \
	'p min 2 1\np min 2 1\n'
refuse 'line 1: a problem "max": only min is solved here' 'p max 2 1\n'
refuse 'line 1: the number of arcs is missing' 'p min 2\n'
refuse 'line 1: the number of nodes, -1, is not from 0 to 16777216' \
	'p min -1 2\n'
n=99999999999999999999...
refuse "line 1: the number of arcs, $n, is not from 0 to 67108864" \
	'p min 1 999999999999999999999999999\n'
refuse 'line 2: the node, 3, is not from 1 to 2' 'p min 2 1\nn 3 1\n'
refuse 'line 3: node 1 had its n line before: add the supplies up' \
	'p min 2 1\nn 1 1\nn 1 1\n'
n=2147483648
refuse "line 2: the supply, 2147483649, is not from -$n to $n" \
	'p min 2 1\nn 1 2147483649\n'
refuse 'line 2: the second node, 0, is not from 1 to 2' \
	'p min 2 1\na 1 0 0 1 1\n'
refuse 'line 2: the lower bound, 6, is above the capacity, 5' \
	'p min 2 1\na 1 2 6 5 1\n'
refuse 'line 2: the capacity, -5, is not from 0 to 2147483648' \
	'p min 2 1\na 1 2 0 -5 1\n'
refuse 'line 2: the cost is missing' 'p min 2 1\na 1 2 0 5\n'
refuse 'line 2: the cost, "1.5", is not a whole number' \
	'p min 2 1\na 1 2 0 5 1.5\n'
refuse 'line 2: the cost, "?[31mx", is not a whole number' \
	'p min 2 1\na 1 2 0 5 \033[31mx\n'
refuse 'line 2: "7" is too much: write a FROM TO LOWER CAPACITY COST' \
	'p min 2 1\na 1 2 0 5 1 7\n'
refuse 'line 3: one arc more than the 1 of the p line' \
	'p min 2 1\na 1 2 0 5 1\na 1 2 0 5 1\n'
refuse 'line 3: the file ends after 1 arcs of the 2 of the p line' \
	'p min 2 2\na 1 2 0 5 1\n'
refuse 'line 2: a line "arc": write c, p, n or a first' \
	'p min 2 1\narc 1 2 0 5 1\n'
refuse 'line 2: a NUL byte: this is not a text' \
	'p min 2 1\na 1 2\0000 5 1\n'
refuse 'line 2: longer than 65536 bytes' "p min 2 1\nc $(
	head -c 70000 /dev/zero | tr '\0' x)\n"
for args in -x extra; do
	rc=0
	"$mcf" $args </dev/null >/dev/null 2>&1 || rc=$?
	[[ $rc -eq 2 ]] || { echo "$args: exit $rc"; bad=1; }
done
exit $bad
