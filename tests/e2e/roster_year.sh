#!/bin/bash
# A year of duty rosters, checked by check_roster.py, which knows the rules
# and nothing of the program; and that it finds what is wrong.  Arguments:
# source and build directory.
set -euo pipefail
top=$1 build=$2
command -v python3 >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "$*" >&2; exit 1; }

# plan DATA OUT MONTHS: their roster in OUT, what is told in OUT.log.
plan() {
	local rc=0
	"$build/zhipactl" roster plan "$3" --publish --data "$1" \
		--config "$top/etc/policies/anqing.conf" --export "$2" \
		--lang en >"$2.log" 2>&1 || rc=$?
	[[ $rc -eq 0 ]] || { cat "$2.log"; fail "plan $3: $rc"; }
}

# eased LOG DATA: the months planned without rest, as options.
eased() {
	grep 'without rest' "$1" |
		sed 's/^ *\(.*\): the month from \(.......\).*/\1,\2/' |
		while IFS=, read -r name month; do
		awk -F, -v name="$name" -v month="$month" \
			'$2 == name { print "--eased", $1 "/" month }' \
			"$2/centres.csv"
	done
}

# check DATA ROSTER FROM TO OPTION...
check() {
	python3 "$top/tests/e2e/check_roster.py" "$@" >"$work/said" 2>&1
}

# A small city with too few people, and a larger one.
for city in '' '--counties 6'; do
	# shellcheck disable=SC2086 # words on purpose
	"$build/zhipai-sample" $city --cases 10 "$work/data"
	plan "$work/data" "$work/year" 2026-01..2026-12
	# shellcheck disable=SC2046 # words on purpose
	check "$work/data" "$work/year/roster.csv" 2026-01 2026-12 \
		$(eased "$work/year.log" "$work/data") ||
		{ cat "$work/said"; fail "a year of '$city'"; }
	sed -n 's/^\(posts\|open\|equals\|largest_difference\)/&/p' \
		"$work/said" | paste -sd' '
done
grep -qx 'open 0' "$work/said" || fail 'posts are open in the larger city'
grep -qx 'largest_difference [01]' "$work/said" || fail 'unfair'

# Made again from May on, with half a year published: May and June stay.
head -n 1 "$work/year/roster.csv" >"$work/data/roster.csv"
grep -E ',2026-0[1-6]-' "$work/year/roster.csv" >>"$work/data/roster.csv"
plan "$work/data" "$work/again" 2026-05..2026-08
# shellcheck disable=SC2046 # words on purpose
check "$work/data" "$work/again/roster.csv" 2026-05 2026-08 --unfair \
	$(eased "$work/again.log" "$work/data") ||
	{ cat "$work/said"; fail 'made again'; }
cmp <(grep -E ',2026-0[56]-' "$work/year/roster.csv" | sort) \
	<(grep -E ',2026-0[56]-' "$work/again/roster.csv" | sort) ||
	fail 'what is published changed'

# spoil WHAT AWK: a roster with something wrong in it is found.
spoil() {
	awk -F, -v OFS=, "$2" "$work/year/roster.csv" >"$work/bad.csv"
	! check "$work/data" "$work/bad.csv" 2026-01 2026-12 \
		--before "$work/year/roster.csv" --today 2026-02-01 ||
		fail "not found: $1"
	grep -q "$1" "$work/said" || { cat "$work/said"; fail "not said: $1"; }
}
spoil 'two people at one post' '{ print } NR == 9 { print }'
spoil 'nobody asks for it' '{ print } NR == 2 { $4 = 7; print }'
spoil 'could go' 'NR != 40'
spoil 'the past changed' 'NR == 20 { who = $5 } NR == 30 { $5 = who } 1'
spoil 'barred by X6' '
	NR == 2 { who = $5; at = substr($5, 2, 6) }
	NR > 2 && !done && substr($5, 2, 6) != at { $5 = who; done = 1 } 1'
spoil 'at most 3' '
	$2 >= "2026-03-09" && $2 <= "2026-03-13" && $1 == "ST-COURT990201" {
	if (who == "") who = $5; $5 = who } 1'
spoil 'two places at once' '
	$1 == "ST-DET990201" { who = $5; day = $2 }
	$1 == "ST-PROC990201" && $2 == day { $5 = who } 1'
spoil 'without rest' '$2 == "2026-03-03" && $1 == "ST-COURT990202" {
	who = $5 } $2 == "2026-03-04" && $1 == "ST-COURT990202" { $5 = who } 1'
