// The reference's networks computed from slim's variables by plain loops in float64, channels last, SAME
// padding: what an imported network must equal. Shares no code with it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tests/formats/tensorflow/bundle_writer.h"

namespace pf::test {

struct SlimOptions {
    std::array<std::int64_t, 4> channels{4, 8, 16, 32};
    std::int64_t height = 32;
    std::int64_t width = 32;
    std::int64_t embeddingSize = 16;
    std::int64_t hiddenSize = 8;
    std::int64_t sigmaSize = 1;
    bool multiLayer = false;
};

struct SlimOutput {
    std::vector<double> mu;
    std::vector<double> sigmaSq;
};

class SlimNetwork {
  public:
    /// Random weights and statistics.
    SlimNetwork(const SlimOptions& options, std::uint64_t seed);

    /// The checkpoint TensorFlow would write; with a momentum tensor and a step counter beside the variables.
    Bundle bundle(bool withHead, int shards = 1) const;

    /// One image, values in the order (row, column, channel).
    SlimOutput run(std::span<const float> image) const;

  private:
    struct Variable {
        std::vector<std::int64_t> shape;
        std::vector<float> values;
    };
    struct Map {
        std::int64_t height = 0, width = 0, channels = 0;
        std::vector<double> values;
    };

    Map convolved(const Map& in, const std::string& scope, std::int64_t stride) const;
    std::vector<double> dense(const std::vector<double>& in, const std::string& scope) const;
    void normalise(std::vector<double>& values, const std::string& scope) const;

    SlimOptions options_;
    std::map<std::string, Variable> variables_;
};

}  // namespace pf::test
