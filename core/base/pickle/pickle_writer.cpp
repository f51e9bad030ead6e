#include "core/base/pickle/pickle_writer.h"

#include <array>
#include <limits>
#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

/// Python's own pickler closes a group of items that often, so that an unpickler's stack stays small.
constexpr std::uint64_t kItemsOfAGroup = 1000;

constexpr std::string_view kProtocol3("\x80\x03", 2);
constexpr std::string_view kEmptyList = "]";
constexpr std::string_view kMark = "(";
constexpr std::string_view kAppends = "e";
constexpr std::string_view kTrue = "\x88";
constexpr std::string_view kFalse = "\x89";
constexpr std::string_view kTuple2AndStop = "\x86.";
constexpr char kBinBytes = 'B';

}  // namespace

PickleWriter::PickleWriter(ByteSink sink) : sink_(std::move(sink)) {}

void PickleWriter::put(std::string_view bytes) {
    sink_(std::as_bytes(std::span(bytes)));
}

void PickleWriter::begin() {
    put(kProtocol3);
}

void PickleWriter::beginList() {
    put(kEmptyList);
    items_ = 0;
}

void PickleWriter::continueList(std::uint64_t items) {
    items_ = items;
}

void PickleWriter::beginItem() {
    if (items_ % kItemsOfAGroup == 0) {
        put(kMark);
    }
}

void PickleWriter::endItem() {
    ++items_;
    if (items_ % kItemsOfAGroup == 0) {
        put(kAppends);
    }
}

void PickleWriter::addBytes(std::span<const std::byte> bytes) {
    failDataIf(bytes.size() > std::numeric_limits<std::uint32_t>::max(), "", "an item of ", bytes.size(),
               " bytes is too large for a pickle; leave it out");
    beginItem();
    std::array<char, 5> head = {kBinBytes};
    for (std::size_t i = 0; i < 4; ++i) {
        head[i + 1] = static_cast<char>(bytes.size() >> (8 * i) & 0xFF);
    }
    put({head.data(), head.size()});
    sink_(bytes);
    endItem();
}

void PickleWriter::addFlag(bool flag) {
    beginItem();
    put(flag ? kTrue : kFalse);
    endItem();
}

void PickleWriter::endList() {
    if (items_ % kItemsOfAGroup != 0) {
        put(kAppends);
    }
}

void PickleWriter::endPair() {
    put(kTuple2AndStop);
}

}  // namespace pf
