find_package(Threads REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
# ONNX files and the index of TensorFlow checkpoints.
pkg_check_modules(PROTOBUF_LITE REQUIRED IMPORTED_TARGET protobuf-lite)
find_program(PROTOBUF_COMPILER protoc REQUIRED)
# The .mat files of identification protocols.
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
find_package(ZLIB REQUIRED)
# Decoding JPEG without a detour through another channel order.
pkg_check_modules(TURBOJPEG REQUIRED IMPORTED_TARGET libturbojpeg)

find_package(Torch REQUIRED)
# System headers: their warnings are not ours to fix.
add_library(pf_torch INTERFACE)
target_include_directories(pf_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(pf_torch INTERFACE ${TORCH_LIBRARIES})

find_package(OpenCV REQUIRED COMPONENTS core imgproc imgcodecs dnn)
add_library(pf_opencv INTERFACE)
target_include_directories(pf_opencv SYSTEM INTERFACE ${OpenCV_INCLUDE_DIRS})
target_link_libraries(pf_opencv INTERFACE opencv_core opencv_imgproc opencv_imgcodecs)
# Kept apart: only what runs networks needs it.
add_library(pf_opencv_dnn INTERFACE)
target_link_libraries(pf_opencv_dnn INTERFACE pf_opencv opencv_dnn)

if(PF_WITH_QT)
  find_package(Qt6 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Svg)
  find_package(QCustomPlotQt6 QUIET)
endif()
