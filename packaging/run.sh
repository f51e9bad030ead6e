#!/usr/bin/env bash
# From a fresh Debian 12 or 13 to the running program: packages, build, demo. See --help.
set -euo pipefail
PF_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$PF_ROOT/packaging/setup.sh"

usage() {
    cat <<HELP
Usage: packaging/run.sh [--headless] [--no-packages] [--build-only] [-- ARGUMENTS]

Installs the Debian packages that are missing (root or sudo), builds ProbFace Studio into build/,
and opens the window on the built-in demo, ready to start with one click. The first call takes
minutes, the next ones start at once.

  --headless     run the demo on the command line instead, with a progress bar; its report and its
                 picture go to runs/demo/TIME (chosen by itself where there is no display)
  --no-packages  install nothing: the libraries are there already
  --build-only   stop when build/bin/probface and build/bin/probface-studio are built
  -- ARGUMENTS   are passed on to the program, e.g. --headless -- --run-dir /tmp/demo

Environment: PF_JOBS=N           parallel compilers (default: by cores and free memory)
             PF_IGNORE_LIMITS=1  go on although disk or memory look too small
HELP
}

headless=no
packages=yes
buildOnly=no
while (($#)); do
    case $1 in
        --headless) headless=yes ;;
        --no-packages) packages=no ;;
        --build-only) buildOnly=yes ;;
        -h | --help) usage && exit 0 ;;
        --) shift && break ;;
        *)
            printf 'run.sh: unknown option %s\n\n' "$1" >&2
            usage >&2
            exit 2
            ;;
    esac
    shift
done

if [[ $packages == yes ]]; then install_packages "${PF_PACKAGE_GROUPS[@]}"; fi
if [[ ! -f $PF_ROOT/build/build.ninja || ! -x $PF_ROOT/build/bin/probface ]]; then
    say "building ProbFace Studio in $PF_ROOT/build (minutes the first time)"
fi
check_tools
choose_jobs
check_blas
configure release build
build build probface probface-studio

if [[ $buildOnly == yes ]]; then
    say "built: build/bin/probface and build/bin/probface-studio"
    exit 0
fi
cd "$PF_ROOT"
if [[ $headless == no && -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]]; then
    say "no display (DISPLAY and WAYLAND_DISPLAY are empty): running the demo on the command line"
    headless=yes
fi
if [[ $headless == yes ]]; then
    exec build/bin/probface demo "$@"
fi
say "opening the window"
status=0
build/bin/probface-studio --demo "$@" || status=$?
if ((status != 0)); then
    fail "the window ended with status $status" \
        "Display '${DISPLAY:-}${WAYLAND_DISPLAY:+ $WAYLAND_DISPLAY}' not reachable?  packaging/run.sh --headless"
fi
