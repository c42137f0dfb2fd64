#!/bin/bash
# The daemon against plain libpq programs that write the same rows, on one
# private cluster in one run.  usage: db.sh BUILD_DIR [CASES]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$1 backlog=${2:-20000}
source "$top/tests/bench/cluster.bash"

start_cluster
conn="$conninfo"
"$build/zhipactl" db migrate --database "$conn" >/dev/null
"$build/zhipactl" db city 999900 测试市 --database "$conn" >/dev/null
psql_ -qf "$top/tests/bench/city.sql"
start_daemon 999900 anqing

bench() { "$build/bench_pg" "$@"; }
n=1
echo "warm-up:            $(bench feed "$conn" $n 500 200)"; n=$((n + 500))
echo "daemon, 100/s:      $(bench feed "$conn" $n 1500 100)"; n=$((n + 1500))
echo "daemon, backlog:    $(bench burst "$conn" $n "$backlog")"
n=$((n + backlog))
echo "daemon, memory:     $(grep VmHWM "/proc/$daemon_pid/status" |
	tr -s '\t ' ' ')"
ticks() { cut -d' ' -f14,15 "/proc/$daemon_pid/stat"; }
before=$(ticks)
sleep 10	# what an idle daemon costs
echo "daemon, 10 s idle:  cpu ticks $before -> $(ticks)"
stop_daemon

bench bare "$conn" & bare=$!
echo "bare loop, warm-up: $(bench feed "$conn" $n 500 200)"; n=$((n + 500))
echo "bare loop, 100/s:   $(bench feed "$conn" $n 1500 100)"; n=$((n + 1500))
kill $bare; wait $bare || :
for size in 500 1000 5000; do
	echo "plain writer, $size:  $(bench plain "$conn" $n "$backlog" $size)"
	n=$((n + backlog))
done
