#!/bin/bash
# Boot Debian's own systemd in a container with zhipaid installed as a
# package would, and try the unit there (systemd_boot.bash): start, reload,
# watchdog, bad configuration, who may do what.  About a minute; needs root,
# a Debian mirror and ZP_SLOW=1.
set -eu
source=$1
base='systemd,systemd-sysv,dbus,procps,postgresql-15'
libs='libconfig9,libjansson4,libsodium23,libevent-core-2.1-7,libpq5'
libs+=',libxlsxwriter4'

[ "${ZP_SLOW:-}" = 1 ] && [ "$EUID" = 0 ] || exit 77
command -v mmdebstrap >/dev/null && command -v systemd-nspawn >/dev/null ||
	exit 77
[ -e /etc/apt/sources.list.d/debian.sources ] || exit 77

scratch=$(mktemp -d /var/tmp/zhipaid-boot.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
root=$scratch/root

echo "building"
cmake -G Ninja -S "$source" -B "$scratch/build" -DCMAKE_INSTALL_PREFIX=/usr \
	-DZP_TESTS=OFF >/dev/null
cmake --build "$scratch/build" >"$scratch/build.log" || {
	tail -20 "$scratch/build.log"
	exit 1
}
echo "making a Debian in $root"
mmdebstrap --quiet --variant=minbase --include="$base,$libs" bookworm "$root" \
	/etc/apt/sources.list.d/debian.sources
DESTDIR=$root cmake --install "$scratch/build" >/dev/null

install -m 755 "$source/tests/e2e/systemd_boot.bash" "$root/try"
cat >"$root/etc/systemd/system/try.service" <<-'END'
	[Unit]
	After=multi-user.target postgresql.service
	[Service]
	Type=oneshot
	ExecStart=/try
	ExecStopPost=/bin/systemctl poweroff --no-block
	StandardOutput=file:/try.out
	StandardError=inherit
	TimeoutStartSec=300
	[Install]
	WantedBy=default.target
END
ln -s /etc/systemd/system/try.service \
	"$root/etc/systemd/system/multi-user.target.wants/try.service"
mkdir -p "$root/etc/systemd/system/zhipaid@.service.d"
printf '[Service]\nWatchdogSec=3s\n' \
	>"$root/etc/systemd/system/zhipaid@.service.d/test.conf"

echo "booting"
timeout 400 systemd-nspawn -q --register=no --keep-unit --private-network \
	-D "$root" -b </dev/null >"$scratch/boot.log" 2>&1 || true
cat "$root/try.out" || tail -40 "$scratch/boot.log"
grep -qx 'all good' "$root/try.out"
