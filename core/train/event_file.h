// TensorBoard event files with scalars.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/train/growing_file.h"

namespace pf {

namespace tensorflow {
class Event;
}

/// Appends scalar summaries in TensorFlow's record format (masked CRC-32C, protobuf Event).
/// Source: tensorflow/core/lib/io/record_writer and tensorflow/core/util/event.proto.
class EventFile {
  public:
    /// Creates folder/events.out.tfevents.SECONDS.HOST.PID, always a new file: what a killed process left
    /// half written stays the end of its own. Throws: Error(Io).
    explicit EventFile(std::filesystem::path folder);

    struct Scalar {
        std::string tag;
        double value = 0;
    };
    /// One event. Throws: Error(Io) when the disk refuses it; when part of it cannot be taken back, the next
    /// goes to a new file.
    void write(std::int64_t step, const std::vector<Scalar>& scalars);

    /// Says that the run starts again with this step: TensorBoard drops what earlier files have from it on.
    /// Source: SessionLog.START in tensorflow/core/util/event.proto. Throws: Error(Io).
    void restart(std::int64_t firstStep);

    const std::filesystem::path& path() const { return file_->path(); }

  private:
    void create();
    void append(const tensorflow::Event& event);

    std::filesystem::path folder_;
    std::unique_ptr<GrowingFile> file_;
};

}  // namespace pf
