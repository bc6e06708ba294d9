#!/bin/sh
# Makes sure that the system packages the tests need are there: `system_packages.sh [PACKAGE...]`.
# Installs what is missing with apt where that is possible, else names it in one line and fails.
set -eu
missing=""
need() { # need PACKAGE COMMAND
    command -v "$2" >/dev/null 2>&1 || missing="$missing $1"
}
if [ $# -gt 0 ]; then
    missing=" $*"
else
    need chromium chromium
    need espeak-ng espeak-ng
    need flite flite
fi
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else
        echo "voxanne: these system packages are missing:$missing. Install them: sudo apt-get install$missing" >&2; exit 1
    fi
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "voxanne: these system packages are missing:$missing. Install them with this system's package manager." >&2; exit 1
fi
echo "Installing system packages:$missing ..."
$as_root apt-get update -qq >/dev/null 2>&1 || true
# shellcheck disable=SC2086  # the names are to be split
if ! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
    echo "voxanne: apt could not install these system packages:$missing. Install them and try again." >&2; exit 1
fi
