#!/bin/bash
# zhipai-mcf beside LEMON's NetworkSimplex (64-bit numbers, block search,
# -O3; ours has the project's -O2) on the same problems, run by turns.  Of
# the rounds the least processor time counts, reading left out on both sides.
# Arguments: source and build directory, rounds.  Exits 1 when a target is
# missed.
set -euo pipefail
top=$1 build=$2 rounds=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
g++ -O3 -DNUMBER=int64_t -o "$work/lemon" "$top/tests/bench/lemon_mcf.cc"

# figure KEY FILE: the least number behind KEY
figure() { sed -n "s/.*$1 \([0-9]*\).*/\1/p" "$2" | sort -n | head -n 1; }

calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

missed=0
verdict() {	# TEST
	if awk "BEGIN { exit !($1) }"; then echo PASS; else
		missed=1
		echo MISSED
	fi
}

# compare GROUP NAME KIND PARAMETER...
compare() {
	local group=$1 name=$2 p=$work/problem o=$work/ours l=$work/theirs
	local ours theirs equal=yes r nodes arcs
	shift 2
	"$build/gen_mcf" "$@" >"$p"
	: >"$o"; : >"$l"
	for ((r = 0; r < rounds; r++)); do
		"$build/zhipai-mcf" -t <"$p" >>"$o"
		"$work/lemon" <"$p" >>"$l"
	done
	[[ $(grep ^s "$o" | sort -u) == "$(grep ^s "$l" | sort -u)" ]] ||
		{ equal=NO missed=1; }
	ours=$(figure solve_us "$o") theirs=$(figure solve_us "$l")
	read -r nodes arcs < <(sed -n 's/^p min //p' "$p")
	printf '%-18s %7d %8d %9.2f %9.2f %6.3f %7.1f %7.1f %6s\n' "$name" \
		"$nodes" "$arcs" "$(calc "$ours / 1000")" \
		"$(calc "$theirs / 1000")" "$(calc "$ours / $theirs" 3)" \
		"$(calc "$(figure peak_kib "$o") / 1024" 1)" \
		"$(calc "$(figure peak_kib "$l") / 1024" 1)" "$equal"
	calc "$ours / $theirs" 6 >>"$work/$group"
	echo >>"$work/$group"
	calc "$(figure peak_kib "$o") / $(figure peak_kib "$l")" 6 \
		>"$work/memory.$name"
}

# row WHAT FIGURE LIMIT
row() {
	printf '%-38s %6.3f   <= %-5s %s\n' "$1" "$2" "$3" \
		"$(verdict "$2 <= $3")"
	awk "BEGIN { exit !($2 <= $3) }" || missed=1
}

printf '%-18s %7s %8s %9s %9s %6s %7s %7s %6s\n' "least of $rounds" nodes \
	arcs 'ours ms' 'LEMON ms' ratio 'ours MB' 'LEMON' equal
compare assign week assign 112 400 10 90 42
compare assign city assign 5826 400 10 90 42
compare assign city-across assign 5826 400 10 90 8 42
compare assign scarce assign 5826 100 4 70 42
compare assign province assign 100000 10000 100 90 42
compare assign province-across assign 100000 10000 100 90 8 42
compare general netgen-12-8 netgen 4096 8 1
compare general netgen-14-8 netgen 16384 8 2
compare general netgen-12-sr netgen 4096 64 3
compare general netgen-13-90 netgen 8192 90 4
compare general transport-300 transport 300 300 300 5
compare general transport-1000 transport 1000 600 600 6
compare general transport-sparse transport 8000 8000 12 7
compare general grid-square grid 100 100 8
compare general grid-long grid 1000 16 9
compare general grid-wide grid 16 1000 10
echo
row 'assignment, worst ratio of times' "$(sort -g "$work/assign" |
	tail -n 1)" 0.17
row 'general, geometric mean of the ratios' "$(awk '{ s += log($1) }
	END { print exp(s / NR) }' "$work/general")" 0.8
row 'province, memory' "$(<"$work/memory.province")" 0.2
row 'province-across, memory' "$(<"$work/memory.province-across")" 0.2
"$build/bench_kernel" >"$work/calls"
row 'kernel, 99% of insertions, us' "$(sed -n 's/^insert.*p99 //p' \
	"$work/calls")" 10
exit "$missed"
