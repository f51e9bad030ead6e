// Where copied images go, one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pf {

/// An image on its way; the bytes are a whole, checked image file.
struct SinkImage {
    std::span<const std::byte> bytes = {};
    int label = -1;               ///< rises by one from identity to identity; -1 unknown
    std::string identity = {};    ///< "" unknown
    std::string file = {};        ///< its safe name in a folder: "identity/name.jpg"
    std::string sourceName = {};  ///< what the source calls it: a path where it is a file
};

/// What only the end of a copy knows.
struct SinkSummary {
    std::vector<std::string> identities = {};  ///< by label
    int height = 0;                            ///< of the first image
    int width = 0;
    std::vector<bool> pairIsSame = {};
};

/// How far an earlier attempt came.
struct SinkProgress {
    std::uint64_t bytes = 0;  ///< what `flush` returned
    std::uint64_t images = 0;
};

class ImageSink {
  public:
    virtual ~ImageSink() = default;

    /// Throws: Error(Io), Error(Data).
    virtual void add(const SinkImage& image) = 0;
    /// Removes what an earlier attempt may have left under the name `file`.
    virtual void discard(const std::string& file);
    /// Puts on the disk what was added. Returns the length of the file that grows, 0 when there is none.
    virtual std::uint64_t flush() = 0;
    /// Completes the set; call once, last.
    virtual void finish(const SinkSummary& summary) = 0;
};

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
