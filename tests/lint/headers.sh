#!/bin/bash
# Every header compiles alone under each compiler there is, has a guard,
# and says something about each prototype: a comment in its paragraph.
# Arguments: source directory.
set -euo pipefail
cd "$1"
bad=0
flags=(-std=c11 -D_GNU_SOURCE -Iinclude -Wall -Wextra -Wpedantic -Wshadow
	-Wconversion -Wstrict-prototypes -Werror -fsyntax-only)
read -ra libs < <(pkg-config --cflags libpq jansson libevent libsodium)
flags+=("${libs[@]}")

for h in include/zhipaid/*.h src/*/*.h; do
	for cc in gcc clang; do
		[[ -n $(command -v "$cc") ]] || continue
		"$cc" "${flags[@]}" -I"${h%/*}" -include "$h" -x c - \
			<<<'extern int lint;' || bad=1
	done
	grep -q '^#ifndef [A-Z_]*_H$' "$h" || { echo "$h: no guard"; bad=1; }
done

for h in include/zhipaid/*.h; do
	awk -v file="$h" '
	function flush() {
		if (proto && !said)
			print file ":" proto ": nothing is said about " name
		proto = said = 0
	}
	/^$/ { flush() }
	/\/\*/ { said = 1 }
	/^[a-z].*[ *]zp_[a-z0-9_]*\(/ && !/^static inline/ && !/^typedef/ {
		if (!proto) {
			proto = NR
			name = $0
			sub(/\(.*/, "", name)
			sub(/.*[ *]/, "", name)
		}
	}
	END { flush() }' "$h"
done | { ! grep .; } || bad=1
exit "$bad"
