#!/bin/sh
# Compiles both locks from pyproject.toml; with --upgrade to the newest versions that it allows.
set -eu
cd "$(dirname "$0")/.."
throwaway=$(mktemp -d)
trap 'rm -rf "$throwaway"' EXIT
"${PYTHON:-python3}" -m venv "$throwaway"
"$throwaway/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "uv>=0.8,<1"

compile() {
    "$throwaway/bin/uv" pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
        --python-version 3.11 --group build "$@"
}
compile pyproject.toml --output-file requirements.lock ${1:+"$1"}
compile pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock ${1:+"$1"}
