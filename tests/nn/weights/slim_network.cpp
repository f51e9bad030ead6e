#include "tests/nn/weights/slim_network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/rng.h"

namespace pf::test {
namespace {

constexpr std::array<int, 4> kBlocks{3, 8, 16, 3};

std::string blockScope(int stage, int block) {
    const std::string s = std::to_string(stage);
    return "Resface/Conv" + s + "/Conv_" + s + "/Conv_" + s + "_" + std::to_string(block) + "/";
}

std::string entryScope(int stage) {
    const std::string s = std::to_string(stage);
    return "Resface/Conv" + s + "/Conv" + s + "_pre";
}

void rectify(std::vector<double>& values) {
    for (double& value : values) {
        value = std::max(value, 0.0);
    }
}

std::int64_t sixteenth(std::int64_t size) {
    for (int i = 0; i < 4; ++i) {
        size = (size + 1) / 2;
    }
    return size;
}

}  // namespace

SlimNetwork::SlimNetwork(const SlimOptions& options, std::uint64_t seed) : options_(options) {
    Rng rng(seed);
    const auto fill = [&](const std::string& name, std::vector<std::int64_t> shape, auto draw) {
        std::int64_t count = 1;
        for (const std::int64_t size : shape) {
            count *= size;
        }
        Variable variable{std::move(shape), std::vector<float>(static_cast<std::size_t>(count))};
        for (float& value : variable.values) {
            value = static_cast<float>(draw());
        }
        variables_[name] = std::move(variable);
    };
    const auto normals = [&rng](double spread) { return [&rng, spread] { return spread * rng.normal(); }; };
    const auto between = [&rng](double low, double high) {
        return [&rng, low, high] { return rng.uniform(low, high); };
    };
    const auto batchNorm = [&](const std::string& scope, std::int64_t channels, bool affine) {
        if (affine) {
            fill(scope + "/BatchNorm/gamma", {channels}, between(0.6, 1.4));
            fill(scope + "/BatchNorm/beta", {channels}, normals(0.2));
        }
        fill(scope + "/BatchNorm/moving_mean", {channels}, normals(0.2));
        fill(scope + "/BatchNorm/moving_variance", {channels}, between(0.5, 2.0));
    };
    const auto convolution = [&](const std::string& scope, std::int64_t in, std::int64_t out, double gain) {
        // Uniform: quicker to draw than normal, and there are millions.
        const double limit = gain * std::sqrt(6.0 / static_cast<double>(9 * in));
        fill(scope + "/weights", {3, 3, in, out}, between(-limit, limit));
        batchNorm(scope, out, true);
    };
    const auto linear = [&](const std::string& scope, std::int64_t in, std::int64_t out, bool affine) {
        const double limit = std::sqrt(3.0 / static_cast<double>(in));
        fill(scope + "/weights", {in, out}, between(-limit, limit));
        batchNorm(scope, out, affine);
    };

    std::int64_t in = 3;
    for (int stage = 1; stage <= 4; ++stage) {
        const std::int64_t out = options.channels[static_cast<std::size_t>(stage - 1)];
        convolution(entryScope(stage), in, out, 1.0);
        for (int block = 1; block <= kBlocks[static_cast<std::size_t>(stage - 1)]; ++block) {
            convolution(blockScope(stage, block) + "Conv", out, out, 1.0);
            convolution(blockScope(stage, block) + "Conv_1", out, out, 0.3);
        }
        in = out;
    }
    const std::int64_t flattened = in * sixteenth(options.height) * sixteenth(options.width);
    linear("Resface/Bottleneck", flattened, options.embeddingSize, true);
    const std::int64_t pooled =
        std::accumulate(options.channels.begin(), options.channels.end(), std::int64_t{0});
    linear("UncertaintyModule/fc1", flattened + (options.multiLayer ? pooled : 0), options.hiddenSize, true);
    linear("UncertaintyModule/fc_log_sigma_sq", options.hiddenSize, options.sigmaSize, false);
    fill("UncertaintyModule/scale_and_shift/alpha", {}, between(0.1, 0.2));
    fill("UncertaintyModule/scale_and_shift/gamma", {}, between(-1.5, -0.5));
}

Bundle SlimNetwork::bundle(bool withHead, int shards) const {
    Bundle bundle(shards);
    for (const auto& [name, variable] : variables_) {
        if (withHead || !name.starts_with("UncertaintyModule")) {
            bundle.add(name, variable.shape, variable.values);
        }
    }
    const Variable& entry = variables_.at("Resface/Conv1/Conv1_pre/weights");
    bundle.add("Resface/Conv1/Conv1_pre/weights/Momentum", entry.shape, entry.values);
    bundle.add({"global_step", kInt32, {}, std::string("\7\0\0\0", 4), 0});
    return bundle;
}

void SlimNetwork::normalise(std::vector<double>& values, const std::string& scope) const {
    const auto& mean = variables_.at(scope + "/BatchNorm/moving_mean").values;
    const auto& variance = variables_.at(scope + "/BatchNorm/moving_variance").values;
    const auto gamma = variables_.find(scope + "/BatchNorm/gamma");
    const auto beta = variables_.find(scope + "/BatchNorm/beta");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t c = i % mean.size();
        values[i] =
            (values[i] - static_cast<double>(mean[c])) / std::sqrt(static_cast<double>(variance[c]) + 0.001);
        if (gamma != variables_.end()) {
            values[i] = values[i] * static_cast<double>(gamma->second.values[c]) +
                        static_cast<double>(beta->second.values[c]);
        }
    }
}

SlimNetwork::Map SlimNetwork::convolved(const Map& in, const std::string& scope, std::int64_t stride) const {
    const Variable& weights = variables_.at(scope + "/weights");
    const std::int64_t channels = weights.shape[3];
    Map out{(in.height + stride - 1) / stride, (in.width + stride - 1) / stride, channels, {}};
    // SAME: what is missing for ceil(size / stride) positions, the odd one at the end.
    const std::int64_t top = std::max<std::int64_t>((out.height - 1) * stride + 3 - in.height, 0) / 2;
    const std::int64_t left = std::max<std::int64_t>((out.width - 1) * stride + 3 - in.width, 0) / 2;
    out.values.resize(static_cast<std::size_t>(out.height * out.width * channels));
    for (std::int64_t y = 0; y < out.height; ++y) {
        for (std::int64_t x = 0; x < out.width; ++x) {
            double* sums = &out.values[static_cast<std::size_t>((y * out.width + x) * channels)];
            for (std::int64_t tap = 0; tap < 9; ++tap) {
                const std::int64_t row = y * stride - top + tap / 3;
                const std::int64_t column = x * stride - left + tap % 3;
                if (row < 0 || row >= in.height || column < 0 || column >= in.width) {
                    continue;
                }
                const double* values =
                    &in.values[static_cast<std::size_t>((row * in.width + column) * in.channels)];
                for (std::int64_t i = 0; i < in.channels; ++i) {
                    const float* row3 =
                        &weights.values[static_cast<std::size_t>((tap * in.channels + i) * channels)];
                    for (std::int64_t o = 0; o < channels; ++o) {
                        sums[o] += values[i] * static_cast<double>(row3[o]);
                    }
                }
            }
        }
    }
    normalise(out.values, scope);
    rectify(out.values);
    return out;
}

std::vector<double> SlimNetwork::dense(const std::vector<double>& in, const std::string& scope) const {
    const Variable& weights = variables_.at(scope + "/weights");
    std::vector<double> out(static_cast<std::size_t>(weights.shape[1]));
    for (std::size_t i = 0; i < in.size(); ++i) {
        for (std::size_t o = 0; o < out.size(); ++o) {
            out[o] += in[i] * static_cast<double>(weights.values[i * out.size() + o]);
        }
    }
    normalise(out, scope);
    return out;
}

SlimOutput SlimNetwork::run(std::span<const float> image) const {
    Map map{options_.height, options_.width, 3, {image.begin(), image.end()}};
    std::vector<double> pooled;
    for (int stage = 1; stage <= 4; ++stage) {
        map = convolved(map, entryScope(stage), 2);
        for (int block = 1; block <= kBlocks[static_cast<std::size_t>(stage - 1)]; ++block) {
            const Map inner = convolved(convolved(map, blockScope(stage, block) + "Conv", 1),
                                        blockScope(stage, block) + "Conv_1", 1);
            for (std::size_t i = 0; i < map.values.size(); ++i) {
                map.values[i] += inner.values[i];
            }
        }
        const auto channels = static_cast<std::size_t>(map.channels);
        const std::size_t positions = map.values.size() / channels;
        for (std::size_t c = 0; c < channels; ++c) {
            double sum = 0;
            for (std::size_t p = 0; p < positions; ++p) {
                sum += map.values[p * channels + c];
            }
            pooled.push_back(sum / static_cast<double>(positions));
        }
    }
    SlimOutput output;
    output.mu = dense(map.values, "Resface/Bottleneck");
    const double norm =
        std::sqrt(std::inner_product(output.mu.begin(), output.mu.end(), output.mu.begin(), 0.0));
    for (double& value : output.mu) {
        value /= norm;
    }
    std::vector<double> features = map.values;
    if (options_.multiLayer) {
        features.insert(features.end(), pooled.begin(), pooled.end());
    }
    std::vector<double> hidden = dense(features, "UncertaintyModule/fc1");
    rectify(hidden);
    const double alpha = variables_.at("UncertaintyModule/scale_and_shift/alpha").values.front();
    const double gamma = variables_.at("UncertaintyModule/scale_and_shift/gamma").values.front();
    for (const double value : dense(hidden, "UncertaintyModule/fc_log_sigma_sq")) {
        output.sigmaSq.push_back(1e-6 + std::exp(alpha * value + gamma));
    }
    return output;
}

}  // namespace pf::test
