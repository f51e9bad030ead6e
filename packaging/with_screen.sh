#!/usr/bin/env bash
# Usage: packaging/with_screen.sh COMMAND... runs it on a virtual screen of its own (1600 x 1000) with a window
# manager: without one no window would ever become active. Window tests use it through PF_TEST_PLATFORM.
set -euo pipefail

for tool in xvfb-run xauth matchbox-window-manager; do
    if ! command -v "$tool" >/dev/null; then
        printf 'with_screen.sh: %s is not installed (apt-get install xvfb xauth matchbox-window-manager)\n' \
            "$tool" >&2
        exit 127
    fi
done
if [[ -z ${PF_ON_SCREEN:-} ]]; then
    PF_ON_SCREEN=1 PF_TEST_PLATFORM=xcb exec xvfb-run -a -s "-screen 0 1600x1000x24" "${BASH_SOURCE[0]}" "$@"
fi
matchbox-window-manager -use_titlebar no &
manager=$!
status=0
"$@" || status=$?
kill "$manager" 2>/dev/null || true
exit "$status"
