#!/bin/sh
# Pages in a real browser: at 390 and 1,280 pixels and on paper. Pictures and PDF stay in the folder, to be looked at.
#
#     tests/reports/browser.sh WRITE_PAGES FOLDER
#
# Needs Chromium (Debian: apt-get install chromium); without it, says so and is skipped.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: browser.sh WRITE_PAGES FOLDER" >&2
    exit 2
fi
browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ]; then
    echo "SKIPPED: no chromium to look at the pages with"
    exit 0
fi
mkdir -p "$2"
"$1" "$2"
exec python3 -B "$(dirname "$0")/browser.py" "$2" "$browser"
