#!/bin/bash
# A year decided twice, from rows in another order, and by the programs of
# another compiler: the same files, byte for byte, under every policy.
# Arguments: source and build directory; 77 when there is no clang.
set -euo pipefail
top=$1 build=$2
command -v clang >/dev/null || exit 77
work=$(mktemp -d /tmp/zhipaid-same.XXXXXX)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

# year PROGRAM DATA OUT: every policy's year
year() {
	local policy
	for policy in anqing baotou chifeng neimenggu; do
		"$1" simulate --config "$top/etc/policies/$policy.conf" \
			--data "$2" --export "$3.$policy" >"$work/log" 2>&1 ||
			{ cat "$work/log"; fail "$3 $policy"; }
	done
}
# same A B: are they?
same() {
	local policy f
	for policy in anqing baotou chifeng neimenggu; do
		for f in assignments.csv pending.csv; do
			cmp "$1.$policy/$f" "$2.$policy/$f" ||
				fail "$policy: $2 differs from $1"
		done
	done
}

"$build/zhipai-sample" --cases 1200 "$work/data"
year "$build/zhipactl" "$work/data" "$work/first"
year "$build/zhipactl" "$work/data" "$work/second"
same "$work/first" "$work/second"

mkdir "$work/shuffled"
for f in "$work"/data/*.csv; do
	to=$work/shuffled/${f##*/}
	head -1 "$f" >"$to"
	tail -n +2 "$f" | shuf --random-source=<(yes "${f##*/}") >>"$to"
	[[ $(wc -l <"$f") -lt 9 ]] || ! cmp -s "$f" "$to" || fail "not shuffled"
done
year "$build/zhipactl" "$work/shuffled" "$work/shuffled"
same "$work/first" "$work/shuffled"

cmake -G Ninja -S "$top" -B "$work/clang" -DCMAKE_C_COMPILER=clang \
	-DZP_TESTS=OFF >/dev/null
ninja -C "$work/clang" zhipactl zhipai-sample >"$work/log" ||
	{ cat "$work/log"; fail clang; }
"$work/clang/zhipai-sample" --cases 1200 "$work/again"
diff -r "$work/data" "$work/again" || fail 'the sample differs by compiler'
year "$work/clang/zhipactl" "$work/again" "$work/clangs"
same "$work/first" "$work/clangs"
