#include "core/session/model/internal/set_embedder.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/data/face_set.h"
#include "core/eval/embeddings/sigma_head.h"
#include "core/nn/pch.h"
#include "core/train/view_images.h"

namespace pf {

struct SetEmbedder::Rows {
    at::Tensor mu;       ///< [M,D], a row for each distinct picture, also of failed ones
    at::Tensor sigmaSq;  ///< [M,S]
    at::Tensor norms;    ///< [M], when asked for
    std::vector<ViewFailure> failures;
};

std::string featureKey(const FaceSet& faces, const std::string& backboneHash,
                       const PreprocessOptions& preprocess, bool flips) {
    Sha256 stamps;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        stamps.add(faces.contentStamp(i) + "\n");
    }
    return faces.hash() + " " + stamps.hex() + " " + backboneHash + " " + preprocess.fingerprint() +
           (flips ? " flips" : "");
}

SetEmbedder::SetEmbedder(ImageCatalog images, const PreprocessOptions& preprocess, Backbone& backbone,
                         const at::Device& device, const EmbedOptions& options)
    : images_(std::move(images)),
      source_(images_.faces(), preprocess, options.loaderThreads, options.retry),
      backbone_(backbone),
      device_(device),
      options_(options) {
    findDistinct();
    if (options_.norms) {
        options_.keepFeatures = false;
        options_.shared = nullptr;
    }
    if (options_.shared != nullptr) {
        key_ = featureKey(*images_.faces(), options_.backboneHash, preprocess, false);
        store_ = options_.shared->find(key_);
        options_.keepFeatures = options_.keepFeatures || store_ != nullptr;
    }
}

SetEmbedder::~SetEmbedder() = default;

void SetEmbedder::findDistinct() {
    const FaceSet& faces = *images_.faces();
    std::unordered_map<std::string, std::size_t> rows;
    rowOf_.reserve(faces.size());
    for (std::size_t i = 0; i < faces.size(); ++i) {
        // Only pair sets hold a picture several times: once for each pair it is in.
        const std::size_t row = images_.isPairSet()
                                    ? rows.try_emplace(faces.contentKey(i), distinct_.size()).first->second
                                    : distinct_.size();
        if (row == distinct_.size()) {
            distinct_.push_back(static_cast<std::int64_t>(i));
        }
        rowOf_.push_back(row);
    }
}

std::optional<SetEmbedder::Rows> SetEmbedder::compute(UncertaintyHead& head, std::stop_token stop,
                                                      const CountProgress& progress) {
    const auto total = static_cast<std::int64_t>(distinct_.size());
    if (options_.keepFeatures) {
        if (!store_) {
            auto store = std::make_shared<FeatureStore>(source_, distinct_, false, backbone_,
                                                        options_.batchSize, device_, stop, progress);
            if (!store->complete()) {
                return std::nullopt;
            }
            store_ = std::move(store);
            if (options_.shared != nullptr) {
                options_.shared->keep(key_, store_, FeatureStore::bytesNeeded(total, false, backbone_));
            }
        }
        return Rows{store_->all().mu, sigmaSqOf(head, store_->all().features), {}, store_->failures()};
    }
    Rows rows;
    rows.mu = torch::zeros({total, backbone_.embeddingSize()});
    rows.sigmaSq = torch::ones({total, head.options().sigmaSize});
    rows.norms = torch::ones({total});
    const auto viewAt = [this](std::int64_t row) {
        return View{.image = distinct_[static_cast<std::size_t>(row)]};
    };
    const auto stream = source_.open(viewBatches(total, options_.batchSize, viewAt), stop);
    const torch::NoGradGuard noGrad;
    std::int64_t done = 0;
    while (const auto batch = stream->next()) {
        const auto count = static_cast<std::int64_t>(batch->views.size());
        const at::Tensor images = imagesOf(*batch).to(device_);
        const auto output = backbone_.forward(images);
        if (options_.norms) {
            rows.norms.narrow(0, done, count).copy_(backbone_.embeddingNorms(images));
        }
        rows.mu.narrow(0, done, count).copy_(output.mu);
        rows.sigmaSq.narrow(0, done, count).copy_(sigmaSqOf(head, output.features));
        rows.failures.insert(rows.failures.end(), batch->failures.begin(), batch->failures.end());
        done += count;
        progress(done, total);
        if (stop.stop_requested()) {
            break;
        }
    }
    return done == total ? std::optional(std::move(rows)) : std::nullopt;
}

std::optional<EmbeddingSet> SetEmbedder::embed(UncertaintyHead& head, std::stop_token stop,
                                               const CountProgress& progress) {
    const auto rows = compute(head, std::move(stop), progress);
    if (!rows) {
        return std::nullopt;
    }
    const FaceSet& faces = *images_.faces();
    EmbeddingSet set;
    set.identities = faces.identities();
    set.embeddingSize = static_cast<std::size_t>(rows->mu.size(1));
    set.sigmaSize = static_cast<std::size_t>(rows->sigmaSq.size(1));
    set.skipped = images_.skipped();
    set.notes = faces.notes();
    std::set<std::int64_t> failed;
    for (const auto& failure : rows->failures) {
        failed.insert(failure.image);
        set.skipped.push_back(failure.reason);
    }
    const bool pairs = images_.isPairSet();
    const auto isBad = [&](std::size_t image) { return failed.contains(distinct_[rowOf_[image]]); };
    const float* mu = rows->mu.data_ptr<float>();
    const auto sigmaSq = rows->sigmaSq.contiguous();
    const float* sigma = sigmaSq.data_ptr<float>();
    const float* norms = options_.norms ? rows->norms.data_ptr<float>() : nullptr;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (isBad(i) || (pairs && isBad(i ^ 1))) {
            if (pairs && i % 2 == 1) {
                ++(faces.pairIsSame()[i / 2] ? set.absent.genuine : set.absent.impostor);
            }
            continue;
        }
        const float* row = mu + rowOf_[i] * set.embeddingSize;
        const float* variance = sigma + rowOf_[i] * set.sigmaSize;
        if (!std::all_of(row, row + set.embeddingSize, [](float v) { return std::isfinite(v); })) {
            throw Error(
                ErrorCode::Numeric,
                "the backbone gives values that are not finite for it; check model.input.mean and std",
                faces.info(i).name);
        }
        set.names.push_back(faces.info(i).name);
        set.labels.push_back(faces.info(i).label);
        set.catalogIndex.push_back(i);
        set.mu.insert(set.mu.end(), row, row + set.embeddingSize);
        set.sigmaSq.insert(set.sigmaSq.end(), variance, variance + set.sigmaSize);
        if (norms != nullptr) {
            set.norms.push_back(norms[rowOf_[i]]);
        }
        if (pairs && i % 2 == 1) {
            set.issame.push_back(faces.pairIsSame()[i / 2]);
            set.absent.place.push_back(static_cast<std::uint32_t>(i / 2));
        }
    }
    dropEqualNorms(set.norms);
    if (set.absent.any()) {
        set.absent.listed = faces.pairIsSame().size();
        set.absent.images = distinct_.size();
        for (const auto& failure : rows->failures) {
            set.absent.failed.push_back(failure.reason);
        }
        settleFolds(set.absent);
    } else {
        set.absent = {};
    }
    return set;
}

}  // namespace pf
