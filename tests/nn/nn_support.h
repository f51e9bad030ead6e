// What several tests of the neural layer need.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/error.h"

namespace pf::test {

/// Reseeds LibTorch before each test and gives it a folder of its own.
class NnTest : public ::testing::Test {
  protected:
    void SetUp() override {
        torch::manual_seed(20210204);
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        std::string name = std::string(info->test_suite_name()) + "-" + info->name();
        // Parameterised tests have slashes in their names.
        std::replace(name.begin(), name.end(), '/', '-');
        folder_ =
            std::filesystem::temp_directory_path() / ("pf-nn-" + std::to_string(::getpid()) + "-" + name);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

/// Programs of networks with a parameter `w` [D, 192]: mu alone, and mu with features.
inline constexpr const char* kMuProgram = R"(
def forward(self, x):
    return torch.matmul(torch.flatten(x, 1), self.w.t())
)";
inline constexpr const char* kPairProgram = R"(
def forward(self, x):
    m = torch.matmul(torch.flatten(x, 1), self.w.t()) + 1.0
    return m / torch.norm(m, 2, [1], True), x
)";

/// Runs `body` and returns the message of the Error it throws; fails on another code or none.
inline std::string messageOf(ErrorCode code, const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "no error was thrown";
    return {};
}

inline double maxDifference(const at::Tensor& a, const at::Tensor& b) {
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

/// Central differences of a scalar function at a float64 `point`.
inline at::Tensor numericalGradient(const std::function<at::Tensor(const at::Tensor&)>& function,
                                    const at::Tensor& point, double step = 1e-6) {
    const at::Tensor flat = point.detach().clone().reshape(-1);
    at::Tensor gradient = at::zeros_like(flat);
    for (int64_t i = 0; i < flat.numel(); ++i) {
        at::Tensor up = flat.clone();
        at::Tensor down = flat.clone();
        up[i] += step;
        down[i] -= step;
        const double difference =
            (function(up.view(point.sizes())) - function(down.view(point.sizes()))).item<double>();
        gradient[i] = difference / (2.0 * step);
    }
    return gradient.view(point.sizes());
}

/// Reverse-mode gradient of the same function.
inline at::Tensor autogradGradient(const std::function<at::Tensor(const at::Tensor&)>& function,
                                   const at::Tensor& point) {
    const at::Tensor leaf = point.detach().clone().requires_grad_(true);
    function(leaf).backward();
    return leaf.grad();
}

inline at::Tensor unitRows(int64_t rows, int64_t columns, at::ScalarType type = at::kDouble) {
    const at::Tensor values = at::randn({rows, columns}, at::TensorOptions().dtype(type));
    return values / values.norm(2, {1}, true);
}

}  // namespace pf::test
