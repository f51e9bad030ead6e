#include "core/eval/search/score_blocks.h"

#include <algorithm>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace pf {
namespace {

/// Small enough that a block is still in a cache when its scores are searched.
constexpr std::size_t kBlockBytes = std::size_t{2} << 20;
constexpr double kRounding = 0x1p-24;  // of one operation in float
constexpr double kVarianceFloor = 1e-10;
/// Float scores of sums of sigma² below this are not trusted at all.
constexpr double kTinySum = 1e-8;

/// `width` floats of each of the rows.
at::Tensor rowsOf(std::span<const float> values, std::size_t width, std::span<const std::uint32_t> rows) {
    at::Tensor result =
        at::empty({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(width)}, at::kFloat);
    auto* to = result.data_ptr<float>();
    for (const auto row : rows) {
        to = std::copy_n(values.data() + row * width, width, to);
    }
    return result;
}

at::Tensor inverseNorms(const std::vector<double>& norms, std::span<const std::uint32_t> rows) {
    at::Tensor result = at::empty({static_cast<std::int64_t>(rows.size()), 1}, at::kFloat);
    auto* to = result.data_ptr<float>();
    for (const auto row : rows) {
        *to++ = static_cast<float>(1.0 / norms[row]);
    }
    return result;
}

/// The score with a vector sigma², with one logarithm for four dimensions: their product stays finite for all
/// positive floats.
double vectorScore(PairScoreKind kind, const FaceRow& a, const FaceRow& b) {
    const std::size_t dim = a.mu.size();
    double distance = 0;
    double logs = 0;
    double product = 1;
    for (std::size_t d = 0; d < dim; ++d) {
        const double sum = static_cast<double>(a.sigmaSq[d]) + b.sigmaSq[d];
        const double difference = static_cast<double>(a.mu[d]) - b.mu[d];
        distance += difference * difference / (kVarianceFloor + sum);
        product *= sum;
        if (d % 4 == 3 || d + 1 == dim) {
            logs += std::log(product);
            product = 1;
        }
    }
    return -(kind == PairScoreKind::Mls ? distance + logs : distance) / static_cast<double>(dim);
}

}  // namespace

ScoreBlocks::ScoreBlocks(const FaceRows& faces, const std::vector<double>& norms,
                         const std::vector<std::uint32_t>& gallery, std::span<const PairScoreKind> kinds)
    : faces_(faces),
      norms_(norms),
      gallery_(gallery),
      kinds_(kinds.begin(), kinds.end()),
      probesPerBlock_(
          std::max<std::size_t>(1, kBlockBytes / sizeof(float) / std::max<std::size_t>(1, gallery.size()))),
      galleryMu_(rowsOf(faces.mu, faces.dim, gallery).t()),
      galleryScale_(inverseNorms(norms, gallery).mul_(0.5).t()),
      scores_(kinds.size()) {
    if (faces.sigmaDim == 1) {
        gallerySigmaSq_ = rowsOf(faces.sigmaSq, 1, gallery).t();
        smallestSigmaSq_ = gallerySigmaSq_.min().item<float>();
        largestSigmaSq_ = gallerySigmaSq_.max().item<float>();
    }
    const std::vector<std::int64_t> shape = {static_cast<std::int64_t>(probesPerBlock_),
                                             static_cast<std::int64_t>(gallery.size())};
    products_ = at::empty(shape, at::kFloat);
    sums_ = at::empty(shape, at::kFloat);
    for (auto& scores : scores_) {
        scores = at::empty(shape, at::kFloat);
    }
}

void ScoreBlocks::compute(std::span<const std::uint32_t> probes) {
    probes_.assign(probes.begin(), probes.end());
    const auto count = static_cast<std::int64_t>(probes.size());
    const at::Tensor mu = rowsOf(faces_.mu, faces_.dim, probes).mul_(2.0);  // exact; the MLS needs it twice
    at::Tensor products = products_.narrow(0, 0, count);
    at::mm_out(products, mu, galleryMu_);
    probeScale_ = inverseNorms(norms_, probes);
    if (faces_.sigmaDim == 1) {
        probeSigmaSq_ = rowsOf(faces_.sigmaSq, 1, probes);
    }
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
        at::Tensor scores = scores_[k].narrow(0, 0, count);
        if (kinds_[k] == PairScoreKind::Cosine) {
            at::mul_out(scores, products, galleryScale_);
            scores.mul_(probeScale_);
        } else if (faces_.sigmaDim == 1) {
            computeScalar(kinds_[k], scores);
        } else {
            computeVector(kinds_[k], scores);
        }
    }
}

void ScoreBlocks::computeScalar(PairScoreKind kind, at::Tensor scores) {
    const auto count = static_cast<std::int64_t>(probes_.size());
    at::Tensor sums = sums_.narrow(0, 0, count);
    at::sub_out(scores, products_.narrow(0, 0, count), at::scalar_tensor(2.0, at::kFloat));
    at::add_out(sums, probeSigmaSq_, gallerySigmaSq_);
    scores.div_(sums);
    if (kind == PairScoreKind::Mls) {
        scores.sub_(sums.log_());
    }
}

void ScoreBlocks::computeVector(PairScoreKind kind, at::Tensor scores) const {
    auto* values = scores.data_ptr<float>();
    const std::size_t width = gallery_.size();
    at::parallel_for(
        0, static_cast<std::int64_t>(probes_.size()), 1, [&](std::int64_t first, std::int64_t last) {
            for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i) {
                const FaceRow probe = faces_.row(probes_[i]);
                for (std::size_t j = 0; j < width; ++j) {
                    values[i * width + j] =
                        static_cast<float>(vectorScore(kind, probe, faces_.row(gallery_[j])));
                }
            }
        });
}

ScoreRow ScoreBlocks::row(std::size_t kind, std::size_t index) const {
    const std::size_t width = gallery_.size();
    ScoreRow row;
    row.kind = kinds_[kind];
    row.scores = {scores_[kind].data_ptr<float>() + index * width, width};
    row.perScore = 4.0 * kRounding;
    const auto dim = static_cast<double>(faces_.dim);
    if (row.kind == PairScoreKind::Cosine) {
        // A sum of D products of unit vectors is off by D roundings of 1 at most, in whatever order; a few
        // more for the scales and for lengths of up to 1.001.
        row.base = 1.01 * (dim + 16.0) * kRounding;
    } else if (faces_.sigmaDim == 1) {
        const double own = faces_.sigmaSq[probes_[index]];
        const double least = own + smallestSigmaSq_;
        const double most = own + largestSigmaSq_;
        const double logs = std::max(std::abs(std::log(least)), std::abs(std::log(most)));
        // The distance term is at most 4 / S, and without the variance floor off by the floor's part of S.
        row.base = kRounding * (2.02 * (dim + 24.0) / least + 8.0 * (1.0 + logs)) +
                   1.1 * kVarianceFloor / least * logs;
        row.perScore += 1.1 * kVarianceFloor / least;
        if (least < kTinySum) {
            row.base = std::numeric_limits<double>::infinity();
        }
    }
    return row;
}

std::vector<float> ScoreBlocks::highest(std::size_t kind) const {
    const at::Tensor best = scores_[kind].narrow(0, 0, static_cast<std::int64_t>(probes_.size())).amax(1);
    const auto* values = best.data_ptr<float>();
    return {values, values + best.numel()};
}

}  // namespace pf
