#include "core/train/near_copies.h"

#include <map>

#include "core/nn/pch.h"
#include "core/train/feature_store.h"

namespace pf {
namespace {

/// mu of the images as they are, or mirrored.
at::Tensor embeddingsOf(const FeatureStore& store, const std::vector<std::int64_t>& images, bool flipped) {
    std::vector<View> views;
    views.reserve(images.size());
    for (const std::int64_t image : images) {
        views.push_back({.image = image, .flipped = flipped});
    }
    return store.embeddings(views).to(at::kCPU);
}

/// Marks among the pictures of one person.
std::int64_t markAmong(const FeatureStore& store, const std::vector<std::int64_t>& images,
                       std::vector<std::uint64_t>& pictureOf) {
    constexpr std::int64_t kRows = 512;  // of the matrix of all pairs at a time
    const at::Tensor plain = embeddingsOf(store, images, false);
    const at::Tensor mirrored = store.hasFlips() ? embeddingsOf(store, images, true) : plain;
    const auto count = static_cast<std::int64_t>(images.size());
    std::int64_t marked = 0;
    std::vector<bool> isCopy(images.size(), false);
    for (std::int64_t begin = 0; begin < count; begin += kRows) {
        const at::Tensor rows = plain.slice(0, begin, std::min(count, begin + kRows));
        const at::Tensor alike = at::maximum(rows.matmul(plain.t()), rows.matmul(mirrored.t())).contiguous();
        const auto cosine = alike.accessor<float, 2>();
        for (std::int64_t a = begin; a < begin + alike.size(0); ++a) {
            const auto first = static_cast<std::size_t>(a);
            for (std::int64_t b = a + 1; b < count && !isCopy[first]; ++b) {
                const auto second = static_cast<std::size_t>(b);
                if (!isCopy[second] && cosine[a - begin][b] >= static_cast<float>(kNearCopyCosine)) {
                    const auto picture = static_cast<std::size_t>(images[first]);
                    if (pictureOf[picture] == 0) {
                        pictureOf[picture] = static_cast<std::uint64_t>(picture) + 1;
                    }
                    pictureOf[static_cast<std::size_t>(images[second])] = pictureOf[picture];
                    isCopy[second] = true;
                    ++marked;
                }
            }
        }
    }
    return marked;
}

}  // namespace

std::int64_t markNearCopies(const FeatureStore& store, std::span<const int> labels,
                            std::span<const std::int64_t> images, std::vector<std::uint64_t>& pictureOf) {
    pictureOf.resize(labels.size(), 0);
    std::map<int, std::vector<std::int64_t>> people;
    for (const std::int64_t image : images) {
        if (const int label = labels[static_cast<std::size_t>(image)]; label >= 0) {
            people[label].push_back(image);
        }
    }
    std::int64_t marked = 0;
    for (const auto& [label, pictures] : people) {
        marked += markAmong(store, pictures, pictureOf);
    }
    return marked;
}

}  // namespace pf
