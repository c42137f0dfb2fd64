#!/bin/bash
# The daemon against plain libpq programs that write the same rows without
# deciding, pair by pair in one run, and the targets.  Arguments: source and
# build directory, how many pairs.  Exits 1 when a target is missed.
set -euo pipefail
top=$1 build=$2 rounds=${3:-5} backlog=20000
source "$top/tests/bench/cluster.bash"

bench() { "$build/bench_pg" "$@"; }

# take NAME COMMAND...: shows what COMMAND says, keeps its figures.
take() {
	local name=$1 said
	shift
	said=$("$@")
	printf '%-18s %s\n' "$name" "$said"
	echo "${said%%[:a]*}" >>"$work/$name"
}

# The median of column COL of what was taken as NAME.
median() {	# NAME COL
	cut -d' ' -f"$2" "$work/$1" | sort -n |
		awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'
}

# A city where something was decided already, to copy for each pair.
make_seed() {
	use seed
	make_db seed
	"$build/zhipactl" db migrate --database "$conninfo" >/dev/null
	"$build/zhipactl" db city 999900 测试市 --database "$conninfo" \
		>/dev/null
	psql_ -qf "$top/tests/bench/city.sql"
	start_daemon 999900 anqing
	bench feed "$conninfo" 1 300 300 >/dev/null
	bench burst "$conninfo" 301 1000 >/dev/null
	stop_daemon
	psql_ -qc vacuum -c analyze
}

daemon_half() {
	fresh daemon seed
	start_daemon 999900 anqing
	bench feed "$conninfo" 2001 100 100 >/dev/null
	take zhipaid.one bench feed "$conninfo" 3001 500 100
	take zhipaid.backlog bench burst "$conninfo" 10001 $backlog
	awk '/VmHWM/ { printf "%.0f\n", $2 / 1024 }' \
		"/proc/$daemon_pid/status" >>"$work/memory"
	[[ ${1-} != last ]] || measure_idle
	stop_daemon
}

plain_half() {
	local bare size
	fresh plain seed
	"$build/bench_pg" bare "$conninfo" & bare=$!
	bench feed "$conninfo" 2001 100 100 >/dev/null
	take plain.one bench feed "$conninfo" 3001 500 100
	kill $bare
	wait $bare || :
	for size in 500 1000; do
		fresh plain seed
		take plain.$size bench plain "$conninfo" 10001 $backlog $size
	done
}

wakeups() { awk '/^voluntary/ { print $2 }' "/proc/$daemon_pid/status"; }
ticks() { cut -d' ' -f14,15 "/proc/$daemon_pid/stat" | tr ' ' +; }

measure_idle() {
	local woken used
	sleep 1
	woken=$(wakeups) used=$(ticks)
	sleep 10
	echo $(($(wakeups) - woken)) >"$work/wakeups"
	echo $((($(ticks) - ($used)) * 1000 / $(getconf CLK_TCK))) \
		>"$work/idle"
}

measure_simulate() {
	"$build/zhipai-sample" --cases 5800 "$work/sample" >/dev/null
	for _ in 1 2 3; do
		take simulate bench cost "$build/zhipactl" simulate \
			--config "$top/etc/policies/anqing.conf" \
			--data "$work/sample" --export "$work/out"
	done
}

missed=0
row() {	# WHAT OURS THEIRS RATIO MEASURED TEST TARGET
	local verdict=PASS
	awk "BEGIN { exit !($5 $6 $7) }" || { verdict=MISSED missed=1; }
	printf '%-38s %10s %10s %7s  %-8s %s\n' "$1" "$2" "$3" "$4" "$6 $7" \
		"$verdict"
}
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

report() {
	local ours theirs writer
	printf '\n%-38s %10s %10s %7s  %s\n' \
		"median of $rounds pairs, load $(cut -d" " -f1 /proc/loadavg)" \
		zhipaid plain ratio target
	ours=$(median zhipaid.one 1) theirs=$(median plain.one 1)
	row 'one case, median, us' "$ours" "$theirs" \
		"$(ratio "$ours" "$theirs")" "$ours / $theirs" '<=' 2
	ours=$(median zhipaid.one 2) theirs=$(median plain.one 2)
	row 'one case, 99th percentile, us' "$ours" "$theirs" \
		"$(ratio "$ours" "$theirs")" "$ours / $theirs" '<=' 3
	ours=$(median zhipaid.backlog 1)
	for writer in plain.500 plain.1000; do
		theirs=$(median $writer 1)
		row "backlog, cases/s (plain: by ${writer#*.})" "$ours" \
			"$theirs" "$(ratio "$ours" "$theirs")" \
			"$ours / $theirs" '>=' 0.5
	done
	ours=$(median simulate 1)
	row 'simulate 5,800 cases, s' "$ours" '' '' "$ours" '<' 3
	row 'simulate, memory, MiB' "$(median simulate 2)" '' '' \
		"$(median simulate 2)" '<' 64
	ours=$(median memory 1)
	row 'daemon, memory at most, MiB' "$ours" '' '' "$ours" '<' 64
	row 'daemon, idle, wake-ups in 10 s' "$(<"$work/wakeups")" '' '' \
		"$(<"$work/wakeups")" '<' 100
	row 'daemon, idle, processor ms in 10 s' "$(<"$work/idle")" '' '' \
		"$(<"$work/idle")" '<' 50
	echo 'For comparison: graphile-worker, doing nothing, took 1.4 and' \
		'4.4 ms for one' $'\n''case where a bare loop took 0.67 and' \
		'0.91 ms (ratios 2.1 and 4.8, another machine).'
}

start_cluster
make_seed
for ((round = 1; round <= rounds; round++)); do
	last=; [[ $round -lt $rounds ]] || last=last
	daemon_half $last
	plain_half
done
measure_simulate
report
exit $missed
