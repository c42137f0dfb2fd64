#!/bin/bash
# Bad CSV is refused, or taken, with a message a clerk understands; nothing
# is ever half loaded.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start
conninfo="host=$city/pg user=postgres dbname=zhipaid"
good=$city/data
rows() { sql "select (select count(*) from zp.cases) + (select count(*)
	from zp.counsel) + (select count(*) from zp.firms)"; }
before=$(rows)
import() { "$build/zhipactl" import "$@" --database "$conninfo"; }

# refused WHERE WHAT: all of $work/bad is refused, the message says where
refused() {
	local rc=0
	import "$work/bad" >"$work/out" 2>&1 || rc=$?
	[[ $rc -eq 2 ]] || { cat "$work/out"; fail "$2: exit $rc"; }
	grep -qE "^$1: error: .*$2" "$work/out" ||
		{ cat "$work/out"; fail "no message \"$1: $2\""; }
	grep -q 'nothing was loaded' "$work/out" || fail "$2: half loaded?"
	[[ $(rows) == "$before" ]] || fail "$2: something was loaded"
}
spoil() { rm -rf "$work/bad"; cp -r "$good" "$work/bad"; }

spoil	# a wrong column
sed -i '1s/,name,/,nam,/' "$work/bad/firms.csv"
refused 'firms.csv:1' 'nam'
spoil	# a column too few
sed -i '2s/,[^,]*$//' "$work/bad/firms.csv"
refused 'firms.csv:2.*' ''
spoil	# no such day
sed -i '2s/,20[0-9-]*,/,2026-02-30,/' "$work/bad/leave.csv"
refused 'leave.csv:2: starts_on' '2026-02-30'
spoil	# no such time
sed -i '3s/,20[0-9][0-9]-[0-9-]*T/,2026-13-45T/' "$work/bad/cases.csv"
refused 'cases.csv:3: approved_at' '2026-13-45'
spoil	# an unknown code
sed -i '2s/,C[0-9]*,/,C999999,/' "$work/bad/counsel.csv"
refused 'counsel.csv:2: centre_code' 'C999999'
spoil	# the same key twice
sed -n 3p "$good/counsel.csv" >>"$work/bad/counsel.csv"
refused 'counsel.csv:[0-9]*: licence_no' 'the same as on line 3'
spoil	# a quote that never ends
sed -i '4s/^/"/' "$work/bad/cases.csv"
refused 'cases.csv:4: case_no' 'quote'
spoil	# neither UTF-8 nor GB18030
printf '\xff\xff\xff\n' >>"$work/bad/firms.csv"
refused 'firms.csv:[0-9]*' ''
spoil	# no header at all
: >"$work/bad/matters.csv"
refused 'matters.csv(:1)?' ''

# What is only unusual is taken: as it is written, and not as code.
odd="' or 1=1; drop table zp.cases; --"
spoil
sed -i "2s/^\([^,]*\),[^,]*,/\1,<script>alert(1)<\/script>$odd,/" \
	"$work/bad/firms.csv"
sed -i '3s/^\([^,]*\),[^,]*,/\1,"律师, ""老王"" 事务所",/' \
	"$work/bad/firms.csv"
import "$work/bad" >"$work/out" 2>&1 || { cat "$work/out"; fail 'odd'; }
[[ $(sql "select count(*) from zp.firms where
	name = '<script>alert(1)</script>' || \$\$$odd\$\$") == 1 ]] ||
	fail 'the name was changed'
[[ $(sql "select count(*) from zp.firms where
	name = '律师, \"老王\" 事务所'") == 1 ]] || fail 'quotes'
long=$(printf '长%.0s' {1..300})
sed -i "2s/^\([^,]*\),[^,]*,/\1,$long,/" "$work/bad/firms.csv"
rc=0
import "$work/bad" >"$work/out" 2>&1 || rc=$?
if [[ $rc -eq 0 ]]; then
	[[ $(sql "select max(length(name)) from zp.firms") == 300 ]] ||
		fail 'a name was cut'
else
	grep -q '^firms.csv:2: name: error' "$work/out" || fail 'long name'
fi

# GB18030, with CRLF; UTF-8 with BOM: the same rows, nothing new.
spoil
for f in "$work"/bad/*.csv; do
	sed 's/$/\r/' "$f" | iconv -f UTF-8 -t GB18030 >"$f.gb"
	mv "$f.gb" "$f"
done
import "$work/bad" >"$work/out" 2>&1 || { cat "$work/out"; fail 'GB18030'; }
[[ $(rows) == "$before" ]] || fail 'GB18030: other rows'
spoil
sed -i '1s/^/\xef\xbb\xbf/' "$work"/bad/*.csv
import "$work/bad" >"$work/out" 2>&1 || { cat "$work/out"; fail 'BOM'; }
[[ $(rows) == "$before" ]] || fail 'BOM: other rows'
[[ $(sql "select count(*) from zp.firms f where name ~ '[<\"]'") == 0 ]] ||
	fail 'names are not back'

# Good rows of a bad file, when asked for; and nothing on a dry run.
sed '2s/,C[0-9]*,/,C999999,/' "$good/counsel.csv" |
	sed '3s/^[0-9]*,/199019990000000001,/' >"$work/counsel.csv"
rc=0
import "$work/counsel.csv" --city 990100 >"$work/out" 2>&1 || rc=$?
[[ $rc -eq 2 ]] || { cat "$work/out"; fail "unknown centre: $rc"; }
[[ $(rows) == "$before" ]] || fail 'a file was half loaded'
sed -i 2d "$work/counsel.csv"
import "$work/counsel.csv" --city 990100 --dry-run >/dev/null 2>&1 ||
	fail 'dry run'
[[ $(rows) == "$before" ]] || fail 'a dry run wrote'
spoil
sed -i '3s/,20[0-9][0-9]-[0-9-]*T/,2026-13-45T/' "$work/bad/cases.csv"
sed -n 2p "$good/firms.csv" | sed 's/^[^,]*/F99999999/' \
	>>"$work/bad/firms.csv"
rc=0
import "$work/bad" --keep-good >"$work/out" 2>&1 || rc=$?
[[ $rc -eq 2 ]] || { cat "$work/out"; fail "keep-good: exit $rc"; }
grep -q 'cases.csv:3: approved_at: error' "$work/out" || fail 'not reported'
[[ $(rows) == $((before + 1)) ]] || fail 'the good rows are not in'
stop
