# shellcheck shell=bash
# A private PostgreSQL and a daemon for measuring; sourced.  Sets conninfo,
# daemon_pid; needs $top and $build.
pgbin=/usr/lib/postgresql/15/bin
work=$(mktemp -d /tmp/zhipaid-bench.XXXXXX)

as_pg() { if [[ $EUID -eq 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }
psql_() { psql -X -v ON_ERROR_STOP=1 "$conninfo" "$@"; }
use() { conninfo="host=$work user=postgres dbname=$1"; }	# DATABASE

start_cluster() {
	[[ $EUID -ne 0 ]] || chown postgres "$work"
	chmod 711 "$work"
	trap stop_all EXIT
	as_pg "$pgbin/initdb" -D "$work/pg" -U postgres -A trust \
		--locale=C.UTF-8 >/dev/null
	as_pg "$pgbin/pg_ctl" -D "$work/pg" -l "$work/pg.log" -w start -o \
		"-c listen_addresses='' -c unix_socket_directories=$work" \
		>/dev/null
}

make_db() {	# NAME [TEMPLATE]
	as_pg psql -Xqh "$work" -U postgres -c 'set client_min_messages = error' \
		-c "drop database if exists $1 with (force)" \
		-c "create database $1 ${2:+template $2}" -c checkpoint
}

# A new copy of a database, to work in.
fresh() {	# NAME TEMPLATE
	make_db "$1" "$2"
	use "$1"
}

start_daemon() {	# city policy
	mkdir -p "$work/policies" "$work/calendars"
	cp "$top"/etc/policies/* "$work/policies"
	cp "$top"/etc/calendars/* "$work/calendars"
	cat >"$work/zhipaid.conf" <<-END
	city = "$1";
	database = "$conninfo";
	socket = "$work/control.sock";
	socket_readonly = "$work/control-ro.sock";
	policy = "$2";
	calendars = [ "2025", "2026" ];
	END
	"$build/zhipaid" -c "$work/zhipaid.conf" 2>"$work/daemon.log" &
	daemon_pid=$!
	for _ in $(seq 100); do
		"$build/zhipactl" -s "$work/control.sock" status --json \
			2>/dev/null | grep -q '"idle"' && return
		sleep 0.1
	done
	cat "$work/daemon.log" >&2
	return 1
}

stop_daemon() { kill "$daemon_pid" 2>/dev/null; wait "$daemon_pid" || :; }

stop_all() {
	kill $(jobs -p) 2>/dev/null || :
	as_pg "$pgbin/pg_ctl" -D "$work/pg" -m fast stop >/dev/null || :
	rm -rf "$work"
}
