#!/bin/bash
# The documents say what the programs do: zhipactl(1) has every command and
# option and no other, each manual is clean mdoc, the README knows every
# directory.  Arguments: source and build directory.
set -euo pipefail
cd "$1"
ctl=$2/zhipactl
bad=0
complain() { echo "$1"; bad=1; }

# ".It Cm cases Oo Fl -state Ar STATE Oc ..." for every command
commands() {
	local line
	"$ctl" --lang en help | sed -n 's/^  \([a-z]\)/\1/p' | cut -c1-26 |
		while read -r line; do
			# shellcheck disable=SC2046 # one or two words
			"$ctl" --lang en help $(grep -oE '^([a-z]+ ?)+( |$)' \
				<<<"$line") | head -n 1
		done | awk '{
			out = ".It Cm"
			args = 0
			for (i = 2; i <= NF; i++) {
				t = $i
				if (t !~ /--/) {
					if (!args && t !~ /^[a-z]+$/)
						out = out (args++ ? "" : " Ar")
					out = out " " t
					continue
				}
				optional = t ~ /^\[/
				value = t !~ /\]$/
				gsub(/[][]/, "", t)
				out = out (optional ? " Oo" : "") " Fl " \
					substr(t, 2)
				if (value) {
					t = $++i
					sub(/\]/, "", t)
					out = out " Ar " t
				}
				out = out (optional ? " Oc" : "")
			}
			print out
		}'
}

man=src/zhipactl/zhipactl.1
if [[ ! -x $ctl ]]; then
	echo "no $ctl" && exit 77
elif [[ ${3-} == --print ]]; then
	commands && exit
fi
diff <(commands) <(grep '^\.It Cm' "$man") ||
	complain "$man: commands differ from zhipactl help (< help, > manual)"

for m in src/zhipaid/zhipaid.8 src/zhipactl/zhipactl.1 \
	src/zhipaid/zhipaid.conf.5 src/zhipactl/zhipai-import.5; do
	[[ -e $m ]] || { complain "$m: missing"; continue; }
	for s in NAME DESCRIPTION; do
		grep -q "^\.Sh $s" "$m" || complain "$m: no section $s"
	done
	[[ -z $(command -v mandoc) ]] || mandoc -T lint -W warning "$m" ||
		complain "$m: mandoc complains"
done

# Every key of the configuration is in its manual.
while read -r key; do
	grep -qF "$key" src/zhipaid/zhipaid.conf.5 ||
		complain "zhipaid.conf.5: no $key"
done < <(sed -nE 's/^([a-z_]+) = .*/\1/p' etc/zhipaid.conf)

for d in src/*/; do
	grep -qE "\b${d#src/}|\b${d%/}" README.md ||
		complain "README.md: the map has no $d"
done
while read -r path; do
	[[ -e $path ]] || complain "README.md: there is no $path"
done < <(grep -oE '\]\([a-z][^):#]*\)' README.md | tr -d ']()')
exit "$bad"
