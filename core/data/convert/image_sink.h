// Where copied images go, one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
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
    virtual void discard(const std::string& file) { static_cast<void>(file); }
    /// Puts on the disk what was added. Returns the length of the file that grows, 0 when there is none.
    virtual std::uint64_t flush() = 0;
    /// Completes the set; call once, last.
    virtual void finish(const SinkSummary& summary) = 0;
};

}  // namespace pf
