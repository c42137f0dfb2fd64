#!/bin/bash
# The unit parses, and its sandbox scores at most 1.2 of 10 exposure.
set -eu
build=$2
unit=$build/systemd/zhipaid@.service

command -v systemd-analyze >/dev/null || exit 77
[ -f "$unit" ] || { echo "no unit in $build/systemd"; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Programs that exist anywhere, so that verify looks at everything else.
sed -e 's#=/[^ ]*/zhipaid #=/bin/true #' -e 's#=/[^ ]*/zhipactl #=/bin/true #' \
	"$unit" >"$scratch/zhipaid@anqing.service"
if ! systemd-analyze verify --man=no "$scratch/zhipaid@anqing.service" \
	2>"$scratch/said"; then
	cat "$scratch/said"
	exit 1
fi
if grep "zhipaid@anqing" "$scratch/said"; then
	exit 1
fi
systemd-analyze security --offline=yes --threshold=12 --no-pager \
	"$scratch/zhipaid@anqing.service" >"$scratch/score" || {
	cat "$scratch/score"
	exit 1
}
tail -1 "$scratch/score"
