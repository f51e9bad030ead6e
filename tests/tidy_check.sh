#!/usr/bin/env bash
# clang-tidy as a gate on core/metrics and core/results, the libraries of plain numbers; .clang-tidy names its checks.
# What core/base takes of C++20 (ranges, deduction for aggregates) clang 14 cannot read yet.
#   tests/tidy_check.sh BUILD   reads BUILD/compile_commands.json
# The static analyzer is left out: it takes ten times as long as all the others together. So is mt-unsafe, which refuses
# strerror; glibc's is safe.
set -euo pipefail
build=${1:?a build folder, e.g. tests/tidy_check.sh build}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$(command -v clang-tidy-14 || true)
if [[ -z $tool ]]; then
    # Another version complains of other things, and a release has one or the other.
    if apt-cache policy clang-tidy-14 2>/dev/null | grep -q 'Candidate: [0-9]'; then
        echo "clang-tidy-14 is missing: apt-get install clang-tidy-14" >&2
        exit 1
    fi
    echo "    not checked: this system has no clang-tidy-14"
    exit 0
fi
find core/metrics core/results -name '*.cpp' -print0 | sort -z |
    xargs -0 -n 4 -P "${PF_JOBS:-$(nproc)}" \
        "$tool" --quiet -p "$build" --checks='-clang-analyzer-*,-concurrency-mt-unsafe' --warnings-as-errors='*' 2>/dev/null
