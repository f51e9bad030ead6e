// Writing MXNet RecordIO in insightface's layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pf {

/// Writes NAME.rec, NAME.idx, NAME.property (and NAME.lst with identity and image names) image by image;
/// memory does not grow with the images. Record 0 (the header that says where identity records begin) is
/// written as a place holder and filled in at the end; identity records follow the images.
class RecordWriter {
  public:
    /// Where an interrupted writing had got to.
    struct State {
        std::uint64_t recordBytes = 0;  ///< length of the .rec
        std::uint64_t images = 0;
    };

    /// Starts the files, replacing those of that name, or with `from` continues them after cutting what lies
    /// beyond that state (labels of the images so far are read back). Throws: Error(Io) naming the file;
    /// Error(Data) when the files are not what the state says.
    explicit RecordWriter(const std::filesystem::path& record, const State* from = nullptr);
    ~RecordWriter();
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;

    /// Appends an image; labels must not fall (images of one identity are neighbours, as the layout demands).
    /// Throws: Error(Io); Error(Data) for a label that falls or is above 16,777,216 (labels are stored as
    /// floats), an image that is empty or above 512 MiB, a name with a tab or a line break.
    void add(std::span<const std::byte> encoded, std::uint32_t label, const std::string& name);
    /// Flushes to the disk what was added. Throws: Error(Io).
    State flush();
    /// Writes identity records, header and `NAME.property` (identities, height, width). In NAME.lst a name
    /// whose folder is not its identity's becomes identity/name without its folders. With no `identities`
    /// they are called by their labels; those without an image get an empty identity record. Above 16,777,216
    /// records the ranges of keys, which are floats, are rounded down; openRecordSet then reads the images'
    /// own labels. Call once, last. Throws: Error(Io); Error(Data) when there are fewer names than labels.
    void finish(const std::vector<std::string>& identities, int height, int width);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
