// A sink that makes a file of every image.
#pragma once

#include <filesystem>
#include <memory>

#include "core/data/convert/image_sink.h"

namespace pf {

/// Image files below `folder`.
std::unique_ptr<ImageSink> makeFolderSink(const std::filesystem::path& folder);

}  // namespace pf
