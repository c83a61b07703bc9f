#!/bin/sh
# Large files taken in, beside DuckDB's read_csv of the same file, in one run: quality/bench/imports.sh
# Installs DuckDB for Python into a folder that goes with the run; needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet duckdb
PATH="$folder/python/bin:$PATH"
export PATH
cargo build --release --quiet -p evenkeel
cargo run --release --quiet -p bench -- --imports
