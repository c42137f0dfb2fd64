#!/bin/bash
# What no file may contain: functions without bounds or with hidden state,
# clocks outside sys/clock.c, line comments, gotos other than "out".
# Arguments: source directory.
set -euo pipefail
cd "$1"
bad=0

# search WHAT REGEX FILE...: comments and strings are taken out first
search() {
	local what=$1 re=$2 f
	shift 2
	for f; do
		sed -E 's/"([^"\\]|\\.)*"/""/g; s,/\*[^*]*\*/,,g; /^ \*/d
			s,/\*.*,,' "$f" | grep -nE "$re" |
			sed "s,^,$f:$what: ," || true
	done
}
{
	unsafe='strcpy|strcat|strncat|stpcpy|sprintf|vsprintf|gets|strtok'
	unsafe+='|atoi|atol|atoll|atof|system|popen|rand|srand|random'
	unsafe+='|gmtime|localtime|asctime|ctime|alloca|tmpnam|mktemp|scanf'
	search banned "\b($unsafe)\(" src/*/*.[ch] include/zhipaid/*.h
	mapfile -t timed < <(printf '%s\n' src/*/*.c |
		grep -vx src/sys/clock.c)
	search clock '\b(time|clock_gettime|gettimeofday|clock)\(' \
		"${timed[@]}"
	search comment '(^|[^:])//' src/*/*.[ch] include/zhipaid/*.h \
		tests/*/*.c
	search goto '\bgoto ([^o]|o[^u]|ou[^t]|out[^;])' src/*/*.c
	search typedef '^typedef struct' src/*/*.[ch] include/zhipaid/*.h
} | { ! grep .; } || bad=1

if [[ -n $(command -v shellcheck) ]]; then
	shellcheck -S warning -e SC2154,SC1087,SC2046 run .ci/run sql/*.sh \
		tests/*/*.sh tests/*/*.bash || bad=1
fi
exit "$bad"
