#!/usr/bin/env bash
# Usage: packaging/with_screen.sh [--or-offscreen] COMMAND... runs it on a virtual screen of its own (1600 x 1000) with
# a window manager: without one no window would ever become active. Window tests use it through PF_TEST_PLATFORM.
#   --or-offscreen  where there can be no screen, say so and run it offscreen
# Exit status: the command's, or 127 when there can be no screen and nothing was run.
set -euo pipefail

offscreen=no
if [[ ${1:-} == --or-offscreen ]]; then offscreen=yes && shift; fi
command=("$@")

no_screen() {
    printf 'with_screen.sh: %s\n' "$1" >&2
    if [[ $offscreen == no ]]; then exit 127; fi
    printf 'with_screen.sh: running offscreen\n' >&2
    unset PF_TEST_PLATFORM
    "${command[@]}"
    exit
}

for tool in Xvfb xauth mcookie matchbox-window-manager; do
    command -v "$tool" >/dev/null ||
        no_screen "$tool is not installed (apt-get install xvfb xauth util-linux matchbox-window-manager)"
done

folder=$(mktemp -d)
pids=()
clean_up() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap clean_up EXIT

# The server itself picks a free number and tells it once it takes connections: files left in /tmp by a server that was
# killed, and others starting at the same moment, cannot get in the way.
export XAUTHORITY=$folder/authority
cookie=$(mcookie)
xauth -q -f "$XAUTHORITY" add :0 . "$cookie" 2>/dev/null
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -auth "$XAUTHORITY" \
    3<>"$folder/number" >"$folder/xvfb.log" 2>&1 &
pids+=($!)
number=""
until read -r -t 0.5 number <>"$folder/number"; do
    kill -0 "${pids[0]}" 2>/dev/null || no_screen "Xvfb did not start: $(tail -n 3 "$folder/xvfb.log")"
    ((SECONDS < 60)) || no_screen "Xvfb took no connections within a minute: $(tail -n 3 "$folder/xvfb.log")"
done
xauth -q -f "$XAUTHORITY" add ":$number" . "$cookie" 2>/dev/null
export DISPLAY=:$number PF_TEST_PLATFORM=xcb

matchbox-window-manager -use_titlebar no >"$folder/manager.log" 2>&1 &
pids=($! "${pids[@]}")
sleep 0.5
kill -0 "${pids[0]}" 2>/dev/null ||
    no_screen "no window manager on display $DISPLAY: $(tail -n 3 "$folder/manager.log")"

status=0
"$@" || status=$?
exit "$status"
