#!/usr/bin/env bash
# Everything that must hold before a change goes in, from a fresh Debian 12 or 13. See --help.
set -euo pipefail
PF_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$PF_ROOT/packaging/setup.sh"

usage() {
    cat <<HELP
Usage: packaging/test.sh [--no-packages] [--sanitize asan|tsan]

Installs the Debian packages that are missing (root or sudo), then:
  1. format, layers and file rules             tests/style_check.sh
  2. builds everything, runs every test        build/          (window tests under Xvfb or offscreen)
  3. clang-tidy on metrics and results         build/          (where there is clang-tidy-14)
  4. the GPU-server build: probface, no Qt     build-server/   of the same objects, by ccache

  --sanitize asan  instead: AddressSanitizer and UndefinedBehaviorSanitizer, every test   build-asan/
  --sanitize tsan  instead: ThreadSanitizer, the tests that need no Qt                    build-tsan/
  --no-packages    install nothing: the libraries are there already

Environment: PF_JOBS=N           parallel compilers and tests (default: by cores and free memory)
             PF_IGNORE_LIMITS=1  go on although disk or memory look too small
Exit status: 0 when everything passed, 1 otherwise.
HELP
}

packages=yes
sanitize=""
while (($#)); do
    case $1 in
        --no-packages) packages=no ;;
        --sanitize)
            sanitize=${2:-}
            if [[ $sanitize != asan && $sanitize != tsan ]]; then
                printf "test.sh: --sanitize '%s' is not possible; expected asan or tsan\n" "$sanitize" >&2
                exit 2
            fi
            shift
            ;;
        -h | --help) usage && exit 0 ;;
        *)
            printf 'test.sh: unknown option %s\n\n' "$1" >&2
            usage >&2
            exit 2
            ;;
    esac
    shift
done

summary=()
failures=0
complaints="" # what failing tests printed, said again at the end: the output before it is long
current=""

# phase NAME COMMAND...: runs it, keeps its time and whether it held; a failed build ends the script.
phase() {
    local name=$1 start=$SECONDS status=0
    shift
    current=$name
    say "$name"
    "$@" || status=$?
    local took
    took=$(printf '%d min %02d s' $(((SECONDS - start) / 60)) $(((SECONDS - start) % 60)))
    if ((status == 0)); then
        summary+=("$(printf '%-46s %14s  passed' "$name" "$took")")
    else
        summary+=("$(printf '%-46s %14s  FAILED' "$name" "$took")")
        failures=$((failures + 1))
    fi
    current=""
    note "$name: $took"
}

# finish: also called when a build fails, so that the times so far are never lost.
finish() {
    local status=$?
    trap - EXIT
    if [[ -n $current ]]; then summary+=("$(printf '%-46s %14s  FAILED, the rest was not run' "$current" "")"); fi
    if ((${#summary[@]})); then
        printf '\n'
        printf '    %s\n' "${summary[@]}"
        printf '    %-46s %14s\n' "total" "$((SECONDS / 60)) min $(printf '%02d' $((SECONDS % 60))) s"
    fi
    if ((status == 0 && failures == 0)); then
        say "all passed"
        exit 0
    fi
    if [[ -n $complaints ]]; then printf '\n%s\n' "$complaints"; fi
    say "FAILED"
    exit 1
}
trap finish EXIT

# run_tests FOLDER [WRAPPER...]: ctest; window tests bring a virtual screen of their own.
run_tests() {
    local folder=$1
    shift
    # A person's settings and desktop theme must not decide a test.
    local home log="$PF_ROOT/$folder/tests.log" status=0
    home=$(mktemp -d)
    XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home XDG_CACHE_HOME=$home XDG_RUNTIME_DIR=$home QT_QPA_PLATFORMTHEME="" \
        "$@" ctest --test-dir "$PF_ROOT/$folder" --output-on-failure --no-tests=error -j "$PF_JOBS" \
        2>&1 | tee "$log" || status=${PIPESTATUS[0]}
    rm -rf "$home"
    if ((status)); then
        complaints+="in $folder (whole output: $log):"$'\n'
        complaints+=$(grep -aE '\*\*\*|\[  FAILED  \]|: Failure|Error' -A 6 "$log" | head -n 120)$'\n'
        complaints+=$(tail -n 25 "$log")$'\n'
    fi
    return $status
}

configure_and_build() {
    configure "$1" "$2"
    build "$2"
}

# A server has no desktop: the command line must run without Qt's libraries. What OpenCV or LibTorch themselves were
# linked against is the distribution's affair.
server_program() {
    configure_and_build server build-server
    local program="$PF_ROOT/build-server/bin/probface"
    if readelf -d "$program" | grep -F '(NEEDED)' | grep -i 'qt'; then
        warn "$program needs Qt (above)"
        return 1
    fi
    "$program" --version
}

sanitized() {
    local supp="$PF_ROOT/packaging/sanitizers"
    phase "build with $sanitize" configure_and_build "$sanitize" "build-$sanitize"
    if [[ $sanitize == asan ]]; then
        export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1"
        export LSAN_OPTIONS="suppressions=$supp/lsan.supp:print_suppressions=0"
        export UBSAN_OPTIONS="print_stacktrace=1"
        phase "tests under ASan and UBSan" run_tests build-asan
        return
    fi
    # GCC 12's ThreadSanitizer cannot start where the kernel spreads addresses over more than 28 bits.
    local -a fixedAddresses=()
    if setarch "$(uname -m)" -R true 2>/dev/null; then fixedAddresses=(setarch "$(uname -m)" -R); fi
    export TSAN_OPTIONS="suppressions=$supp/tsan.supp:history_size=4:ignore_noninstrumented_modules=1"
    phase "tests under TSan" run_tests build-tsan "${fixedAddresses[@]}"
}

if [[ $packages == yes ]]; then phase "packages" install_packages "${PF_PACKAGE_GROUPS[@]}" check; fi
check_tools
choose_jobs
check_blas
if [[ -n $sanitize ]]; then
    sanitized
    exit 0
fi
phase "format, layers and file rules" "$PF_ROOT/tests/style_check.sh"
phase "build" configure_and_build release build
phase "layers as compiled" "$PF_ROOT/tests/style_check.sh" --compiled "$PF_ROOT/build"
phase "tests" run_tests build
phase "clang-tidy" "$PF_ROOT/tests/tidy_check.sh" build
phase "GPU-server program (no Qt)" server_program
