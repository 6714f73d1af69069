#!/bin/sh
# Build the wheel from the sdist, install it alone in a fresh environment, and run the tests on it from another folder.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PYTHON" -m build --outdir "$work/dist" "$root" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$PYTHON" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$(ls "$work"/dist/*.whl)[dev]"
mkdir "$work/elsewhere"
cp -r "$root/tests" "$root/pyproject.toml" "$work/elsewhere"
if [ -d "$root/../shared" ]; then ln -s "$(cd "$root/../shared" && pwd)" "$work/shared"; fi
cd "$work/elsewhere"
"$work/venv/bin/python" -c 'import ftgraph; assert "site-packages" in ftgraph.__file__, ftgraph.__file__'
"$work/venv/bin/python" -m pytest -n 2 -m "not checkout" -p no:cacheprovider -q
