#include "core/session/exchange/weight_listing.h"

#include "core/nn/weights/weight_listing.h"

namespace pf {

WeightListing listWeights(const std::filesystem::path& file) {
    return listWeightFile(file);
}

}  // namespace pf
