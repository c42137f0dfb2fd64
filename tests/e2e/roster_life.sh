#!/bin/bash
# The life of a roster with a real daemon.  A city that replays its data with
# a roster ends its duties day by day, as simulate does; then, at the clock of
# its last event: drafts, review, replies, publication, what is frozen after
# it, and what stations are told.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
# All that happened before 5 March; a roster of three months.
for f in cases:approved_at events:at; do
	python3 - "$work/data/${f%:*}.csv" "${f#*:}" <<'END'
import csv, sys
name, column = sys.argv[1:]
with open(name, newline='') as f:
    r = csv.DictReader(f)
    rows = [x for x in r if x[column] < '2026-03-05']
with open(name, 'w', newline='') as f:
    w = csv.DictWriter(f, r.fieldnames, lineterminator='\n')
    w.writeheader()
    w.writerows(rows)
END
done
"$build/zhipactl" roster plan 2026-01..2026-03 --publish --data "$work/data" \
	--config "$top/etc/policies/anqing.conf" --export "$work/plan" \
	>/dev/null || [[ $? -eq 2 ]] || fail 'no plan'
grep -v ',2026-03-2[0-9],\|,2026-03-3[01],' "$work/plan/roster.csv" \
	>"$work/data/roster.csv"
start --fresh --replay --data "$work/data"
until_true 120 grep -q 'replay is at its end' "$city/log/zhipaid.log" ||
	fail 'the replay does not end'

# --- what was published for the past was done, in simulate, too
ctl export "$work/out" >/dev/null
"$build/zhipactl" simulate --data "$work/data" --config \
	"$top/etc/policies/anqing.conf" --export "$work/sim" >/dev/null
for f in assignments.csv pending.csv; do
	cmp "$work/out/$f" "$work/sim/$f" || fail "$f differs from simulate"
done
today=$(sql 'select zp.today(city::text) from zp.cities')
[[ $today == 2026-03-0[1-4] ]] || fail "the clock stands on $today"
awk -F, -v today="$today" 'NR > 1 && $6 != ($2 < today ? "done" : "published") {
	print; bad = 1 } END { exit bad }' "$work/out/roster.csv" ||
	fail 'past duties are done, the others are not'
[[ $(sql "select count(*) from zp.ledger where kind = 'duty'") -eq \
	$(grep -c ',done$' "$work/out/roster.csv") ]] || fail 'the ledger'

# --- drafts
ctl --json roster make 2026-03..2026-04 >"$work/make.json"
python3 - "$work/make.json" <<'END' || fail 'what make says'
import json, sys
m = json.load(open(sys.argv[1]))['months']
assert [x['month'] for x in m] == ['2026-03', '2026-04'], m
for x in m:
    assert x['duties'] > x['open'] and x['total'] >= x['bound'] > 0, x
END
published() {
	sql "select md5(string_agg(r::text, '' order by r)) from zp.roster r
		where state in ('done', 'published') $1"
}
out() { sql "select count(*) from zp.roster where state = '$1'"; }
[[ $(out draft) -gt 100 ]] || fail 'no drafts'
drafts=$(sql "select md5(string_agg(r::text, '' order by r)) from zp.roster r
	where state = 'draft' and date >= '2026-04-01'")
ctl roster make 2026-04 >/dev/null
[[ $drafts == $(sql "select md5(string_agg(r::text, '' order by r)) from
	zp.roster r where state = 'draft' and date >= '2026-04-01'") ]] ||
	fail 'the same data, another draft'
# two clerks at once: both are served, one after the other
ctl roster make 2026-04 >/dev/null & one=$!
ctl roster make 2026-04 >/dev/null & two=$!
{ wait "$one" && wait "$two"; } || fail 'two clerks at once'

# --- the review
refused() { if "$@" >"$work/say" 2>&1; then fail "not refused: $*"; fi; }
refused ctl roster publish 2026-04
grep -q 'not been reviewed' "$work/say" || fail "$(cat "$work/say")"
ctl roster review 2026-04 --days 2 >/dev/null
refused ctl roster publish 2026-04
grep -q 'still open' "$work/say" || fail "$(cat "$work/say")"
refused ctl roster publish 2026-04 --now
read -r duty who < <(sql "select format('%s/%s/%s/%s', station_code, date,
	shift, post), licence_no from zp.roster where state = 'draft' and
	date >= '2026-04-01' order by date, 1 limit 1" | tr '|' ' ')
ctl roster show "$duty" --for "$who" >"$work/show"
grep -q 'he has it' "$work/show" || fail 'whose'
ctl roster refuse "$duty" --reason 'a hearing elsewhere' >/dev/null
[[ $(sql "select count(*) from zp.roster where state = 'draft' and licence_no
	= '$who' and format('%s/%s/%s/%s', station_code, date, shift, post) =
	'$duty'") -eq 0 ]] || fail 'who declines has it still'
ctl roster make 2026-04 >/dev/null	# and a new draft knows it
[[ $(sql "select count(*) from zp.roster where state = 'draft' and licence_no
	= '$who' and format('%s/%s/%s/%s', station_code, date, shift, post) =
	'$duty'") -eq 0 ]] || fail 'who declined is asked again'
ctl roster accept "$who" 2026-04 >/dev/null
ctl roster review 2026-04 --days 2 >/dev/null
ctl --json todo >/dev/null

# --- out, and frozen
ctl roster publish 2026-04 --now --reason 'the stations wait' >/dev/null
[[ $(sql "select count(*) from zp.roster where state = 'draft' and date >=
	'2026-04-01'") -eq 0 ]] || fail 'drafts are left'
told() { sql 'select md5(string_agg(s::text, null order by s))
	from zp.standby s'; }
before=$(published "and date >= '2026-04-01'")$(told)
ctl roster make 2026-04 >/dev/null
[[ $before == "$(published "and date >= '2026-04-01'")$(told)" ]] ||
	fail 'make changed what is out'
refused sql "update zp.roster set licence_no = '$who'"
refused sql 'delete from zp.roster'
refused sql "update zp.roster set state = 'absent' where state = 'done'"
refused ctl roster make 2026-02
refused ctl roster review 2026-04
refused ctl roster refuse "$duty" --reason late

# --- a year that nobody announced
ctl roster make 2031-01 >"$work/say"
grep -q 'H3' "$work/say" || fail 'no warning of 2031'
refused ctl roster publish 2031-01 --now --reason why
grep -q 'H3' "$work/say" || fail 'H3'

# --- a station wants more: told by number, and nobody else disturbed
station=$(sql "select code from zp.stations where posts = 1 order by 1 limit 1")
ctl roster except "$station" 2026-04-15 am 2 --reason 'two courts' >/dev/null
ctl roster wish "$who" 2026-04-01 2026-04-02 >/dev/null
ctl roster make 2026-04 >/dev/null
ctl roster publish 2026-04 --now --reason 'more posts' >/dev/null
[[ -z $(sql "select station_code from zp.roster_notices group by 1 having
	max(notice_no) <> count(*)") ]] || fail 'a number is missing'
ctl roster show 2026-04 >"$work/show"
grep -q 'published' "$work/show" || fail 'show'
ctl --lang zh roster show "$station" 2026-04 >"$work/show"
grep -q '已公布' "$work/show" || fail 'zh'
ctl --json roster show 2026-04 | python3 -c '
import json, sys
x = json.load(sys.stdin)
assert x["months"][0]["state"] == "published", x["months"]
assert all(d["licence_no"] or d["state"] == "open" for d in x["duties"])
assert len(x["standby"]) > 20' || fail 'show --json'
stop

# --- live, by itself: next month's draft, and out when the policy says so,
# unless nobody has announced its days off
{
	cat "$top/etc/policies/anqing.conf"
	echo 'roster: { publish = "auto"; review_days = 0; draft_day = 1; };'
} >"$work/auto.conf"
"$build/zhipai-sample" --cases 10 "$work/live"
start --fresh --data "$work/live" --policy "$work/auto.conf"
said() { grep -aq "$1" "$city/log/zhipaid.log"; }
until_true 60 said 'the roster of the month from .* is drafted' ||
	fail 'no draft by itself'
until_true 60 said 'the roster of .* is published\|not announced' ||
	fail 'nothing came of the draft'
ctl status >"$work/show"
grep -q '^rosters: ' "$work/show" || fail 'status'
stop
