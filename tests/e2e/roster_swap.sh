#!/bin/bash
# Published duties change hands, with a real daemon: leave is repaired at
# once, two clerks take one offer and one is told who has it, who is absent
# is replaced and does not count, a named person overrides a rule and a
# repair does not undo it, stations acknowledge numbered changes.
# shellcheck source=tests/support/city.bash
. "$1/tests/support/city.bash"
# shellcheck source=tests/support/roster.bash
. "$1/tests/support/roster.bash"

start --fresh --data "$work/data"
publish_rosters "$month..$next"
sound() {	# nobody at two places, one person a post, no number missing
	[[ $(sql "select count(*) from (select station_code from
		zp.roster_notices group by 1 having max(notice_no) <>
		count(*)) x") -eq 0 ]] || fail 'a number is missing'
}

# --- leave: repaired at once, by the daemon itself
who=$(sql "select licence_no from zp.roster where state = 'published' and
	date >= '$next-01' group by 1 order by count(*) desc, 1 limit 1")
sql "create table seen as select * from zp.roster"
ctl leave add "$who" "$next-01" "$next-12" --reason ill >/dev/null
free_of() { [[ $(sql "select count(*) from zp.roster where licence_no = '$who'
	and state = 'published' and date between '$next-01' and
	'$next-12'") -eq 0 ]]; }
until_true 20 free_of || fail 'leave is not repaired'
grep -q 'notice: roster: ST-' "$city/log/zhipaid.log" || fail 'no journal line'
[[ $(sql "select count(*) from zp.roster_notices where cause = 'repair' and
	was = '$who'") -ge 1 ]] || fail 'no station was told'
# but for those posts, and posts that were open, nobody was moved
[[ $(sql "select count(*) from seen s where state = 'published' and licence_no
	<> '$who' and not exists (select from zp.roster r where
	(r.station_code, r.date, r.shift, r.post, r.licence_no, r.state) =
	(s.station_code, s.date, s.shift, s.post, s.licence_no, s.state))") \
	-le 6 ]] || fail 'more changed than had to'
sound
ctl todo >"$work/say"
says 'acknowledge the changes'
ctl roster repair >"$work/say"
says 'nothing changed'

# --- two clerks take the same offer
# who could take a duty: trained lawyers of the centre, no duty near
takers() {
	sql "select k.licence_no from zp.counsel k, zp.roster r join zp.counsel
		h using (city, licence_no) where r.state = 'published' and
		format('%s/%s/%s/%s', r.station_code, r.date, r.shift, r.post)
		= '$1' and k.centre_code = h.centre_code and k.kind = 'lawyer'
		and k.licence_no <> h.licence_no and k.status = 'active' and
		k.duty_trained_on is not null order by md5(k.licence_no ||
		'$1')"
}
# race DUTY ONE TWO
race() {
	local a=0 b=0 one two
	ctl roster swap "$1" "$2" >"$work/a" 2>&1 & one=$!
	ctl roster swap "$1" "$3" >"$work/b" 2>&1 & two=$!
	wait "$one" || a=$?
	wait "$two" || b=$?
	echo "$a$b"
}
races=0
for d in $(duties true); do
	[[ $races -lt 5 ]] || break
	mapfile -t able < <(for t in $(takers "$d"); do
		ctl roster show "$d" --for "$t" 2>/dev/null |
			grep -q 'he may' && echo "$t"; done)
	[[ ${#able[@]} -ge 2 ]] || continue
	ctl roster offer "$d" --reason 'a wedding' >/dev/null
	case $(race "$d" "${able[0]}" "${able[1]}") in
	01) won=${able[0]} lost=$work/b ;;
	10) won=${able[1]} lost=$work/a ;;
	*) cat "$work/a" "$work/b"; fail "$d: both, or none" ;;
	esac
	[[ $(holder "$d") == "$won" ]] || fail "$d: not with the winner"
	grep -q "$won" "$lost" || { cat "$lost"; fail "$d: not told who"; }
	races=$((races + 1))
done
[[ $races -ge 2 ]] || fail "$races races"
[[ $(sql "select count(*) from zp.duty_offers where state = 'taken'") -eq \
	$races ]] || fail 'offers taken'
[[ $(sql "select count(distinct weight) from zp.roster where state =
	'published'") -eq 1 ]] || fail 'the load went astray'

# --- for another duty, and back again: both sides are asked
pairs=0
while read -r d e one two && [[ $pairs -lt 1 ]]; do
	ctl roster offer "$d" --for "$e" --reason 'a funeral' >/dev/null ||
		continue
	if ctl roster swap "$d" "$two" >"$work/say" 2>&1; then
		pairs=1
		[[ $(holder "$d") == "$two" && $(holder "$e") == "$one" ]] ||
			fail "$d for $e: half a swap"
		refused ctl roster swap "$d" "$two"
	else
		grep -q 'cannot take' "$work/say" || fail "$(cat "$work/say")"
		no=$(sql "select max(offer_no) from zp.duty_offers")
		ctl roster withdraw "$no" >/dev/null
		refused ctl roster withdraw "$no"
	fi
done < <(sql "select format('%s/%s/%s/%s', a.station_code, a.date, a.shift,
	a.post), format('%s/%s/%s/%s', b.station_code, b.date, b.shift,
	b.post), a.licence_no, b.licence_no from zp.roster a join zp.roster b
	on a.station_code = b.station_code and a.shift = b.shift and a.post =
	b.post and b.date > a.date + 7 and b.licence_no <> a.licence_no
	where a.state = 'published' and b.state = 'published' and a.date >
	'$next-01' order by md5(a.date::text || b.date || a.station_code)
	limit 40" | tr '|' ' ')
[[ $pairs -eq 1 ]] || fail 'no duty goes for another'
d=$(duties true | tail -n 1)
refused ctl roster offer "$d" --for "$d" --reason 'for itself'
refused ctl roster swap "$d" "$who"
says 'no open offer'
refused ctl roster offer ST-NONE/"$next"-05/day/1 --reason x
rc=0
ctl roster offer nonsense --reason x 2>/dev/null || rc=$?
[[ $rc -eq 2 ]] || fail "a duty called nonsense: $rc"

# --- absent: who stands by goes, if he may; the duty does not count
read -r d first by < <(sql "select format('%s/%s/%s/%s', r.station_code,
	r.date, r.shift, r.post), r.licence_no, s.licence_no from zp.roster r
	join zp.counsel k using (city, licence_no) join zp.standby s on s.date
	= r.date and s.centre_code = k.centre_code where r.state = 'published'
	and r.date > '$next-14' and r.station_code like 'ST-COURT%'
	order by r.date, 1 limit 1" | tr '|' ' ')
may=$(ctl roster show "$d" --for "$by")
ctl roster absent "$d" --reason 'broke a leg' >"$work/say"
[[ $may != *'he may'* || $(holder "$d") == "$by" ]] ||
	fail 'the standby was not called'
[[ $(holder "$d") != "$first" ]] || fail 'the absent one is there'
ctl roster absences --to "$next-28" >"$work/say"
says "$first"
# twice: neither of the two comes back
second=$(holder "$d")
if [[ -n $second ]]; then
	ctl roster absent "$d" --reason 'the flu' >/dev/null
	[[ $(holder "$d") != "$first" && $(holder "$d") != "$second" ]] ||
		fail 'who was absent is sent again'
fi
sound

# --- today: signed in, counted; found absent later, taken back
d=$(sql "select format('%s/%s/%s/%s', station_code, date, shift, post)
	from zp.roster where state = 'published' and date = zp.today(city)
	order by 1 limit 1")
[[ -n $d ]] || fail 'nobody is on duty today'
who=$(holder "$d")
points() { sql "select coalesce(sum(points), 0) from zp.ledger where
	licence_no = '$who' and kind in ('duty', 'correction')"; }
before=$(points)
ctl roster 'done' "$d" >/dev/null
[[ $(points) -gt $before ]] || fail 'done does not count'
ctl roster 'done' "$d" >/dev/null		# twice is once
counted=$(points)
ctl roster absent "$d" --reason 'signed for a friend' >/dev/null
[[ $(points) -eq $before && $counted -gt $before ]] ||
	fail 'what was not served counts'
refused ctl roster 'done' "$(duties true | tail -n 1)"

# --- by hand: HARD refuses; a rule named with its reason stays, and a repair
# leaves it alone
d=$(duties "k.centre_code = 'C990102' and shift = 'day'" | sed -n 3p)
no=$(sql "select licence_no from zp.counsel where kind = 'grassroots_worker'
	and status = 'active' limit 1")
refused ctl roster change "$d" "$no" --reason why --override Q5
says 'Q5.*cannot be overridden'
sql "update zp.counsel set duty_trained_on = null where licence_no = (select
	min(licence_no) from zp.counsel where centre_code = 'C990102' and kind
	= 'lawyer' and status = 'active' and licence_no <> '$(holder "$d")')"
new=$(sql "select licence_no from zp.counsel where centre_code = 'C990102'
	and kind = 'lawyer' and status = 'active' and duty_trained_on is null")
gone() { [[ $(sql "select count(*) from zp.roster where licence_no = '$new'
	and state = 'published'") -eq 0 ]]; }
until_true 20 gone || fail 'who is not trained is on duty'
refused ctl roster change "$d" "$new" --reason why
says 'override N8'
ctl roster change "$d" "$new" --reason 'nobody else knows the case' \
	--override N8,N17 >/dev/null
ctl roster repair >/dev/null
[[ $(holder "$d") == "$new" ]] || fail 'a repair undid a decision'
[[ $(sql "select count(*) from zp.roster_notices where now = '$new' and cause
	= 'change' and reason like 'N8%nobody else%'") -eq 1 ]] ||
	fail 'the rule is not on record'
ctl leave add "$new" "$next-01" "$next-28" --reason ill >/dev/null
until_true 20 gone || fail 'leave of who was put in'

# --- a station closes, one asks for more
read -r s day < <(sql "select station_code, date from zp.roster where state =
	'published' and date > '$next-10' and station_code like 'ST-COURT%'
	order by 2, 1 limit 1" | tr '|' ' ')
ctl roster except "$s" "$day" day 0 --reason 'a power cut' >/dev/null
closed() { [[ $(sql "select count(*) from zp.roster where station_code = '$s'
	and date = '$day' and state = 'published'") -eq 0 ]]; }
until_true 20 closed || fail 'a closed station has duties'
[[ $(sql "select count(*) from zp.roster where station_code = '$s' and date =
	'$day' and state = 'cancelled'") -ge 1 ]] || fail 'not kept cancelled'

# --- the stations' word
s=$(sql "select station_code from zp.roster_notices where acked_at is null
	group by 1 order by count(*) desc, 1 limit 1")
ctl --lang zh roster notices "$s" >"$work/say"
says '补班\|换班\|改排'
no=$(sql "select count(*) from zp.roster_notices where station_code = '$s'")
ctl roster ack "$s" 1 >/dev/null
[[ $no -eq 1 ]] || ctl roster ack "$s" >/dev/null
refused ctl roster ack "$s"
[[ $(sql "select count(*) from zp.roster_notices where station_code = '$s' and
	acked_at is null") -eq 0 ]] || fail 'not acknowledged'
refused "$build/zhipactl" -s "$city/readonly.sock" roster ack "$s"
sound

# --- where the policy asks first, nothing is done without a person
printf 'name = "asks"; title = "asks"; extends = "anqing";
	roster: { repair = "ask"; };\n' >"$top/etc/policies/asks.conf"
sed -i 's/^policy = .*/policy = "asks";/' "$city/zhipaid.conf"
ctl reload >/dev/null
who=$(sql "select licence_no from zp.roster where state = 'published' and
	date >= '$next-01' group by 1 order by count(*) desc, 1 limit 1")
ctl leave add "$who" "$next-01" "$next-28" --reason ill >/dev/null
until_true 20 grep -q 'stand no more' "$city/log/zhipaid.log" ||
	fail 'not told in the journal'
ctl todo >"$work/say"
says 'repair the roster'
! free_of || fail 'repaired without being asked'
ctl roster repair "$next" >/dev/null
free_of || fail 'roster repair'
sound
stop
