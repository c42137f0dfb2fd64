#!/bin/bash
# A year decided case by case against the optimum in hindsight, the year
# before as the only history: cases without counsel, cost per served case
# above hindsight, and the time a decision takes, means of the rounds (a city
# each).  Arguments: source and build directory, rounds.  Exits 1 when a
# target is missed.
set -euo pipefail
top=$1 build=$2 rounds=${3:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for ((seed = 1; seed <= rounds; seed++)); do
	"$build/gen_online" 11652 400 10 $seed >"$work/city.$seed"
	"$build/gen_online" 11652 100 4 $seed >"$work/scarce.$seed"
done

# decide CITY OPTIONS: unserved, the same in hindsight, % above, us (99%)
decide() {
	local city=$1 seed
	shift
	for ((seed = 1; seed <= rounds; seed++)); do
		"$build/zhipai-online" "$@" "$work/$city.$seed"
	done | awk '{ u += $6; h += $10; us = $16 > us ? $16 : us
		p += 100 * ($8 / ($4 - $6) / ($12 / ($4 - $10)) - 1) }
		END { printf "%.1f %.1f %.2f %.0f\n", u/NR, h/NR, p/NR, us }'
}

missed=0
# compare WHAT MORE ABOVE CITY OPTIONS: targets are unserved beyond hindsight
# and percent above it
compare() {
	local what=$1 more=$2 above=$3 u h p us verdict=PASS policy
	shift 3
	read -r u h p us < <(decide "$@")
	awk "BEGIN { exit !($u <= $h + $more && $p <= $above &&
		$us <= 250) }" || { verdict=MISSED missed=1; }
	printf '%-22s %10s %10s %8s %8s  <= %s, %s%%, 250 us: %s\n' "$what" \
		"$u" "$h" "$p%" "$us" "hindsight + $more" "$above" "$verdict"
	for policy in marginal least rotate; do
		read -r u h p us < <(decide "$@" --policy $policy)
		printf '%22s %10s %10s %8s %8s\n' $policy "$u" "$h" "$p%" \
			"$us"
	done
}

printf '%-22s %10s %10s %8s %8s\n' "mean of $rounds" unserved hindsight \
	cost us
compare 'no cap' 0 0.9 city
compare 'cap 18' 14 3 city --cap 18
compare 'cap 19' 8 2 city --cap 19
compare 'cap 20' 5 1.5 city --cap 20
compare 'scarce, cap 72' 3 99 scarce --cap 72
compare 'history 20% too low' 23 99 city --cap 18 --history-drop 20
compare 'history of another mix' 23 99 city --cap 18 --history-mix

# What evenness costs in a county: Gini of load, mean of the months from March
# on and the highest of them; the cost above hindsight; and what it costs at
# least to be so even, even knowing all cases (even_bound.py; - without scipy).
county=$work/county
"$build/gen_online" 1200 40 1 1 >"$county"
bound() {
	/usr/bin/python3 "$top/tests/bench/even_bound.py" "$county" "$1" \
		2>/dev/null | awk '{ above = $NF }
		END { print above == "" ? "-" : above }'
}
row() { printf '%-22s %10s %10s %8s %8s\n' "$@"; }
printf '\n'
row 'weight on evenness' 'Gini mean' highest cost bound
for even in 0 5 20 60; do
	read -r mean highest cost < <("$build/zhipai-online" --even $even \
		--gini "$county" 2>&1 | awk '/^month/ && $2 > 2 { s += $4; n++
		if ($4 > m) m = $4 }
		/^policy/ { cost = 100 * ($8 / $12 - 1) }
		END { printf "%.3f %.3f %.2f%%\n", s / n, m, cost }')
	row "$even" "$mean" "$highest" "$cost" "$(bound "$highest")"
done
row 'no matter how' - 0.080 - "$(bound 0.08)"
exit $missed
