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
    /// Creates folder/events.out.tfevents.SECONDS.HOST.PID, always a new file: what a killed process left
    /// half written stays the end of its own. Throws: Error(Io).
    explicit EventFile(const std::filesystem::path& folder);

    struct Scalar {
        std::string tag;
        double value = 0;
    };
    /// One event. Throws: Error(Io) when the disk refuses it.
    void write(std::int64_t step, const std::vector<Scalar>& scalars);

    /// Says that the run starts again with this step: TensorBoard drops what earlier files have from it on.
    /// Source: SessionLog.START in tensorflow/core/util/event.proto. Throws: Error(Io).
    void restart(std::int64_t firstStep);

    const std::filesystem::path& path() const { return path_; }

  private:
    void writeRecord(const std::string& payload);

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace pf
