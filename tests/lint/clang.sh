#!/bin/bash
# Every source file compiles with clang, too, without a warning.  Arguments:
# source and build directory; 77 when there is no clang.
set -euo pipefail
cd "$1"
command -v clang >/dev/null || exit 77
flags=$(awk '/^  FLAGS = .*-Wall/ && !seen++ { sub(/.*FLAGS = /, ""); print }' \
	"$2/build.ninja")
# shellcheck disable=SC2086 # words on purpose
find src tests -name '*.c' -print0 | xargs -0 -P 2 -n 8 clang \
	-fsyntax-only ${flags//-fsanitize=address,undefined/} -D_GNU_SOURCE \
	-DZP_VERSION='"0"' -DZP_SOURCE_DIR='"."' -DZP_BINARY_DIR='"."' \
	-Iinclude -I/usr/include/postgresql
