# shellcheck shell=bash
# A live city with many people for published rosters: sourced after city.bash.

# A tree in which the years of those months are announced, whatever today is.
mkdir "$work/top"
ln -s "$top"/* "$work/top"
rm "$work/top/etc"
cp -r "$top/etc" "$work/top"
top=$work/top
month=$(TZ=UTC-8 date +%Y-%m)
next=$(date -d "$month-01 +1 month" +%Y-%m)
for y in "${month%-*}" "${next%-*}"; do
	[[ -e $top/etc/calendars/$y.conf ]] || printf 'year = %s;
		source = "nobody yet"; off = [ ]; work = [ ];\n' "$y" \
		>"$top/etc/calendars/$y.conf"
done

# Enough people: everybody of the bar is trained.
"$build/zhipai-sample" --cases 20 "$work/data"
python3 - "$work/data/counsel.csv" <<'END'
import csv, sys
with open(sys.argv[1], newline='') as f:
    r = csv.DictReader(f)
    rows = [x | {'duty_trained_on': '2024-05-01'} for x in r]
with open(sys.argv[1], 'w', newline='') as f:
    w = csv.DictWriter(f, r.fieldnames, lineterminator='\n')
    w.writeheader()
    w.writerows(rows)
END

# publish_rosters MONTHS
publish_rosters() {
	ctl roster make "$1" >/dev/null
	ctl roster publish "$1" --now --reason 'a test' >/dev/null
	[[ $(sql "select count(*) from zp.roster where state = 'published'
		and date >= '$next-01'") -gt 200 ]] || fail 'no roster'
}
refused() {
	if "$@" >"$work/say" 2>&1; then fail "not refused: $*"; fi
}
says() { grep -q "$1" "$work/say" || fail "$(cat "$work/say")"; }
# holder DUTY: who has it
holder() {
	sql "select licence_no from zp.roster where state in ('published',
		'done') and format('%s/%s/%s/%s', station_code, date, shift,
		post) = '$1'"
}
# duties CONDITION: published duties of the next month, one a line
duties() {
	sql "select format('%s/%s/%s/%s', station_code, date, shift, post)
		from zp.roster r join zp.counsel k using (city, licence_no)
		where state = 'published' and date > '$next-01' and $1
		order by date, station_code, shift, post"
}
