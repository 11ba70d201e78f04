#!/usr/bin/env bash
# The main job, from nothing: installs what is missing, builds the program, and scores the customers of a music shop
# (the CDNOW sample of 2,357 customers). Writes build/demo/scores.csv and build/demo/summary.json.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/setup.sh
cmake --preset release
cmake --build --preset release --target tenure_cli --parallel "$jobs"

mkdir -p build/demo
set -x
build/release/bin/tenure score examples/data/cdnow_sample.txt \
    --no-header --delimiter whitespace --columns customer=2,date=3,amount=5 --date-format %Y%m%d \
    --until 1997-09-30 --model bg-nbd --spend gamma-gamma --horizon 39w --discount 0.15/year \
    --out build/demo/scores.csv --summary build/demo/summary.json
