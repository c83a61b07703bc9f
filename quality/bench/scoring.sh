#!/bin/sh
# Our health of all accounts beside the same scoring in DuckDB: the same rows, in one run: quality/bench/scoring.sh [ACCOUNTS]
# Installs DuckDB for Python into a folder that goes with the run; needs python3 with venv.
set -eu
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet duckdb
cargo build --release --quiet -p evenkeel
cargo run --release --quiet -p bench -- scoring "$folder" "${1:-10000}"
