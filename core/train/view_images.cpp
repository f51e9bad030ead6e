#include "core/train/view_images.h"

#include "core/nn/pch.h"

namespace pf {

at::Tensor imagesOf(const ViewBatch& batch) {
    return torch::from_blob(batch.pixels->data(), {std::ssize(batch.views), 3, batch.height, batch.width},
                            [kept = batch.pixels](void*) {});
}

}  // namespace pf
