# shellcheck shell=bash disable=SC2034
# The Debian 12 packages ProbFace Studio is built from, in one place. Sourced by setup.sh.
# Each list has a reason beside it: run.sh prints it before anything is installed.

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

PF_PACKAGES_check="xvfb xauth matchbox-window-manager clang-format-14 locales poppler-utils"
PF_REASON_check="window tests without a screen, the format check, locales with a decimal comma, and reading PDF files back"
