#!/bin/bash
# Size: .c <= 600 lines, headers <= 165, functions <= 100 lines (half <= 20,
# nine of ten <= 50), at most 6 parameters, 80 columns.
# Arguments: source directory.
set -euo pipefail
cd "$1"
bad=0
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT

# Columns on a terminal: tabs of 8; bytes of a wide character count two.
wide() {
	LC_ALL=C sed 's/[\xe3-\xef][\x80-\xbf][\x80-\xbf]/xx/g
		s/[\xe0-\xe2][\x80-\xbf][\x80-\xbf]/x/g
		s/[\xc0-\xdf][\x80-\xbf]/x/g' "$1" | expand |
		awk -v f="$1" 'length > 80 {
			print f ":" NR ": " length " columns" }'
}
for f in src/*/*.[ch] include/zhipaid/*.h tests/*/*.[ch] \
	tests/*/*.sh run; do
	[[ -e $f ]] || continue
	n=$(wc -l <"$f")
	max=600
	[[ $f != include/* ]] || max=165
	[[ $n -le $max ]] || echo "$f: $n lines, $max are enough"
	wide "$f"
done | { ! grep .; } || bad=1

# file:line name lines parameters, for every function
for f in src/*/*.c tests/*/*.c; do
	awk -v f="$f" '
	/^[a-z].*\(/ && !/;$/ && !/\{/ {
		head = $0
		at = NR
		next
	}
	/^\{$/ && head != "" { start = NR; next }
	/^\}/ && start {
		name = head
		sub(/\).*/, "", name)
		sub(/\(.*/, "", name)
		sub(/.*[ *]/, "", name)
		args = head
		sub(/^[^(]*\(/, "", args)
		depth = 0
		n = 1
		for (i = 1; i <= length(args); i++) {
			c = substr(args, i, 1)
			if (c == "(") depth++
			if (c == ")" && depth-- == 0) break
			if (c == "," && depth == 0) n++
		}
		print f ":" at, name, NR - start + 1, n
		start = 0
		head = ""
	}
	/^[ \t]/ && head != "" && !start { head = head $0 }
	/;$/ && !start { head = "" }' "$f"
done >"$tmp"
awk '$3 > 100 { print $1 ": " $2 " has " $3 " lines, 100 are enough" }
	$4 > 6 { print $1 ": " $2 " takes " $4 " parameters, 6 are enough" }' \
	"$tmp" | { ! grep .; } || bad=1
grep '^src/' "$tmp" | awk '{ print $3 }' | sort -n | awk '
	{ n[NR] = $1 }
	END {
		if (!NR) exit
		h = n[int((NR + 1) / 2)]
		t = n[int((NR * 9 + 9) / 10)]
		printf "%d functions: median %d lines, 90%% up to %d, " \
			"longest %d\n", NR, h, t, n[NR]
		exit h > 20 || t > 50
	}' || { echo 'functions are too long on the whole'; bad=1; }
exit "$bad"
