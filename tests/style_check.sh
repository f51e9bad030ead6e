#!/usr/bin/env bash
# The rules of the house that a program can check: format, layers, folders, documents, files. CONTRIBUTING.md gives the reasons.
#   tests/style_check.sh                   reads the sources
#   tests/style_check.sh --compiled BUILD  asks a finished build which headers each file really saw
set -euo pipefail
# Without it the last part of a pipe, which counts the failures, would count in a subshell.
shopt -s lastpipe
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failures=0

# rule TEXT: reads offending lines from stdin; none means the rule holds.
rule() {
    local lines
    lines=$(cat)
    if [[ -z $lines ]]; then
        printf '    ok      %s\n' "$1"
    else
        printf '    BROKEN  %s\n' "$1"
        head -n 40 <<<"$lines" | sed 's/^/              /'
        failures=$((failures + 1))
    fi
}

# includes PATTERN PATH...: lines with an #include whose target matches; silent for paths not there yet.
includes() {
    local pattern=$1
    shift
    grep -rnE --include='*.h' --include='*.cpp' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "$@" || true
}

sources() { find core ui app tests \( -name '*.h' -o -name '*.cpp' \) | sort; }
headers() { find core ui app tests -name '*.h' | sort; }

check_layers() {
    tests/layers.pl includes | rule "every #include follows the layer table of docs/architecture.md"
    tests/layers.pl links | rule "CMake links nothing else"
    tests/layers.pl idle | rule "the layer table allows nothing that is not used"
    includes 'torch/torch\.h' core ui app | grep -E '^[^:]*\.h:' | grep -v '^core/nn/pch\.h:' |
        rule "torch/torch.h is in no header but the precompiled one" || true
}

check_folders() {
    tests/folders.pl circles | rule "no folders that include each other"
    tests/folders.pl sizes | rule "no folder holds more than 25 rooms"
    tests/folders.pl lone | rule "every source but main.cpp has a header of its name"
    tests/folders.pl session | rule "the folders of core/session use each other in one order"
    tests/folders.pl doors | rule "ui and app do not include the internals of core/session"
}

check_documents() {
    tests/documents.pl paths | rule "paths and links in documents lead somewhere"
    tests/documents.pl sections | rule "sections of docs/ that are named have such headings"
    tests/documents.pl tables | rule "there is one layer table"
}

check_files() {
    includes '(QtWidgets|QtCore|QtGui|opencv2/opencv\.hpp|bits/stdc\+\+\.h)[>"]' core ui app tests | rule "no umbrella includes"
    includes 'qcustomplot\.h' core ui app tests | grep -v '^ui/chart/' |
        rule "qcustomplot.h (6 s to compile) stays in ui/chart" || true
    headers | xargs grep -L '^#pragma once' | rule "every header has #pragma once" || true
    headers | xargs grep -nE '^[[:space:]]*using namespace' | rule "no using namespace in headers" || true
    sources | xargs grep -nwE 'TODO|FIXME|XXX|HACK' | rule "nothing left for later in comments" || true
    find core ui app tests -name CMakeLists.txt -print0 | xargs -0 grep -n 'GLOB' | rule "sources are listed, not globbed" || true
}

# Numbers follow the desktop's locale in these functions: "0.01" would be read as 0 and written as "0,01".
check_numbers() {
    local numbers='^core/base/numbers\.(h|cpp):'
    grep -rnE --include='*.h' --include='*.cpp' \
        '\b(stod|stof|stold|strto(d|f|ld)|atof|v?(f|s)?scanf|localeconv|setlocale|uselocale|newlocale|imbue)[[:space:]]*\(|std::locale\b' \
        core ui app | grep -vE "$numbers" | rule "numbers are read by core/base/numbers.h, whatever the locale" || true
    # Over several lines: the format string may stand below the function's name.
    find core ui app \( -name '*.h' -o -name '*.cpp' \) ! -path 'core/base/numbers.*' -print0 | sort -z |
        xargs -0 perl -0777 -ne '
            while (/\bv?(?:s|sn|f|as)?printf\s*\((?:[^;"]|"(?:[^"\\]|\\.)*")*;/g) {
                my ($call, $line) = ($&, 1 + (substr($_, 0, $-[0]) =~ tr/\n//));
                (my $format = $call) =~ s/%%//g;
                print "$ARGV:$line: $call\n" if $format =~ /%[-+#0-9.*]*[lL]?[aefgAEFG]/;
            }' | rule "numbers with decimals are printed by formatted and printFormatted"
    # Formatted streams follow the global locale; module.save of LibTorch wants a stream, and writes bytes to it.
    includes '(sstream|iomanip|iostream)[>"]' core ui app | grep -v '^core/nn/export/torchscript_writer\.cpp:' |
        rule "no formatted streams" || true
    grep -rnE --include='*.h' --include='*.cpp' '[Jj]son::parse\(' core ui app | grep -v '^core/base/json_text\.h:' |
        rule "JSON is read by parseJson" || true
}

check_format() {
    local tool
    tool=$(command -v clang-format-14 || true)
    if [[ -z $tool ]]; then
        # Other versions break lines elsewhere, and a release has one or the other.
        if apt-cache policy clang-format-14 2>/dev/null | grep -q 'Candidate: [0-9]'; then
            echo "clang-format-14 is missing: apt-get install clang-format-14" | rule "clang-format"
        else
            printf '    not checked: this system has no clang-format-14\n'
        fi
        return
    fi
    { sources | xargs "$tool" --dry-run -Werror 2>&1 | grep -E 'error:' || true; } | rule "clang-format"
}

# The dependency log knows what came in through other headers too.
check_compiled() {
    local deps library
    deps=$(ninja -C "$1" -t deps)
    for library in LibTorch OpenCV "Qt 6"; do
        tests/layers.pl compiled "$library" <<<"$deps" | rule "no file sees $library whose layer does not name it"
    done
    tests/folders.pl compiled <<<"$deps" | rule "ui and app see of the engine no more than its doors"
    { grep -alF -- "$PWD" "$1"/bin/probface* || true; } | rule "no program names the folder it was built from"
    # std::to_string of a floating number is sprintf, and shows in an object file only.
    # CLI11 brings it into the command line, which stays in the locale "C".
    find "$1/core" "$1/ui" "$1/app/CMakeFiles/probface-studio.dir" -name '*.o' -print0 2>/dev/null | xargs -0 nm -A 2>/dev/null |
        grep -E 'xstring|__stoa' | awk -F: '!told[$1]++ { print $1 }' | rule "no std::to_string or std::stod of numbers with decimals" || true
}

if [[ ${1:-} == --compiled && -n ${2:-} ]]; then
    check_compiled "$2"
elif (($# == 0)); then
    check_layers
    check_folders
    check_documents
    check_files
    check_numbers
    check_format
else
    sed -n '2,4p' "${BASH_SOURCE[0]}"
    exit 2
fi
if ((failures)); then
    printf '%d rule(s) broken\n' "$failures"
    exit 1
fi
