#include "core/train/event_file.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>

#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

void appendVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        out += static_cast<char>((value & 0x7F) | 0x80);
    }
    out += static_cast<char>(value);
}

template <typename T>
void appendFixed(std::string& out, T value) {
    std::array<char, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &value, sizeof(T));
    out.append(bytes.data(), bytes.size());
}

/// Tag of a protobuf field: number and wire type (0 varint, 1 64-bit, 2 bytes, 5 32-bit).
void appendTag(std::string& out, unsigned number, unsigned wireType) {
    appendVarint(out, number << 3 | wireType);
}

void appendBytes(std::string& out, unsigned number, const std::string& bytes) {
    appendTag(out, number, 2);
    appendVarint(out, bytes.size());
    out += bytes;
}

double wallTime() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string eventStart() {
    std::string event;
    appendTag(event, 1, 1);
    appendFixed(event, wallTime());
    return event;
}

std::uint32_t maskedCrc(const std::string& bytes) {
    return maskedCrc32c(crc32c(std::as_bytes(std::span(bytes))));
}

/// A record: length, its checksum, payload, its checksum.
std::string framed(const std::string& payload) {
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
    std::string event = eventStart();
    appendBytes(event, 3, "brain.Event:2");
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
    std::string summary;
    for (const auto& scalar : scalars) {
        if (!std::isfinite(scalar.value)) {
            continue;  // not measured: a gap
        }
        std::string value;
        appendBytes(value, 1, displayText(scalar.tag));  // the format asks for UTF-8
        appendTag(value, 2, 5);
        appendFixed(value, static_cast<float>(scalar.value));
        appendBytes(summary, 1, value);
    }
    std::string event = eventStart();
    appendTag(event, 2, 0);
    appendVarint(event, static_cast<std::uint64_t>(step));
    appendBytes(event, 5, summary);
    writeRecord(event);
}

void EventFile::restart(std::int64_t firstStep) {
    std::string log;
    appendTag(log, 1, 0);
    appendVarint(log, 1);  // START
    std::string event = eventStart();
    appendTag(event, 2, 0);
    appendVarint(event, static_cast<std::uint64_t>(firstStep));
    appendBytes(event, 7, log);
    writeRecord(event);
}

void EventFile::writeRecord(const std::string& payload) {
    if (file_->torn()) {
        create();
    }
    file_->append(framed(payload));
}

}  // namespace pf
