#!/bin/bash
# The pure layers call nothing but memory, strings and sorting, and hold no
# file-scope state: judged by the symbols of their objects.
# Arguments: source directory.
set -euo pipefail
cd "$1"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

allowed='malloc|calloc|realloc|free|abort|qsort|bsearch'
allowed+='|mem(cpy|move|set|cmp|chr|mem|rchr)'
allowed+='|str(len|nlen|cmp|ncmp|chr|rchr|str|spn|cspn|pbrk)|strchrnul'
allowed+='|snprintf|vsnprintf|strto(l|ll|ul|ull|d|imax|umax)'
allowed+='|__isoc(99|23)_strto(l|ll|ul|ull)|__errno_location'
allowed+='|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail'

bad=0
for f in src/{base,model,rules,engine}/*.c; do
	o=$tmp/$(tr / _ <<<"$f").o
	"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -DZP_VERSION='""' -Iinclude -O1 \
		-U_FORTIFY_SOURCE -fno-pie -fno-builtin-fprintf -c "$f" -o "$o"
done
defined=$(nm --defined-only -g "$tmp"/*.o | awk 'NF==3 {print $3}')
for o in "$tmp"/*.o; do
	f=${o##*/src_}
	f=src/$(sed 's/_/\//; s/\.o$//' <<<"$f")
	more=
	# What a failed assertion says, and running out of memory.
	[[ $f != src/base/assert.c && $f != src/base/xalloc.c ]] ||
		more='|fprintf|fputs|fwrite|stderr'
	foreign=$(nm -u "$o" | awk '{print $2}' | grep -vxE "$allowed$more" |
		grep -vxF "$defined" || true)
	[[ -z $foreign ]] ||
		{ echo "$f: calls ${foreign//$'\n'/ }"; bad=1; }
	state=$(nm "$o" | awk '$2 ~ /[dDbBC]/ {print $3}')
	[[ -z $state ]] ||
		{ echo "$f: file-scope state ${state//$'\n'/ }"; bad=1; }
done
exit "$bad"
