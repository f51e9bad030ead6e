# shellcheck shell=bash disable=SC2034
# The Debian packages ProbFace Studio is built from, in one place. Sourced by setup.sh.
# Each list has a reason beside it: run.sh prints it before anything is installed.

# The releases all of this was tried on. What one of them names differently stands in a case below.
PF_RELEASES="12 13"
# Of another distribution or release: empty.
PF_RELEASE=$(. /etc/os-release 2>/dev/null && [[ ${ID:-} == debian ]] && echo "${VERSION_ID:-}") || PF_RELEASE=""

PF_PACKAGE_GROUPS=(build engine window test)

PF_PACKAGES_build="build-essential cmake ninja-build ccache pkg-config"
PF_REASON_build="compiling the program"

# libopenblas0-openmp: with Debian's reference BLAS a matrix product is tens of times slower.
PF_PACKAGES_engine="libtorch-dev libopenblas0-openmp libopencv-dev libyaml-cpp-dev nlohmann-json3-dev libcli11-dev
    libzip-dev libssl-dev libmatio-dev zlib1g-dev libturbojpeg0-dev libprotobuf-dev protobuf-compiler"
PF_REASON_engine="neural networks (LibTorch with OpenBLAS), images (OpenCV), config, archive, checksum, MATLAB and protocol buffer libraries"

PF_PACKAGES_window="qt6-base-dev qt6-svg-dev qt6-wayland libqcustomplot-dev libqcustomplot2.1-qt6 libgl-dev
    fonts-dejavu-core"
PF_REASON_window="the window (Qt 6) and its charts (QCustomPlot)"

# Installed by run.sh too: both commands share one build folder, configured once.
PF_PACKAGES_test="libgtest-dev libgmock-dev libbenchmark-dev"
PF_REASON_test="the tests"

PF_PACKAGES_check="xvfb xauth matchbox-window-manager locales poppler-utils"
PF_REASON_check="window tests without a screen, locales with a decimal comma, and reading PDF files back"
case $PF_RELEASE in
    12)
        # Another version formats, and complains, differently: elsewhere these two checks are left out.
        PF_PACKAGES_check+=" clang-format-14 clang-tidy-14"
        PF_REASON_check+=", the format check, clang-tidy"
        ;;
esac
