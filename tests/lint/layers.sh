#!/bin/bash
# Includes point only downwards, never in a circle, and each library has
# one door.  Arguments: source directory.
set -euo pipefail
cd "$1"

# layer: what it may include besides itself
declare -A may=(
	[base]='' [model]='base' [rules]='base model'
	[engine]='base model rules' [sys]='base'
	[conf]='base model rules sys' [wire]='base model'
	[loop]='base sys' [db]='base model sys loop'
)
may[core]="${!may[*]}"
may[zhipaid]="core ${!may[*]}"
may[zhipactl]="core ${!may[*]}"
# header of a library: the layer that is its door
declare -A door=([event2/]=loop [libpq]=db [libconfig]=conf
	[jansson]=wire [sodium]=sys [xlsxwriter]=zhipactl
	[systemd/]=none [event.h]=none)

bad=0
complain() { echo "$1"; bad=1; }

# The layer of a public header stands in its first comment.
declare -A layer
for h in include/zhipaid/*.h; do
	l=$(sed -n '1,12s/.*Layer: \([a-z]*\).*/\1/p' "$h" | head -n 1)
	[[ -n $l && -v may[$l] ]] || complain "$h: no \"Layer: ...\""
	layer[${h#include/}]=${l:-base}
done

# check FILE LAYER: every include of the file
check() {
	local name l
	while read -r name; do
		if [[ -v layer[$name] ]]; then
			l=${layer[$name]}
			[[ $l == "$2" || " ${may[$2]} " == *" $l "* ]] ||
				complain "$1: $2 may not include $name ($l)"
			continue
		fi
		[[ $name != zhipaid/* ]] || complain "$1: no header $name"
		for l in "${!door[@]}"; do
			[[ $name != "$l"* || $2 == "${door[$l]}" ]] ||
				complain "$1: <$name> belongs to ${door[$l]}"
		done
	done < <(sed -n 's/^# *include *[<"]\([^>"]*\)[>"].*/\1/p' "$1")
}
for h in "${!layer[@]}"; do check "include/$h" "${layer[$h]}"; done
for f in src/*/*.[ch]; do
	l=${f#src/}
	check "$f" "${l%%/*}"
done
for f in tests/*/*.c; do
	l=${f#tests/}
	l=${l%%/*}
	[[ ! -v may[$l] ]] || check "$f" "$l"
done

# No circles among the public headers.
for h in "${!layer[@]}"; do
	sed -n "s,^#include \"\(zhipaid/[^\"]*\)\".*,$h \1,p" "include/$h"
done | tsort >/dev/null || complain 'include/zhipaid: headers in a circle'
exit "$bad"
