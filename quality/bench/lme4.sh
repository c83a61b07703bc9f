#!/bin/sh
# Our maxima of likelihoods beside those of R's lme4, the same models on the same tables in one run: quality/bench/lme4.sh
# Installs R on Debian when it is missing and this runs as root.
set -eu
cd "$(dirname "$0")/../.."

if ! Rscript -e 'library(lme4); library(jsonlite)' >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "needs R with lme4 and jsonlite: as root on Debian, apt-get install r-base-core r-cran-lme4 r-cran-jsonlite" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-lme4 r-cran-jsonlite
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The table of herds comes with lme4 and is not ours to keep: both sides read what R writes here.
mkdir "$folder/data"
Rscript -e 'write.csv(lme4::cbpp, commandArgs(TRUE)[1], row.names = FALSE)' "$folder/data/cbpp.csv"
EVENKEEL_REFERENCE=$folder cargo run --release --quiet -p bench -- lme4 "$folder"
Rscript quality/bench/lme4.R "$folder"
