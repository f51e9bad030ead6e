#include "core/nn/backbones/steadiness.h"

#include <cmath>
#include <limits>
#include <utility>

#include <torch/torch.h>

#include "core/base/text.h"

namespace pf {
namespace {

/// The same operations on the same numbers: only a GPU's order of summation may differ.
constexpr double kSameBatch = 1e-3;
/// Another batch may take another kernel, in half precision too.
constexpr double kOtherBatch = 1e-2;
/// Where statistics of the batch are in the program, a little of them is not rounding.
constexpr double kStatisticsOfBatch = 1e-4;

constexpr const char* kCure =
    "; most likely it was exported in training mode: call model.eval() before torch.jit.trace or "
    "torch.onnx.export, and export it again";

/// How two rows differ, with as many digits as tell them apart: "cosine 0.71", "cosine 0.9997", "its length
/// is 1.2 or 1.3"; empty when one is not finite.
std::string comparison(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = a.to(at::kCPU, at::kDouble);
    const at::Tensor y = b.to(at::kCPU, at::kDouble);
    const double lengths[2] = {x.norm().item<double>(), y.norm().item<double>()};
    const double cosine = (x * y).sum().item<double>() / std::max(lengths[0] * lengths[1], 1e-12);
    if (!std::isfinite(cosine)) {
        return "";
    }
    for (const double scale : {1e3, 1e4, 1e5, 1e6}) {
        if (const double rounded = std::round(cosine * scale) / scale; rounded < 1) {
            return " (cosine " + formatNumber(rounded) + ")";
        }
    }
    const auto number = [](double value) { return formatNumber(std::round(value * 1e4) / 1e4); };
    return " (its length is " + number(lengths[0]) + " or " + number(lengths[1]) + ")";
}

/// How the results for the same pictures compare: "embedding (cosine 0.71)" of the picture where they differ
/// most, or "features"; empty when they are equal.
std::string changed(const BackboneOutput& a, const BackboneOutput& b, double tolerance) {
    std::int64_t most = 0;
    double largest = 0;
    for (std::int64_t row = 0; row < a.mu.size(0); ++row) {
        const double difference = largestDifference(a.mu.narrow(0, row, 1), b.mu.narrow(0, row, 1));
        if (difference > largest) {
            largest = difference;
            most = row;
        }
    }
    if (largest > tolerance) {
        return "embedding" + comparison(a.mu[most], b.mu[most]);
    }
    return a.features.defined() && largestDifference(a.features, b.features) > tolerance ? "features" : "";
}

BackboneOutput rowOf(const BackboneOutput& output, std::int64_t row) {
    return {output.mu.narrow(0, row, 1),
            output.features.defined() ? output.features.narrow(0, row, 1) : at::Tensor()};
}

}  // namespace

at::Tensor trialPictures(std::int64_t height, std::int64_t width) {
    const std::int64_t values = 3 * height * width;
    const at::Tensor ramp = at::linspace(-1.0, 1.0, values).view({3, height, width});
    // Neither a random stream nor a short period.
    const at::Tensor rough = at::sin(at::arange(values, at::kDouble).square() * 0.37).to(at::kFloat);
    const at::Tensor waves = at::sin(at::linspace(0.0, 60.0, values)) * 0.4 + 0.2;
    return at::stack({ramp, rough.view({3, height, width}), waves.view({3, height, width}).flip({1})});
}

double largestDifference(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = a.flatten(1).to(at::kCPU, at::kDouble);
    const at::Tensor y = b.flatten(1).to(at::kCPU, at::kDouble);
    double largest = 0;
    for (std::int64_t row = 0; row < x.size(0); ++row) {
        const bool finite = at::isfinite(x[row]).all().item<bool>();
        if (finite != at::isfinite(y[row]).all().item<bool>()) {
            return std::numeric_limits<double>::infinity();
        }
        if (finite) {
            const double scale = std::max(x[row].norm().item<double>(), y[row].norm().item<double>());
            const double apart = (x[row] - y[row]).norm().item<double>();
            largest = std::max(largest, scale > 0 ? apart / scale : 0.0);
        }
    }
    return largest;
}

std::string unsteadiness(const std::function<BackboneOutput(const at::Tensor&)>& forward,
                         const at::Tensor& pictures, const KnownOfNetwork& known) {
    const at::Tensor pair = pictures.narrow(0, 0, 2);
    const BackboneOutput first = forward(pair);
    const std::string alive = known.randomOperator.empty()
                                  ? "dropout or another random operator is alive in it"
                                  : "a random operator is alive in it (" + known.randomOperator + ")";
    for (int repetition = 0; repetition < known.repetitions; ++repetition) {
        if (const std::string what = changed(first, forward(pair), kSameBatch); !what.empty()) {
            return "gives the same image another " + what + " each time, because " + alive + kCure;
        }
    }
    if (!known.randomOperator.empty()) {
        return "gives the same image another embedding now and then, because " + alive + kCure;
    }
    const double otherBatch = known.batchStatistics ? kStatisticsOfBatch : kOtherBatch;
    // Beside another picture, alone, and behind another one: what mixes a batch need not change its first.
    const std::pair<at::Tensor, std::int64_t> others[] = {{at::stack({pictures[0], pictures[2]}), 0},
                                                          {pictures.narrow(0, 0, 1), 0},
                                                          {at::stack({pictures[2], pictures[0]}), 1}};
    for (const auto& [batch, row] : others) {
        const std::string what = changed(rowOf(first, 0), rowOf(forward(batch), row), otherBatch);
        if (!what.empty()) {
            return "gives an image another " + what +
                   " when other images are in its batch, because batch normalisation or another operator "
                   "works on the statistics of the batch" +
                   kCure;
        }
    }
    return "";
}

}  // namespace pf
