// TensorBoard event files with scalars.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pf {

/// Appends scalar summaries in TensorFlow's record format (masked CRC-32C, protobuf Event).
/// Source: tensorflow/core/lib/io/record_writer and tensorflow/core/util/event.proto.
class EventFile {
  public:
    /// Creates folder/events.out.tfevents.SECONDS.HOST.PID. Throws: Error(Io).
    explicit EventFile(const std::filesystem::path& folder);

    struct Scalar {
        std::string tag;
        double value = 0;
    };
    /// One event. Throws: Error(Io) when the disk refuses it.
    void write(std::int64_t step, const std::vector<Scalar>& scalars);

    const std::filesystem::path& path() const { return path_; }

  private:
    void writeRecord(const std::string& payload);

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// CRC-32C (Castagnoli) of some bytes.
std::uint32_t crc32c(const std::string& bytes);

}  // namespace pf
