// An ONNX network run by OpenCV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

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
    ~OnnxNetwork();
    OnnxNetwork(OnnxNetwork&&) noexcept;
    OnnxNetwork& operator=(OnnxNetwork&&) noexcept;

    /// Names of the graph's outputs, in the file's order.
    const std::vector<std::string>& outputNames() const;
    /// Runs NCHW float32 input and returns the named outputs (of the graph, or of any inner layer).
    /// Throws: Error(Shape, Data) naming the file and the sizes when OpenCV refuses; Error(Config) for an
    /// unknown name, with the names there are.
    std::vector<FloatArray> forward(std::span<const float> input, const std::vector<std::int64_t>& shape,
                                    const std::vector<std::string>& outputs);
    const std::filesystem::path& file() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
