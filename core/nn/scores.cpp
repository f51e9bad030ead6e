#include "core/nn/scores.h"

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/nn/block_size.h"

namespace pf {
namespace {

void checkSide(ScoreKind kind, const Gaussians& side, const char* name) {
    if (!side.mu.defined() || side.mu.dim() != 2) {
        throw Error(ErrorCode::Shape, std::string("mu of side ") + name + " is not [N, D]");
    }
    if (kind == ScoreKind::Cosine) {
        return;
    }
    const at::Tensor& s = side.sigmaSq;
    if (!s.defined() || s.dim() != 2 || s.size(0) != side.mu.size(0) ||
        (s.size(1) != 1 && s.size(1) != side.mu.size(1))) {
        throw Error(ErrorCode::Shape,
                    s.defined()
                        ? c10::str("sigma² of side ", name, " has shape ", s.sizes(), " for mu ",
                                   side.mu.sizes(), "; needed is [N, 1] or [N, D]")
                        : c10::str("sigma² of side ", name, " is missing; only cosine works without it"));
    }
}

void checkSides(ScoreKind kind, const Gaussians& a, const Gaussians& b) {
    checkSide(kind, a, "a");
    checkSide(kind, b, "b");
    if (a.mu.size(1) != b.mu.size(1)) {
        throw Error(ErrorCode::Shape,
                    c10::str("embeddings of ", a.mu.size(1), " and ", b.mu.size(1),
                             " dimensions cannot be compared; they come from different models"));
    }
    if (kind != ScoreKind::Cosine && a.sigmaSq.size(1) != b.sigmaSq.size(1)) {
        throw Error(ErrorCode::Shape, c10::str("sigma² has ", a.sigmaSq.size(1), " and ", b.sigmaSq.size(1),
                                               " values per face; they come from different models"));
    }
}

/// -A or -L of one block whose tensors broadcast; `squares` are squared distances per dimension or, for a
/// scalar sigma², summed over all, and `dimension` is the one to average (negative: none).
at::Tensor fromParts(ScoreKind kind, const at::Tensor& squares, const at::Tensor& sums,
                     std::int64_t dimension) {
    at::Tensor terms = squares / (sums + detail::kVarianceEpsilon);
    if (kind == ScoreKind::Mls) {
        terms = terms + sums.log();
    }
    return -(dimension < 0 ? terms : terms.mean(dimension));
}

at::Tensor pairBlock(ScoreKind kind, const Gaussians& a, const Gaussians& b) {
    if (kind == ScoreKind::Cosine) {
        return (a.mu * b.mu).sum(1);
    }
    const at::Tensor sums = a.sigmaSq + b.sigmaSq;
    if (sums.size(1) == 1) {
        return fromParts(kind, 2.0 * (1.0 - (a.mu * b.mu).sum(1)), sums.squeeze(1), -1);
    }
    return fromParts(kind, (a.mu - b.mu).square(), sums, 1);
}

at::Tensor matrixBlock(ScoreKind kind, const Gaussians& a, const Gaussians& b) {
    const bool scalar = kind == ScoreKind::Cosine || a.sigmaSq.size(1) == 1;
    if (scalar) {
        const at::Tensor cosine = a.mu.matmul(b.mu.t());
        return kind == ScoreKind::Cosine
                   ? cosine
                   : fromParts(kind, 2.0 * (1.0 - cosine), a.sigmaSq + b.sigmaSq.t(), -1);
    }
    return fromParts(kind, (a.mu.unsqueeze(1) - b.mu.unsqueeze(0)).square(),
                     a.sigmaSq.unsqueeze(1) + b.sigmaSq.unsqueeze(0), 2);
}

Gaussians rowsOf(const Gaussians& all, std::int64_t start, std::int64_t count) {
    return {all.mu.narrow(0, start, count),
            all.sigmaSq.defined() ? all.sigmaSq.narrow(0, start, count) : at::Tensor()};
}

}  // namespace

std::string_view scoreKindName(ScoreKind kind) {
    switch (kind) {
        case ScoreKind::Cosine:
            return "cosine";
        case ScoreKind::Mls:
            return "mls";
        case ScoreKind::Attention:
            return "attention";
    }
    return "cosine";
}

at::Tensor pairScores(ScoreKind kind, const Gaussians& a, const Gaussians& b) {
    checkSides(kind, a, b);
    if (a.mu.size(0) != b.mu.size(0)) {
        throw Error(ErrorCode::Shape, c10::str("pairs need as many rows on both sides; there are ",
                                               a.mu.size(0), " and ", b.mu.size(0)));
    }
    const torch::NoGradGuard noGrad;
    const std::int64_t n = a.mu.size(0);
    const auto elementBytes = static_cast<std::int64_t>(a.mu.element_size());
    const std::int64_t rows = detail::rowsPerBlock(a.mu.size(1) * elementBytes);
    at::Tensor result = at::empty({n}, a.mu.options().requires_grad(false));
    for (std::int64_t start = 0; start < n; start += rows) {
        const std::int64_t count = std::min(rows, n - start);
        result.narrow(0, start, count)
            .copy_(pairBlock(kind, rowsOf(a, start, count), rowsOf(b, start, count)));
    }
    return result;
}

at::Tensor scoreMatrix(ScoreKind kind, const Gaussians& a, const Gaussians& b) {
    checkSides(kind, a, b);
    const torch::NoGradGuard noGrad;
    const std::int64_t n = a.mu.size(0);
    const std::int64_t m = b.mu.size(0);
    const bool vector = kind != ScoreKind::Cosine && a.sigmaSq.size(1) != 1;
    const std::int64_t cellBytes =
        static_cast<std::int64_t>(a.mu.element_size()) * (vector ? a.mu.size(1) : std::int64_t{1});
    const std::int64_t columns = std::min(std::max<std::int64_t>(1, m), detail::rowsPerBlock(cellBytes));
    const std::int64_t rows = detail::rowsPerBlock(cellBytes * columns);
    at::Tensor result = at::empty({n, m}, a.mu.options().requires_grad(false));
    for (std::int64_t i = 0; i < n; i += rows) {
        const std::int64_t height = std::min(rows, n - i);
        const Gaussians left = rowsOf(a, i, height);
        for (std::int64_t j = 0; j < m; j += columns) {
            const std::int64_t breadth = std::min(columns, m - j);
            result.narrow(0, i, height)
                .narrow(1, j, breadth)
                .copy_(matrixBlock(kind, left, rowsOf(b, j, breadth)));
        }
    }
    return result;
}

at::Tensor summarySigmaSq(const at::Tensor& sigmaSq) {
    if (sigmaSq.dim() != 2) {
        throw Error(ErrorCode::Shape,
                    c10::str("sigma² has shape ", sigmaSq.sizes(), "; needed is [N, 1] or [N, D]"));
    }
    return sigmaSq.size(1) == 1 ? sigmaSq.squeeze(1) : sigmaSq.log().mean(1).exp();
}

}  // namespace pf
