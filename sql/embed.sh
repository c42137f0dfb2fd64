#!/bin/sh
# sql/embed.sh - print C that holds SQL files: zp_sql_table of zhipaid/db.h.
# usage: embed.sh FILE... > zhipaid_sql.c
#
# A query is called by its name, a migration "migrations/NNNN_what"; others
# by their name.  Bytes stand one by one: no limit on string literals bites.
set -eu
LC_ALL=C
export LC_ALL

bytes()		# FILE: the initialiser of a char array
{
	od -An -v -tu1 "$1" | awk '
	{
		line = ""
		for (i = 1; i <= NF; i++)
			line = line sprintf("\047\\%03o\047,", $i)
		print "\t" line
	}
	END { print "\t0" }'
}

params()	# FILE: the highest $n outside comments
{
	sed 's/--.*//' "$1" | awk '
	{
		while (match($0, /\$[0-9]+/)) {
			n = substr($0, RSTART + 1, RLENGTH - 1) + 0
			if (n > most)
				most = n
			$0 = substr($0, RSTART + RLENGTH)
		}
	}
	END { print most + 0 }'
}

echo '/* Made by sql/embed.sh; do not edit. */'
echo '#include "zhipaid/db.h"'
echo
i=0
for f in "$@"; do
	[ -r "$f" ] || { echo "embed.sh: cannot read $f" >&2; exit 1; }
	echo "static const char sql_$i[] = {	/* ${f##*/} */"
	bytes "$f"
	echo '};'
	i=$((i + 1))
done
echo
echo 'extern const struct zp_sql zp_sql_table[];'
echo 'extern const size_t zp_sql_count;'
echo 'const struct zp_sql zp_sql_table[] = {'
i=0
for f in "$@"; do
	name=${f##*/}
	name=${name%.sql}
	n=0
	case $f in
	*migrations/*) name=migrations/$name ;;
	*queries/*) n=$(params "$f") ;;
	esac
	echo "	{ \"$name\", sql_$i, $n },"
	i=$((i + 1))
done
echo '};'
echo "const size_t zp_sql_count = $i;"
