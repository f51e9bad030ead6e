#include "core/session/run/line_follower.h"

#include <algorithm>
#include <fstream>

namespace pf {
namespace {

constexpr std::size_t kSliceBytes = std::size_t{8} << 20;
/// More than a line: the first ones of two runs may be equal.
constexpr std::size_t kRememberedBytes = 4096;

std::string readAt(std::ifstream& stream, std::uintmax_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    stream.clear();
    stream.seekg(static_cast<std::streamoff>(offset));
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return bytes;
}

}  // namespace

void LineFollower::restart() {
    offset_ = 0;
    head_.clear();
    tail_.clear();
    stamp_.reset();
}

void LineFollower::remember(const std::string& consumed) {
    head_ += consumed.substr(0, kRememberedBytes - head_.size());
    tail_ += consumed;
    tail_.erase(0, tail_.size() - std::min(tail_.size(), kRememberedBytes));
}

LineFollower::News LineFollower::poll(std::size_t maxLines) {
    News news;
    const auto stamp = stampOf(file_);
    if (!stamp || stamp == stamp_) {
        return news;
    }
    std::ifstream stream(file_, std::ios::binary);
    if (!stream) {
        return news;
    }
    const auto size = static_cast<std::uintmax_t>(stamp->size);
    if (size < offset_ || readAt(stream, 0, head_.size()) != head_ ||
        readAt(stream, offset_ - tail_.size(), tail_.size()) != tail_) {
        restart();
        news.startedAnew = true;
    }
    const std::string block = readAt(stream, offset_, std::min<std::uintmax_t>(size - offset_, kSliceBytes));
    std::size_t start = 0;
    for (auto end = block.find('\n'); end != std::string::npos && news.lines.size() < maxLines;
         end = block.find('\n', start)) {
        news.lines.push_back(block.substr(start, end - start));
        start = end + 1;
    }
    if (start == 0 && block.size() == kSliceBytes) {
        news.damaged = true;  // no line of ours is that long
        start = block.size();
    }
    remember(block.substr(0, start));
    offset_ += start;
    const bool readAll =
        block.find('\n', start) == std::string::npos && offset_ + block.size() - start == size;
    stamp_ = readAll ? stamp : std::nullopt;
    return news;
}

}  // namespace pf
