# shellcheck shell=bash
# What run.sh and test.sh share: packages, limits of the machine, configuring. Sourced, never run.
# Needs PF_ROOT (the repository) and sets PF_JOBS (parallel compilers; kept when the caller set it).

source "$PF_ROOT/packaging/packages.sh"

# Measured for a Release build with tests; see PF_IGNORE_LIMITS in run.sh --help.
PF_BUILD_MEGABYTES=2500
PF_MEGABYTES_PER_JOB=1500

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
warn() { printf '==> warning: %s\n' "$*" >&2; }

# fail MESSAGE [REMEDY LINE ...]
fail() {
    printf '\n==> error: %s\n' "$1" >&2
    shift
    if (($#)); then printf '    %s\n' "$@" >&2; fi
    exit 1
}

# fail_limit MESSAGE REMEDY: an error unless the caller asked to go on regardless.
fail_limit() {
    if [[ -n ${PF_IGNORE_LIMITS:-} ]]; then
        warn "$1 (PF_IGNORE_LIMITS is set: going on)"
    else
        fail "$1" "$2" "To go on regardless: PF_IGNORE_LIMITS=1 $0"
    fi
}

# missing_packages GROUP...: the names of those that are not installed, on one line.
missing_packages() {
    local group list=""
    for group in "$@"; do
        local variable="PF_PACKAGES_$group"
        list+=" ${!variable}"
    done
    # One dpkg call for all: a second start of the program must not be felt. It fails for unknown names.
    # shellcheck disable=SC2086
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' $list 2>/dev/null || true; } |
        awk -v wanted="$list" '
            $1 == "installed" { have[$2] = 1 }
            END { n = split(wanted, name, /[ \n]+/)
                  for (i = 1; i <= n; i++) if (name[i] != "" && !have[name[i]]) printf "%s ", name[i] }'
}

free_megabytes() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# The "1,234 MB" of apt's announcement in megabytes, rounded up.
apt_megabytes() {
    LC_ALL=C awk -v pattern="$1" '
        index($0, pattern) { for (i = 1; i < NF; i++) if ($(i + 1) ~ /^[kMG]?B$/) {
                gsub(",", "", $i); f = $(i + 1) == "GB" ? 1000 : $(i + 1) == "MB" ? 1 : 0.001
                printf "%d", $i * f + 1; next } }'
}

describe_system() { (. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-unknown}") || echo "unknown"; }

# install_packages GROUP...: installs what is missing; silent and without apt when nothing is.
install_packages() {
    local group missing
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "this machine ($(describe_system)) has no apt: only Debian's packages can be installed for you" \
            "Install the libraries named in packaging/packages.sh yourself, then: $0 --no-packages"
    fi
    missing=$(missing_packages "$@")
    if [[ -z $missing ]]; then return; fi
    if [[ " $PF_RELEASES " != *" ${PF_RELEASE:-none} "* ]]; then
        warn "made for Debian ${PF_RELEASES// / and }; this is $(describe_system). Trying its packages of the same names."
    fi

    say "Debian packages to install"
    for group in "$@"; do
        local reason="PF_REASON_$group" some
        some=$(missing_packages "$group")
        if [[ -n $some ]]; then note "for ${!reason}:" && note "  $some"; fi
    done
    local command="apt-get install -y --no-install-recommends $missing"
    local -a asRoot=()
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            fail "installing packages needs root, and there is no sudo" "As root, run:" "  apt-get update" \
                "  $command" "then start $0 again."
        fi
        note "sudo may ask for your password"
        asRoot=(sudo)
    fi
    "${asRoot[@]}" apt-get update -q || warn "apt-get update reported errors (above); trying with what is known"
    announce_size "$missing"
    # shellcheck disable=SC2086
    if ! "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; then
        fail "apt-get could not install the packages (its reason is above)" \
            "No network or a proxy?  Check /etc/apt/sources.list and: apt-get update" \
            "An unfinished installation?  dpkg --configure -a && apt-get -f install" \
            "Then start $0 again, or install them by hand:" "  $command"
    fi
    missing=$(missing_packages "$@")
    if [[ -n $missing ]]; then fail "still not installed: $missing" "By hand: apt-get install $missing"; fi
}

# announce_size PACKAGES: says how much will be fetched and kept, and stops when it cannot fit.
announce_size() {
    local plan download=0 disk=0 free
    # shellcheck disable=SC2086
    plan=$(LC_ALL=C apt-get install --assume-no --no-install-recommends -o Debug::NoLocking=1 $1 2>&1 || true)
    local unknown
    unknown=$(sed -n 's/^E: Unable to locate package //p; s/^E: Package .\(.*\). has no installation candidate/\1/p' \
        <<<"$plan" | tr '\n' ' ')
    if [[ -n $unknown ]]; then
        fail "apt does not know: $unknown" "These are packages of Debian's main section; this is $(describe_system)." \
            "Is there a line like this in /etc/apt/sources.list, and does apt-get update reach it?" \
            "  deb http://deb.debian.org/debian $( (. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}") ) main"
    fi
    download=$(apt_megabytes "Need to get" <<<"$plan")
    disk=$(apt_megabytes "After this operation" <<<"$plan")
    note "download ${download:-0} MB, ${disk:-0} MB on disk once installed"
    free=$(free_megabytes /usr)
    if ((free < ${disk:-0} + ${download:-0})); then
        fail_limit "the packages need $((${disk:-0} + ${download:-0})) MB, /usr has $free MB free" "Make room there."
    fi
}

# check_tools: what even --no-packages cannot do without.
check_tools() {
    local tool
    for tool in cmake ninja g++; do
        command -v "$tool" >/dev/null ||
            fail "$tool is not installed" "Debian: $0 without --no-packages installs it (see packaging/packages.sh)."
    done
}

# check_blas: which BLAS LibTorch will load; the reference one is refused.
check_blas() {
    command -v update-alternatives >/dev/null || return 0
    local name value
    name="libblas.so.3-$(g++ -print-multiarch)"
    value=$(update-alternatives --query "$name" 2>/dev/null | sed -n 's/^Value: //p')
    case $value in
        "") warn "no BLAS registered as $name: LibTorch may not start (apt-get install libopenblas0-openmp)" ;;
        */blas/libblas.so.3)
            fail "LibTorch would use the reference BLAS ($value): training would be tens of times slower" \
                "As root: update-alternatives --set $name ${value%/blas/libblas.so.3}/openblas-openmp/libblas.so.3"
            ;;
        *) note "BLAS: $value" ;;
    esac
}

# choose_jobs: as many compilers as there are cores and memory for.
choose_jobs() {
    local cores memory limit
    cores=$(nproc)
    memory=$(awk '/^(MemAvailable|SwapFree):/ { sum += $2 } END { print int(sum / 1024) }' /proc/meminfo)
    for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
        if [[ -r $limit ]] && grep -qE '^[0-9]{1,13}$' "$limit" && (($(<"$limit") / 1048576 < memory)); then
            memory=$(($(<"$limit") / 1048576))
        fi
    done
    if ((memory < 1000)); then
        fail_limit "compiling needs about $PF_MEGABYTES_PER_JOB MB of memory; $memory MB are free" \
            "Close other programs or add swap space."
    fi
    if [[ -n ${PF_JOBS:-} ]]; then
        [[ $PF_JOBS =~ ^[1-9][0-9]*$ ]] || fail "PF_JOBS is '$PF_JOBS'; expected a number of parallel compilers, e.g. 2"
        return
    fi
    PF_JOBS=$((memory / PF_MEGABYTES_PER_JOB))
    if ((PF_JOBS < 1)); then PF_JOBS=1; fi
    if ((PF_JOBS > cores)); then PF_JOBS=$cores; fi
    if ((PF_JOBS < cores)); then note "$PF_JOBS of $cores cores: $memory MB of memory are free"; fi
}

# check_build_folder FOLDER: room for it, and that it is ours.
check_build_folder() {
    local cache="$PF_ROOT/$1/CMakeCache.txt" home free
    if [[ -f $cache ]]; then
        home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")
        if [[ $home != "$PF_ROOT" ]]; then
            fail "$PF_ROOT/$1 was configured for another place ($home)" "Remove it and start again: rm -r $PF_ROOT/$1"
        fi
        return
    fi
    free=$(free_megabytes "$PF_ROOT")
    if ((free < PF_BUILD_MEGABYTES)); then
        fail_limit "building needs about $PF_BUILD_MEGABYTES MB in $PF_ROOT, $free MB are free" "Make room there."
    fi
}

# configure PRESET FOLDER: runs CMake unless the folder is configured; ninja re-runs it when its files change.
configure() {
    check_build_folder "$2"
    if [[ -f $PF_ROOT/$2/build.ninja ]]; then return; fi
    say "configuring ($1)"
    (cd "$PF_ROOT" && cmake --preset "$1") ||
        fail "configuring failed (above)" "A package missing?  $0 without --no-packages installs them." \
            "A stale folder?  rm -r $PF_ROOT/$2"
}

# build FOLDER [TARGET...]
build() {
    local folder=$1
    shift
    NINJA_STATUS="[%f/%t %es] " ninja -C "$PF_ROOT/$folder" -j "$PF_JOBS" "$@" ||
        fail "building failed (the first error is above)" "Killed for memory?  PF_JOBS=1 $0"
}
