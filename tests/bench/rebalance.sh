#!/bin/bash
# A rebalancing plan, loans and moves, of a city's size and of a province's:
# with only what was decided this week free to move, and with all that is
# open.  Arguments: source and build directory.  Exits 1 when a target is
# missed.
set -euo pipefail
build=$2
missed=0

plan() {	# WHAT MOST_MS CENTRES PEOPLE CASES BEGUN_DAYS
	local what=$1 most=$2 said verdict=PASS
	shift 2
	said=$("$build/bench_rebalance" "$@")
	awk -v most="$most" '{ exit !($NF <= most) }' <<<"$said" ||
		{ verdict=MISSED missed=1; }
	printf '%-22s %s  <= %s ms: %s\n' "$what" "$said" "$most" "$verdict"
}
plan 'city' 500 11 450 6000 7
plan 'city, all open' 500 11 450 6000 366
plan 'province' 10000 100 10000 100000 7
plan 'province, all open' 10000 100 10000 100000 366
exit $missed
