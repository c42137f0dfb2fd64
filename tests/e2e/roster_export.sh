#!/bin/bash
# Rosters that leave the house, with a real daemon: the same roster gives the
# same bytes, a change is a new SEQUENCE of the same event, who does not come
# any more stays as cancelled, and other programs read what is written.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

"$build/zhipai-sample" "$work/data"
for f in cases:approved_at events:at; do	# the first days of the year
	python3 - "$work/data/${f%:*}.csv" "${f#*:}" <<'END'
import csv, sys
name, column = sys.argv[1:]
with open(name, newline='') as f:
    r = csv.DictReader(f)
    rows = [x for x in r if x[column] < '2026-01-06']
with open(name, 'w', newline='') as f:
    w = csv.DictWriter(f, r.fieldnames, lineterminator='\n')
    w.writeheader()
    w.writerows(rows)
END
done
start --fresh --replay --data "$work/data"
until_true 60 grep -q 'replay is at its end' "$city/log/zhipaid.log" ||
	fail 'the replay does not end'

out() { ctl roster export "$work/$1" 2026-02 "${@:2}" >"$work/said"; }
refused() {	# CODE COMMAND...
	local rc=0
	"${@:2}" >"$work/say" 2>&1 || rc=$?
	[[ $rc -eq $1 ]] || fail "$rc, not $1: ${*:2}"
}

# --- a draft is not for others
ctl roster make 2026-02 >/dev/null
out none
[[ ! -e $work/none/lawyers && ! -e $work/none/sheets ]] || fail 'a draft is out'
out draft --drafts
grep -rlq '^STATUS:TENTATIVE' "$work/draft/lawyers" || fail 'no draft'
grep -rlq 'draft)' "$work/draft/sheets" || fail 'no page says draft'
! grep -rlq '^STATUS:CONFIRMED' "$work/draft" || fail 'a draft as certain'

# --- out
ctl roster publish 2026-02 --now --reason 'the stations wait' >/dev/null
out one
grep -q '/lawyers/\*.ics (' "$work/said" || fail "$(cat "$work/said")"
ctl roster publish 2026-02 --now --reason again >/dev/null
out two
diff -r "$work/one" "$work/two" || fail 'the same roster, other bytes'
ctl export "$work/all" >/dev/null
diff <(sort "$work/one/roster.csv") <(grep -E '^station|,2026-02-' \
	"$work/all/roster.csv" | sort) || fail 'roster.csv'
[[ $(grep -c . "$work/one/roster.csv") -gt 100 ]] || fail 'few duties'
# a page a station, and the readonly socket is enough
[[ $(find "$work/one/sheets" -name '*-2026-02.html' | wc -l) -eq \
	$(sed 1d "$work/one/roster.csv" | cut -d, -f1 | sort -u | wc -l) ]] ||
	fail 'the pages'
"$build/zhipactl" -s "$city/readonly.sock" roster export "$work/three" \
	2026-02 --format ics >/dev/null
diff -r "$work/one/lawyers" "$work/three/lawyers" || fail 'the readonly socket'
[[ ! -e $work/three/roster.csv ]] || fail '--format'

# --- a change: the same events, one number higher
read -r station day shift post was _ < <(sed 1d "$work/one/roster.csv" |
	grep -v ',day,' | grep ',2026-02-1[0-3],' | head -n 1 | tr , ' ')
duty=$station/$day/$shift/$post
now=''
for who in $(cut -d, -f5 "$work/one/roster.csv" | sort -u); do
	[[ $who != "$was" ]] && ctl roster change "$duty" "$who" \
		--override N17 --reason 'a hearing' >/dev/null 2>&1 || continue
	now=$who
	break
done
[[ -n $now ]] || fail "nobody may have $duty"
out four
# event DIR FILE UID PROPERTY
event() {
	tr -d '\r' <"$work/$1/$2" | awk -v uid="UID:$3@" -v p="$4:" '
		index($0, "UID:") == 1 { mine = index($0, uid) == 1 }
		mine && index($0, p) == 1 { print substr($0, length(p) + 1) }'
}
is() { [[ $1 == "$2" ]] || fail "$3: $1, not $2"; }
is "$(event one "stations/$station.ics" "$duty" SEQUENCE)" 0 'as published'
is "$(event four "stations/$station.ics" "$duty" SEQUENCE)" 1 'the station'
is "$(event four "stations/$station.ics" "$duty" STATUS)" CONFIRMED 'station'
is "$(event four "lawyers/$was.ics" "$duty/$was" STATUS)" CANCELLED 'who had'
is "$(event four "lawyers/$was.ics" "$duty/$was" SEQUENCE)" 1 'who had it'
is "$(event four "lawyers/$now.ics" "$duty/$now" STATUS)" CONFIRMED 'who has'
is "$(event four "lawyers/$now.ics" "$duty/$now" SEQUENCE)" 1 'who has it'
[[ ! $(event four "stations/$station.ics" "$duty" DTSTAMP) < \
	$(event one "stations/$station.ics" "$duty" DTSTAMP) ]] ||
	fail 'revised before it was published'
changed() { diff -rq "$work/one/$1" "$work/four/$1" | wc -l; }
[[ $(changed lawyers) -eq 2 && $(changed stations) -eq 1 ]] ||
	fail 'others were told, too'
grep -q 'notice 1' "$work/four/sheets/$station-2026-02.html" ||
	fail 'the version of the page'

# --- a shift that is dropped stays as cancelled, and is no row
read -r station day < <(sed 1d "$work/four/roster.csv" |
	grep ',2026-02-1[0-3],' | tail -n 1 | cut -d, -f1,2 | tr , ' ')
gone=$(sed 1d "$work/four/roster.csv" | grep -c "^$station,$day,")
ctl roster except "$station" "$day" am 0 --reason 'the court moves' >/dev/null
ctl roster repair 2026-02 >/dev/null
out five
! grep -q "^$station,$day,.*published" "$work/five/roster.csv" ||
	fail 'a dropped shift is in roster.csv'
[[ $(tr -d '\r' <"$work/five/stations/$station.ics" | grep -A12 \
	"^UID:$station/$day/" | grep -c '^STATUS:CANCELLED') -eq $gone ]] ||
	fail 'a dropped shift is forgotten'
grep -q 'closed<sup>' "$work/five/sheets/$station-2026-02.html" ||
	fail 'the page of a dropped shift'

# whatever was told stays, no number goes back, each notice is one up
uids() { cat "$work/$1/$2"/*.ics | tr -d '\r' | awk -F: '
	$1 == "UID" { uid = $2 } $1 == "SEQUENCE" { print uid, $2 }' | sort; }
for kind in lawyers stations; do
	[[ -z $(join -v 1 <(uids one $kind) <(uids five $kind)) ]] ||
		fail "an event of $kind is forgotten"
	join <(uids one $kind) <(uids five $kind) | awk '$3 < $2 { exit 1 }' ||
		fail "a SEQUENCE of $kind went back"
done
[[ $(uids five stations | awk '{ n += $2 } END { print n }') -eq \
	$(sql 'select count(*) from zp.roster_notices') ]] ||
	fail 'not every notice is a revision of its post'

# --- what others make of it
if [[ -x $build/tests/ics_check ]]; then
	ASAN_OPTIONS=detect_leaks=0 "$build/tests/ics_check" \
		"$work"/five/{lawyers,stations}/*.ics >"$work/events" ||
		fail 'libical'
	[[ $(wc -l <"$work/events") -eq $(cat \
		"$work"/five/{lawyers,stations}/*.ics |
		grep -c '^BEGIN:VEVENT') ]] || fail 'libical misses events'
	[[ -z $(cut -f1 "$work/events" | sort | uniq -d) ]] ||
		fail 'an UID stands twice'
fi
for python in python3 /usr/bin/python3; do
	"$python" "$top/tests/e2e/roster_export.py" "$work/five" ||
		fail "$python"
done

# --- part of it
out six --station "$station" --format all --bom
[[ ! -e $work/six/lawyers && -e $work/six/stations/$station.ics ]] ||
	fail '--station'
cmp "$work/five/stations/$station.ics" "$work/six/stations/$station.ics" ||
	fail 'the feed of one station'
diff <(cd "$work/six/sheets" && ls) <(echo "$station-2026-02.html") ||
	fail 'the page of one station'
[[ $(head -c 3 "$work/six/allowances.csv" | od -An -tx1) == ' ef bb bf' ]] ||
	fail '--bom'
out seven --for "$was"
[[ ! -e $work/seven/stations && ! -e $work/seven/sheets ]] || fail '--for'
cmp "$work/five/lawyers/$was.ics" "$work/seven/lawyers/$was.ics" ||
	fail 'the feed of one person'
# posts that nobody has are known of whole stations alone
words() { python3 -c 'import sys, zipfile
print(zipfile.ZipFile(sys.argv[1]).read("xl/sharedStrings.xml").decode())' \
	"$work/$1/roster.xlsx"; }
grep -q '>open<' <(words five) || fail 'no post is open'
! grep -q '>open<' <(words seven) || fail 'posts of others are open'
refused 2 ctl roster export "$work/x" March
refused 2 ctl roster export "$work/x" --format pdf
refused 1 ctl roster export "$work/x" --station nowhere
refused 1 ctl roster export "$work/x" --for nobody
[[ ! -e $work/x ]] || fail 'files of a refused command'
refused 1 ctl roster export /proc/nowhere 2026-02
stop

# --- the same from a plan, without a database
"$build/zhipactl" roster plan 2026-02 --publish --format all --data \
	"$work/data" --config "$top/etc/policies/anqing.conf" --export \
	"$work/plan" >/dev/null 2>&1 || [[ $? -eq 2 ]] || fail 'roster plan'
diff <(cd "$work/one" && find . -type f | sort) \
	<(cd "$work/plan" && find . -type f | sort) || fail 'files of a plan'
