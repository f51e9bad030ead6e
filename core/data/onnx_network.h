// An ONNX network run by OpenCV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/formats/onnx/onnx_outline.h"

namespace pf {

/// A dense float32 array.
struct FloatArray {
    std::vector<std::int64_t> shape;
    std::vector<float> values;

    std::size_t count() const { return values.size(); }
};

/// One network with one image input. Not thread-safe.
class OnnxNetwork {
  public:
    /// Throws: Error(Io) when the file is missing; Error(Data) naming file and reason when it is no ONNX
    /// model, or in one clear sentence which operator OpenCV cannot import.
    explicit OnnxNetwork(const std::filesystem::path& file);
    /// The same from a file's bytes; `name` stands for the file in errors.
    OnnxNetwork(std::span<const std::byte> bytes, const std::filesystem::path& name);
    ~OnnxNetwork();
    OnnxNetwork(OnnxNetwork&&) noexcept;
    OnnxNetwork& operator=(OnnxNetwork&&) noexcept;

    /// Names of the graph's outputs, in the file's order.
    const std::vector<std::string>& outputNames() const { return outputNames_; }
    /// Runs NCHW float32 input and returns the named outputs: of the graph, or of any inner operator by the
    /// name of its value or of the operator itself.
    /// Shapes: `shape` has four sides and as many values as `input`. OpenCV takes other sizes than the file
    /// states where the operators allow it.
    /// Throws: Error(Shape, Data) naming the file and the sizes when OpenCV refuses; Error(Config) for an
    /// unknown name, with the names there are.
    std::vector<FloatArray> forward(std::span<const float> input, const std::vector<std::int64_t>& shape,
                                    const std::vector<std::string>& outputs);
    const std::filesystem::path& file() const { return file_; }
    /// What the file says of its graph.
    const OnnxOutline& outline() const { return outline_; }
    /// SHA-256 of the file.
    const std::string& sha256() const { return sha256_; }

  private:
    struct Imported;

    std::string layerOf(const std::string& name) const;
    void requireMemoryFor(const std::vector<std::int64_t>& shape, const std::vector<int>& sizes);

    std::filesystem::path file_;
    OnnxOutline outline_;
    std::vector<std::string> outputNames_;
    std::string sha256_;
    std::unique_ptr<Imported> imported_;
};

/// The bytes of an ONNX file, read at once. Throws: Error(Io) when it is missing or unreadable; Error(Data)
/// when it is empty, larger than the format allows (2 GiB) or plainly something else.
std::vector<std::byte> readOnnxFile(const std::filesystem::path& file);

/// Threads inside one operation of OpenCV, for the whole process: its networks should have as many as
/// LibTorch. Range: at least 1.
void setOpenCvThreads(int threads);

}  // namespace pf
