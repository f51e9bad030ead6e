#include "core/nn/weight_listing.h"

#include "core/session/weight_import.h"

namespace pf {

WeightListing listWeights(const std::filesystem::path& file) {
    return listWeightFile(file);
}

}  // namespace pf
