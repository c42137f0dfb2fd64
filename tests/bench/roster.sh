#!/bin/bash
# Duty rosters: a month of a city, a year with half-days, repairs; and plans
# of one centre beside an exact solver (CBC) on the same model.  Times are of
# the processor.  Arguments: source and build directory.  Exits 1 when a
# target is missed.
set -euo pipefail
build=$2 policy=$1/etc/policies/anqing.conf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missed=0
# row WHAT FIGURE LIMIT UNIT
row() {
	local verdict=PASS
	awk "BEGIN { exit !($2 <= $3) }" || { verdict=MISSED missed=1; }
	printf '%-38s %10s %-3s <= %-6s %s\n' "$1" "$2" "$4" "$3" "$verdict"
}

# value KEY LINE
value() { sed -n "s/.*\\b$1 \\([-0-9.]*\\).*/\\1/p" <<<"$2"; }

"$build/zhipai-sample" --counties 10 --cases 10 "$work/city"
"$build/zhipai-sample" --counties 14 --cases 10 "$work/large"
month=$("$build/bench_roster" month "$policy" "$work/city")
repair=$("$build/bench_roster" repair "$policy" "$work/city")
year=$("$build/bench_roster" year "$policy" "$work/large")
printf 'month: %s\nyear: %s\nrepair: %s\n\n' "$month" "$year" "$repair"
row 'a month, 44 stations, 430 people' "$(value ms "$month")" 300 ms
row '  beyond the bound' "$(value gap_percent "$month")" 1 %
row 'a year, 60 stations with half-days' "$(value ms "$year")" 5000 ms
row '  beyond the bound' "$(value gap_percent "$year")" 1 %
row 'one absence repaired, the slowest' "$(value ms_most "$repair")" 20 ms
row '  duties of others that changed' "$(value others_changed "$repair")" 0 ''

command -v cbc >/dev/null || { echo 'cbc is not installed'; exit "$missed"; }
echo
printf '%-18s %6s %10s %10s %9s %9s %7s\n' 'people, days' slots ours CBC \
	'ours ms' 'CBC ms' ratio
for size in '8 7' '12 14' '20 14' '20 31' '40 31'; do
	read -r people days <<<"$size"
	ours=$("$build/bench_roster" exact "$people" "$days" "$work/model.lp")
	cbc "$work/model.lp" ratio 0 allow 0 sec 60 solve >"$work/said" \
		2>&1 || true
	ms=$(awk '/^Time \(CPU seconds\)/ { print $NF * 1000 }' "$work/said")
	theirs=$(sed -n 's/^Objective value: *\([0-9]*\).*/\1/p' "$work/said")
	cost=$(value cost "$ours")
	if ! grep -q 'Optimal solution found' "$work/said"; then
		theirs=- && row "$size: beyond the bound" \
			"$(value gap_percent "$ours")" 1 %
	fi
	printf '%-18s %6s %10s %10s %9s %9s %7s\n' "$people, $days" \
		"$(value slots "$ours")" "$cost" "$theirs" \
		"$(value ms "$ours")" "$ms" "$(awk "BEGIN {
		printf \"%.2f\", $(value ms "$ours") / ($ms > 0 ? $ms : 10)
		}")"	# CBC tells hundredths of a second
	[[ $theirs == - ]] || row '  beyond the optimum' "$(awk "BEGIN {
		printf \"%.4f\", 100 * ($cost - $theirs) / $theirs }")" 0 %
done
exit "$missed"
