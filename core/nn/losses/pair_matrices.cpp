#include "core/nn/losses/pair_matrices.h"

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/nn/losses/losses.h"

namespace pf {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Keeps a pair of zero-variance Gaussians finite, as the reference does.
constexpr double kVarianceEpsilon = 1e-10;
/// Held at once of a pairwise computation.
constexpr std::int64_t kBlockBytes = std::int64_t{32} << 20;

void checkGaussians(const at::Tensor& mu, const at::Tensor& logSigmaSq) {
    refuseIf(mu.dim() != 2 || logSigmaSq.dim() != 2 || mu.size(0) != logSigmaSq.size(0), ErrorCode::Shape,
             "mu has shape ", mu.sizes(), " and log sigma² ", logSigmaSq.sizes(),
             "; needed are [N, D] and [N, 1] or [N, D]");
    refuseIf(logSigmaSq.size(1) != 1 && logSigmaSq.size(1) != mu.size(1), ErrorCode::Shape, "log sigma² has ",
             logSigmaSq.size(1), " values per face; mu has ", mu.size(1), " dimensions, so 1 or ", mu.size(1),
             " are possible");
    refuseIf(mu.scalar_type() != logSigmaSq.scalar_type() || mu.device() != logSigmaSq.device(),
             ErrorCode::Shape, "mu is ", mu.scalar_type(), " on ", mu.device(), " but log sigma² is ",
             logSigmaSq.scalar_type(), " on ", logSigmaSq.device(), "; both must agree");
}

/// Vector sigma²: autograd would keep several [N,N,D] tensors, so the backward pass recomputes them block by
/// block.
struct VectorPairs : public torch::autograd::Function<VectorPairs> {
    static tensor_list forward(AutogradContext* context, const at::Tensor& mu, const at::Tensor& logSigmaSq) {
        const at::Tensor sigmaSq = logSigmaSq.exp();
        const std::int64_t n = mu.size(0);
        at::Tensor distanceTerm = at::empty({n, n}, mu.options());
        at::Tensor negativeMls = at::empty({n, n}, mu.options());
        forEachBlock(mu, sigmaSq,
                     [&](std::int64_t start, std::int64_t count, at::Tensor squares, at::Tensor sums) {
                         const at::Tensor logs = sums.log().mean(2);
                         const at::Tensor ratio = squares.div_(sums.add_(kVarianceEpsilon)).mean(2);
                         distanceTerm.narrow(0, start, count).copy_(ratio);
                         negativeMls.narrow(0, start, count).copy_(ratio + logs);
                     });
        context->save_for_backward({mu, logSigmaSq});
        return {distanceTerm, negativeMls};
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor& mu = saved[0];
        const at::Tensor sigmaSq = saved[1].exp();
        const at::Tensor ofLogs = symmetric(gradients[1], mu);
        const at::Tensor ofRatio = symmetric(gradients[0], mu) + ofLogs;
        at::Tensor result = at::empty_like(sigmaSq);
        forEachBlock(
            mu, sigmaSq, [&](std::int64_t start, std::int64_t count, at::Tensor squares, at::Tensor sums) {
                const at::Tensor logPart = (ofLogs.narrow(0, start, count).unsqueeze(2) / sums).sum(1);
                squares.div_(sums.add_(kVarianceEpsilon).square_());
                squares.mul_(ofRatio.narrow(0, start, count).unsqueeze(2));
                result.narrow(0, start, count).copy_(logPart - squares.sum(1));
            });
        // d/d(log s) = s d/ds; the mean over d divides by D.
        return {at::Tensor(), result * sigmaSq / static_cast<double>(mu.size(1))};
    }

  private:
    template <typename Visit>
    static void forEachBlock(const at::Tensor& mu, const at::Tensor& sigmaSq, Visit visit) {
        const std::int64_t n = mu.size(0);
        const std::int64_t bytesPerRow = n * mu.size(1) * static_cast<std::int64_t>(mu.element_size());
        const std::int64_t rows =
            std::max<std::int64_t>(1, kBlockBytes / std::max<std::int64_t>(1, bytesPerRow));
        for (std::int64_t start = 0; start < n; start += rows) {
            const std::int64_t count = std::min(rows, n - start);
            at::Tensor squares = (mu.narrow(0, start, count).unsqueeze(1) - mu.unsqueeze(0)).square_();
            at::Tensor sums = sigmaSq.narrow(0, start, count).unsqueeze(1) + sigmaSq.unsqueeze(0);
            visit(start, count, std::move(squares), std::move(sums));
        }
    }

    /// Entry (i,j) depends on s_i and s_j alike, so row i collects column i too.
    static at::Tensor symmetric(const at::Tensor& gradient, const at::Tensor& like) {
        if (!gradient.defined()) {
            return at::zeros({like.size(0), like.size(0)}, like.options());
        }
        return gradient + gradient.t();
    }
};

}  // namespace

PairMatrices pairMatrices(const at::Tensor& mu, const at::Tensor& logSigmaSq) {
    checkGaussians(mu, logSigmaSq);
    const at::Tensor fixedMu = mu.detach();
    if (logSigmaSq.size(1) != 1) {
        const tensor_list both = VectorPairs::apply(fixedMu, logSigmaSq);
        return {both[0], both[1]};
    }
    const at::Tensor sigmaSq = logSigmaSq.exp();
    const at::Tensor sums = sigmaSq + sigmaSq.t();
    const at::Tensor distances = (1.0 - fixedMu.matmul(fixedMu.t())).mul_(2.0);
    const at::Tensor distanceTerm = distances / (sums + kVarianceEpsilon);
    return {distanceTerm, distanceTerm + sums.log()};
}

}  // namespace pf
