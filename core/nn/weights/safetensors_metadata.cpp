#include "core/nn/weights/safetensors_metadata.h"

#include "core/nn/weights/safetensors_open.h"

namespace pf {

Metadata readSafetensorsMetadata(const std::filesystem::path& path, const SafetensorsReadOptions& options) {
    return detail::ownMetadata(detail::openVerified(path, options).table);
}

}  // namespace pf
