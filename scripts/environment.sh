#!/bin/sh
# Builds .venv from the locked requirements: `environment.sh PYTHON run|dev`. Each failure is one line.
set -eu
python=$1
kind=$2
fail() { echo "voxanne: $*" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || fail "$python is not installed. Install Python 3.11 or newer, or: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old. Python 3.11 or newer is needed: make PYTHON=/path/to/python3"
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    sh "$(dirname "$0")/system_packages.sh" python3-venv
    "$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python has no venv module. Install the package python3-venv."
fi

# made anew when an earlier run was interrupted, the folder has moved, or its Python is gone
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Creating .venv ..."
    "$python" -m venv --clear .venv || fail "the virtual environment .venv could not be created. Make this folder writable."
fi
echo "Installing the locked packages ($kind) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt" ||
    fail "the packages could not be installed. Check the network connection to the package index and try again."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable . ||
    fail "the project could not be installed into .venv."
touch .venv/.run-ready
[ "$kind" = run ] || touch .venv/.dev-ready
