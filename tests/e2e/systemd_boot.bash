#!/bin/bash
# Inside the container of systemd_boot.sh: one line for each thing tried.
set -u
unit=zhipaid@anqing
sock=/run/zhipaid-anqing/control.sock
policy=/etc/zhipaid/policies/anqing.conf
db='host=/run/postgresql dbname=zhipaid'
export LANG=en_US.UTF-8 LC_ALL=C.UTF-8
bad=0

check() {	# check WHAT COMMAND...
	local what=$1 said
	shift
	if said=$("$@" 2>&1); then
		echo "ok    $what"
	else
		echo "NOT   $what"
		echo "$said" | tail -15 | sed 's/^/        /'
		bad=1
	fi
}
not() { ! "$@"; }
value() { systemctl show -P "$1" "$unit"; }
within() {	# within SECONDS COMMAND...: until it succeeds
	local left=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || { "$@"; return 1; }
		sleep 0.1
	done
}
as() { local who=$1; shift; runuser -u "$who" -- "$@"; }
ctl() { zhipactl -s "$sock" "$@"; }
shows() { local text=$1; shift; "$@" 2>&1 | grep -F -- "$text"; }

# --- an installed system ---
check "sysusers makes the user" systemd-sysusers
check "tmpfiles protects the configuration" systemd-tmpfiles --create
useradd -G zhipaid zhang
useradd -G zhipaid li
sed 's/^admins = .*/admins = ["zhang"];/' /etc/zhipaid/zhipaid.conf \
	>/etc/zhipaid/anqing.conf
systemd-tmpfiles --create
check "the example is a good configuration" \
	as zhipaid zhipaid -n -c /etc/zhipaid/anqing.conf
check "PostgreSQL runs" within 30 as postgres psql -c 'select 1'
as postgres createdb zhipaid
check "the schema is made" as postgres zhipactl db migrate --database "$db"
check "the city is entered" as postgres zhipactl db city 340800 安庆市 \
	--database "$db"
as postgres psql -q -c 'create role zhipaid login in role zp_daemon' zhipaid

# --- start ---
check "the unit starts" systemctl start "$unit"
check "it is active" [ "$(value ActiveState)" = active ]
check "it reaches the database inside its sandbox, and idles" \
	within 10 shows idle ctl status
check "its status is shown" [ -n "$(value StatusText)" ]
check "its lines are in the journal" within 5 \
	shows 340800 journalctl -q -u "$unit" -o cat
check "exposure is low" systemd-analyze security --threshold=12 "$unit"

# --- who may do what ---
check "an administrator may reload" as zhang zhipactl -s "$sock" reload
check "another of the group may not" not as li zhipactl -s "$sock" reload
check "nobody may ask on the read-only socket" \
	as nobody zhipactl -s /run/zhipaid-anqing/readonly.sock status
check "nobody may not touch the control socket" \
	not as nobody zhipactl -s "$sock" status

# --- reload ---
pid=$(value MainPID)
cp "$policy" /tmp/good
echo 'lod: { annual_cap = 80; };' >>"$policy"
check "a bad policy fails the reload" not systemctl reload "$unit"
check "the errors name file and line" shows "anqing.conf:" ctl reload
check "the old rules go on" [ "$(value ActiveState)" = active ]
sed 's/annual_cap = 90/annual_cap = 85/' /tmp/good >"$policy"
check "a good policy reloads" systemctl reload "$unit"
check "it is in force" shows 85 ctl config show
check "without a restart" [ "$(value MainPID)" = "$pid" ]
kill -HUP "$pid"
check "SIGHUP reloads too" within 5 shows "0 keys changed" \
	systemctl show -P StatusText "$unit"

# --- watchdog ---
kill -STOP "$pid"
check "a stuck daemon is replaced" within 15 \
	sh -c "[ \$(systemctl show -P NRestarts $unit) = 1 ]"
check "and works again" within 15 shows idle ctl status
check "as another process" [ "$(value MainPID)" != "$pid" ]

# --- stop ---
check "it stops" systemctl stop "$unit"
check "with exit 0" [ "$(value Result)$(value ExecMainStatus)" = success0 ]

# --- bad configuration at start ---
echo 'x = 1;' >>/etc/zhipaid/anqing.conf
check "a bad configuration does not start" not systemctl start "$unit"
sleep 5
check "exit 78, not tried again" [ "$(value ActiveState) $(value NRestarts) \
$(value ExecMainStatus)" = "failed 0 78" ]

[ "$bad" = 0 ] && echo "all good"
