#!/bin/bash
# Rules that changed while the daemon was down: what waits by the old ones is
# looked at again, without anybody touching the case.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"

by_c7() {
	sql "select count(*) from zp.cases where state = 'waiting'
		and 'C7' = any (string_to_array(pending_rule, '|'))"
}
start
[[ $(by_c7) -gt 0 ]] || fail 'nothing waits by C7: the sample has changed'
stop
rm "$city/policies"
cp -r "$top/etc/policies" "$city/policies"
echo 'rules: { off = ["C7"]; };' >>"$city/policies/anqing.conf"
start
nobody() { [[ $(by_c7) -eq 0 ]]; }
until_true 5 nobody || fail "$(by_c7) cases still wait by C7"
stop
