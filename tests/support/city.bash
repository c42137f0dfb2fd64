# shellcheck shell=bash
# A city for the tests in tests/e2e: sourced with the source and the build
# directory as arguments.  What it makes lies in $work and goes at the end.
set -euo pipefail

top=$1
build=$2
pgbin=/usr/lib/postgresql/15/bin
[[ -x $pgbin/initdb ]] || { echo 'no PostgreSQL 15'; exit 77; }
work=$(mktemp -d /tmp/zhipaid-e2e.XXXXXX)
chmod 711 "$work"
city=$work/city
export ZP_BUILD=$build LANG=en
runner=''

fail() { echo "FAILED: $*"; exit 1; }
as_pg() {
	if [[ $EUID -eq 0 ]]; then (cd / && runuser -u postgres -- "$@")
	else "$@"; fi
}

# run OPTION...: ./run of this build on the city
run() { "$top/run" --dir "$city" "$@"; }
ctl() { "$build/zhipactl" -s "$city/control.sock" "$@"; }
sql() { "$pgbin/psql" -XAtq -h "$city/pg" -U postgres zhipaid -c "$1"; }

# until_true SECONDS COMMAND...: wait for it
until_true() {
	local end=$((SECONDS + $1)) && shift
	until "$@" >/dev/null 2>&1; do
		[[ $SECONDS -lt $end ]] || return 1
		sleep 0.1
	done
}

# start OPTION...: ./run in the background, until it has settled
start() {
	"$top/run" --dir "$city" "$@" >"$work/run.log" 2>&1 &
	runner=$!
	until_true 120 grep -q 'zhipaid is at work' "$work/run.log" ||
		{ cat "$work/run.log"; fail 'the city does not settle'; }
}

# stop: as Ctrl-C would
stop() {
	local rc=0
	kill -TERM "$runner"
	wait "$runner" || rc=$?
	runner=''
	[[ $rc -eq 0 ]] || { cat "$work/run.log"; fail "run ended with $rc"; }
}

finish() {
	local rc=$?
	if [[ -n $runner ]]; then
		kill -TERM "$runner" 2>/dev/null || true
		wait "$runner" || true
	fi
	[[ $rc -eq 0 ]] || tail -n 20 "$city/log/zhipaid.log" || true
	rm -rf "$work"
}
trap finish EXIT
