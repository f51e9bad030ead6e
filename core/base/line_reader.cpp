#include "core/base/line_reader.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;
constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

}  // namespace

LineReader::LineReader(std::filesystem::path file)
    : file_(std::move(file)), stream_(file_, std::ios::binary), buffer_(kBufferBytes) {
    throwIf(!stream_, ErrorCode::Io, "cannot be opened; check that it exists and may be read",
            file_.string());
}

std::string LineReader::place() const {
    return file_.string() + ":" + std::to_string(number_);
}

/// Moves what is left of the buffer to its front and reads on behind it; false when nothing came.
bool LineReader::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    throwIf(end_ == buffer_.size(), ErrorCode::Data,
            "a line of more than " + std::to_string(buffer_.size()) + " bytes; is it a text file?",
            file_.string() + ":" + std::to_string(number_ + 1));
    stream_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
    throwIf(stream_.bad(), ErrorCode::Io, "cannot be read; is it a file?", file_.string());
    const auto count = static_cast<std::size_t>(stream_.gcount());
    end_ += count;
    return count > 0;
}

/// Whether a line in front of the first one says nothing of a table's content. A name may begin with '#' too.
bool LineReader::isPassedOver(std::string_view line) {
    if (line == "#" || line.starts_with("# ") || line.starts_with("#\t")) {
        comment_ = trimmed(line.substr(1));
        return true;
    }
    const std::string start = lowerCase(line.substr(0, 5));
    return line.size() <= 7 && (start.starts_with("sep=") || start == "\"sep=");
}

bool LineReader::next(std::string_view& line) {
    while (nextLine(line)) {
        if (line.find_first_not_of(kBlanks) == std::string_view::npos) {
            continue;
        }
        if (hasStarted_ || !isPassedOver(line)) {
            hasStarted_ = true;
            return true;
        }
    }
    return false;
}

bool LineReader::nextLine(std::string_view& line) {
    if (number_ == 0 && end_ == 0) {
        atEnd_ = !fill();
        const std::string_view seen(buffer_.data(), end_);
        lineEnd_ = seen.find('\n') == std::string_view::npos && seen.find('\r') != std::string_view::npos
                       ? '\r'
                       : '\n';
    }
    for (;;) {
        const char* start = buffer_.data() + begin_;
        const auto* found = static_cast<const char*>(std::memchr(start, lineEnd_, end_ - begin_));
        if (found == nullptr && !atEnd_) {
            atEnd_ = !fill();
            continue;
        }
        if (found == nullptr && begin_ == end_) {
            return false;
        }
        const std::size_t length = found == nullptr ? end_ - begin_ : static_cast<std::size_t>(found - start);
        line = std::string_view(start, length);
        begin_ += length + (found == nullptr ? 0 : 1);
        if (++number_ == 1) {
            throwIf(line.starts_with(kUtf16LittleMark) || line.starts_with(kUtf16BigMark), ErrorCode::Data,
                    "is text in UTF-16; save it as UTF-8", file_.string());
            if (line.starts_with(kByteOrderMark)) {
                line.remove_prefix(kByteOrderMark.size());
            }
        }
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        return true;
    }
}

char separatorOf(std::string_view line) {
    for (const char candidate : {'\t', ';', ','}) {
        if (line.find(candidate) != std::string_view::npos) {
            return candidate;
        }
    }
    return ' ';
}

void splitFields(std::string_view line, char separator, std::vector<std::string_view>& fields) {
    fields.clear();
    if (separator != ' ') {
        for (;;) {
            const auto end = line.find(separator);
            fields.push_back(line.substr(0, end));
            if (end == std::string_view::npos) {
                return;
            }
            line.remove_prefix(end + 1);
        }
    }
    for (;;) {
        const auto begin = line.find_first_not_of(kBlanks);
        if (begin == std::string_view::npos) {
            return;
        }
        line.remove_prefix(begin);
        const auto end = std::min(line.find_first_of(kBlanks), line.size());
        fields.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
}

}  // namespace pf
