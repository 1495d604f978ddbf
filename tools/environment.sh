#!/bin/sh
# Brings .venv up to a lock: tools/environment.sh runtime | dev. Costs some milliseconds where nothing changed.
set -eu
cd "$(dirname "$0")/.."
part=${1:-}
case "$part" in
runtime) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*)
    echo "Say which part to bring: tools/environment.sh runtime, or tools/environment.sh dev." >&2
    exit 64
    ;;
esac

# The stamp says what the environment was made of.
stamp=.venv/.ready-$part
made_of="$(cksum <"$lock") $(cksum <pyproject.toml)"
# Scripts of an environment name their own folder: one that was copied or moved with the project is of no use.
if [ -x .venv/bin/python ] && grep -qF "$(pwd)/.venv" .venv/bin/activate 2>/dev/null; then
    [ "$(cat "$stamp" 2>/dev/null)" != "$made_of" ] || exit 0
    new=no
else
    new=yes
fi

if [ "$new" = yes ]; then
    python=
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        tried=$("${PYTHON:-python3}" --version 2>/dev/null || echo nothing)
        echo "partnerbook needs Python 3.11 or newer, and ${PYTHON:-python3} here is: $tried." \
            "Install one, or name it: make PYTHON=/path/to/python3 ..." >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$("$python" --version) here cannot make a virtual environment (its venv part is missing)." \
            "On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
    echo "Setting up .venv with $("$python" --version) (once; takes about a minute)."
    "$python" -m venv --clear .venv
else
    echo "Bringing .venv up to $lock."
fi

rm -f "$stamp"
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --only-binary :all: --require-hashes -r "$lock"; then
    echo "What $lock pins could not be installed; pip's own words stand above." \
        "Most often the package index is out of reach." >&2
    exit 1
fi
# The project itself needs nothing from the network: the lock brings its build backend.
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-index --no-deps --no-build-isolation --editable .
printf '%s' "$made_of" >"$stamp"
# The development lock holds the whole runtime lock (tests/house/test_locks.py).
if [ "$part" = dev ]; then
    printf '%s' "$(cksum <requirements.lock) $(cksum <pyproject.toml)" >.venv/.ready-runtime
fi
