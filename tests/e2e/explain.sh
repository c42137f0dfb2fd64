#!/bin/bash
# Why, and the same again: explain and replay on ten cases, also after the
# rules, the registry and the cases have changed.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

start --replay --policy chifeng
mapfile -t cases < <(sql "select case_no from (
	(select case_no from zp.v_pending order by 1 limit 3) union
	(select distinct case_no from zp.decisions order by 1 limit 10)) c
	order by 1 limit 10")
[[ ${#cases[@]} -eq 10 ]] || fail "only ${#cases[@]} cases"
other=$(sql "select min(licence_no) from zp.counsel where status = 'active'")

each() {
	for c in "${cases[@]}"; do
		ctl replay "$c" >/dev/null || fail "replay $c"
		ctl explain "$c" | grep -q "$c" || fail "explain $c"
		ctl --lang zh explain "$c" | grep -q "$c" ||
			fail "explain $c in Chinese"
		ctl explain "$c" --for "$other" | grep -q . ||
			fail "explain $c --for $other"
	done
}
each
ctl explain "${cases[0]}" --json | python3 -m json.tool >/dev/null ||
	fail 'explain --json is no JSON'

# Whatever has changed since: the same bytes.
rm "$city/policies"
cp -r "$top/etc/policies" "$city/policies"
sed -i 's/^\( *\)specialty = [0-9]*;/\1specialty = 9000;/' \
	"$city/policies/chifeng.conf"
ctl reload | grep -q specialty || fail 'reload'
sql "update zp.counsel set name = name || '甲', annual_cap = 1" >/dev/null
each

# A case that is not there is no reason to fall over.
! ctl explain no-such-case 2>"$work/err" || fail 'explained nothing'
grep -q . "$work/err" || fail 'no message'
! ctl explain "${cases[0]}" --for 000 2>/dev/null || fail 'nobody explained'
ctl status >/dev/null
stop
