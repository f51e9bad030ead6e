// Sinks that make a file of every image, or put all images into one.
#pragma once

#include <filesystem>
#include <memory>

#include "core/data/convert/image_sink.h"

namespace pf {

/// Image files below `folder`.
std::unique_ptr<ImageSink> makeFolderSink(const std::filesystem::path& folder);

/// A text list of the images where they are, by their full paths, as openFaceList reads it: `path`, or path,
/// tab and identity; with `isCsv` a header and commas. Its `add` throws Error(Data) for a path or identity
/// that a line cannot hold.
std::unique_ptr<ImageSink> makeListSink(const std::filesystem::path& file, bool isCsv,
                                        const SinkProgress& from);

/// MXNet RecordIO beside `record`.
std::unique_ptr<ImageSink> makeRecordSink(const std::filesystem::path& record, const SinkProgress& from);

/// insightface's verification set.
std::unique_ptr<ImageSink> makeBinSink(const std::filesystem::path& file, const SinkProgress& from);

}  // namespace pf
