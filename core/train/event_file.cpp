#include "core/train/event_file.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <span>
#include <utility>

#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/formats/tensorflow/event.pb.h"

namespace pf {
namespace {

template <typename T>
void appendFixed(std::string& out, T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

double wallTime() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

tensorflow::Event eventNow() {
    tensorflow::Event event;
    event.set_wall_time(wallTime());
    return event;
}

std::uint32_t maskedCrc(const std::string& bytes) {
    return maskedCrc32c(crc32c(std::as_bytes(std::span(bytes))));
}

/// A record: length, its checksum, payload, its checksum.
std::string framed(const tensorflow::Event& event) {
    const std::string payload = event.SerializeAsString();
    std::string length;
    appendFixed(length, static_cast<std::uint64_t>(payload.size()));
    std::string record = length;
    appendFixed(record, maskedCrc(length));
    record += payload;
    appendFixed(record, maskedCrc(payload));
    return record;
}

}  // namespace

EventFile::EventFile(std::filesystem::path folder) : folder_(std::move(folder)) {
    create();
}

void EventFile::create() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::string name = "events.out.tfevents." + std::to_string(static_cast<long long>(wallTime())) +
                             "." + std::string(host.data()) + "." + std::to_string(::getpid());
    auto path = folder_ / name;
    std::error_code status;
    for (int number = 1; std::filesystem::exists(path, status); ++number) {
        path = folder_ / (name + "." + std::to_string(number));
    }
    tensorflow::Event event = eventNow();
    event.set_file_version("brain.Event:2");
    auto file = std::make_unique<GrowingFile>(path, GrowingFile::Content::Records);
    try {
        file->append(framed(event));
    } catch (const Error&) {
        std::filesystem::remove(path, status);
        throw;
    }
    file_ = std::move(file);
}

void EventFile::write(std::int64_t step, const std::vector<Scalar>& scalars) {
    tensorflow::Event event = eventNow();
    event.set_step(step);
    auto& summary = *event.mutable_summary();
    for (const auto& scalar : scalars) {
        auto& value = *summary.add_value();
        value.set_tag(displayText(scalar.tag));  // the format asks for UTF-8
        value.set_simple_value(static_cast<float>(scalar.value));
    }
    append(event);
}

void EventFile::restart(std::int64_t firstStep) {
    constexpr int kStart = 1;
    tensorflow::Event event = eventNow();
    event.set_step(firstStep);
    event.mutable_session_log()->set_status(kStart);
    append(event);
}

void EventFile::append(const tensorflow::Event& event) {
    if (file_->torn()) {
        create();
    }
    file_->append(framed(event));
}

}  // namespace pf
