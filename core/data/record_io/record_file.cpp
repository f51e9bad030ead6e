#include "core/data/record_io/record_file.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::uint64_t kHeadBytes = 8;
constexpr std::uint64_t kPeekBytes = kHeadBytes + ImageRecordHeader::kBytes + 8;
/// Read at once when the length is not known.
constexpr std::uint64_t kGuessBytes = std::uint64_t{1} << 16;
/// Not trusted further: the index may leave records out.
constexpr std::uint64_t kMaxGuessBytes = std::uint64_t{1} << 22;
constexpr std::uint32_t kLengthBits = 29;
constexpr std::size_t kFirstSearchBytes = std::size_t{1} << 12;
constexpr std::size_t kSearchBytes = std::size_t{1} << 20;
constexpr std::array<char, 4> kMagicBytes = {'\x0a', '\x23', '\xd7', '\xce'};

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

template <typename Number>
Number load(std::span<const std::byte> bytes, std::size_t at) {
    Number value{};
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

template <typename Number>
void append(std::vector<std::byte>& out, Number value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

std::string hexOf(std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : bytes) {
        text += text.empty() ? "" : " ";
        text += kDigits[std::to_integer<unsigned>(byte) >> 4];
        text += kDigits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

/// Reads through a file whose index is not to be trusted.
class Scanner {
  public:
    Scanner(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
            const std::function<void(const RecordProblem&)>& lost)
        : file_(file), found_(found), lost_(lost) {}

    void run() {
        while (at_ < file_.size()) {
            RecordProblem problem;
            const auto frame = file_.frameAt(at_, problem);
            if (frame) {
                keepPrevious();
                previous_ = *frame;
                at_ = frame->end;
            } else if (problem.kind == RecordProblem::Kind::NoImage) {
                keepPrevious();
                lost_(problem);
                at_ = problem.end;
            } else {
                passOver(problem);
            }
        }
        keepPrevious();
    }

  private:
    void keepPrevious() {
        if (previous_) {
            found_(*previous_);
            previous_.reset();
        }
    }

    /// Goes on behind damage at `at_`.
    void passOver(RecordProblem problem) {
        const bool isBetween = problem.kind == RecordProblem::Kind::NoRecord && problem.offset == at_;
        // Where no record follows one, its length may be what is wrong: then the next one begins inside it.
        const std::uint64_t from =
            isBetween && previous_ ? previous_->offset + 4 : std::max(problem.offset, at_ + 1);
        const auto next = file_.findRecord(from);
        if (next && *next < at_) {
            lost_({RecordProblem::Kind::Cut, previous_->offset, 0,
                   "the record says it has " + formatCount(previous_->bytes) +
                       " bytes, but another one begins " + formatCount(*next - previous_->offset) +
                       " bytes after it"});
            previous_.reset();
            at_ = *next;
            return;
        }
        keepPrevious();
        const std::uint64_t end = next.value_or(file_.size());
        const std::string passed =
            next ? "; " + formatCount(end - at_) + " bytes up to the next record are passed over"
                 : "; no record follows, the last " + formatCount(end - at_) +
                       " bytes of the file are left out";
        problem.reason +=
            (problem.offset == at_ ? "" : " (at byte " + std::to_string(problem.offset) + ")") + passed;
        problem.offset = at_;
        lost_(problem);
        at_ = end;
    }

    const RecordFile& file_;
    const std::function<void(const RecordFrame&)>& found_;
    const std::function<void(const RecordProblem&)>& lost_;
    std::uint64_t at_ = 0;
    /// A record is kept once a record follows it, or its place proves right otherwise.
    std::optional<RecordFrame> previous_;
};

}  // namespace

struct RecordFile::Part {
    std::uint64_t data = 0;
    std::uint64_t length = 0;
    std::uint32_t flag = 0;
    std::uint64_t end = 0;

    bool isLast() const { return flag == 0 || flag == 3; }
};

std::optional<ImageRecordHeader> parseImageRecordHeader(std::span<const std::byte> start,
                                                        std::uint64_t contentBytes, std::string& reason) {
    if (contentBytes < ImageRecordHeader::kBytes) {
        reason =
            "the record has " + formatCount(contentBytes) + " bytes, too few for the 24 of an image's header";
        return std::nullopt;
    }
    ImageRecordHeader header;
    header.flag = load<std::uint32_t>(start, 0);
    header.label = load<float>(start, 4);
    header.id = load<std::uint64_t>(start, 8);
    header.id2 = load<std::uint64_t>(start, 16);
    if (header.bytes() > contentBytes) {
        reason = "the record's header promises " + formatCount(header.flag) + " labels, more than its " +
                 formatCount(contentBytes) + " bytes can hold";
        return std::nullopt;
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(header.flag, header.labels.size()); ++i) {
        header.labels[i] = load<float>(start, ImageRecordHeader::kBytes + 4 * i);
    }
    return header;
}

RecordFile::RecordFile(std::filesystem::path path) : file_(std::move(path)) {
    failDataIf(size() == 0, this->path().string(), "the file is empty; expected MXNet RecordIO");
}

bool RecordFile::partFrom(std::span<const std::byte> head, std::uint64_t offset, bool first, Part& part,
                          RecordProblem& problem) const {
    const auto fail = [&](RecordProblem::Kind kind, std::string reason) {
        problem = {.kind = kind, .offset = offset, .end = 0, .reason = std::move(reason)};
        return false;
    };
    if (head.size() < kHeadBytes) {
        return first ? fail(RecordProblem::Kind::NoRecord,
                            head.empty() ? "it lies beyond the end of the file, which has " +
                                               formatCount(size()) + " bytes"
                                         : "only " + formatCount(head.size()) +
                                               " bytes are left there, too few for a record")
                     : fail(RecordProblem::Kind::Cut, "the file ends before the record's last part");
    }
    if (load<std::uint32_t>(head, 0) != kRecordMagic) {
        return fail(first ? RecordProblem::Kind::NoRecord : RecordProblem::Kind::Cut,
                    (first ? "no record begins there (" : "the record's next part is missing there (") +
                        std::string("expected the bytes 0a 23 d7 ce, found ") + hexOf(head.first(4)) + ")");
    }
    const std::uint32_t word = load<std::uint32_t>(head, 4);
    part.flag = word >> kLengthBits;
    part.length = word & kMaxRecordBytes;
    part.data = offset + kHeadBytes;
    const bool isStart = part.flag < 2;
    if (part.flag > 3 || isStart != first) {
        return fail(first ? RecordProblem::Kind::NoRecord : RecordProblem::Kind::Cut,
                    part.flag > 3 ? "its flag is " + std::to_string(part.flag) + ", which no record has"
                    : first       ? "a later part of a record lies there, not its beginning"
                                  : "another record begins there before the last part of this one");
    }
    if (part.length > size() - part.data) {
        return fail(RecordProblem::Kind::Cut,
                    "the record is cut: it says it has " + formatCount(part.length) +
                        " bytes, but the file ends after " + formatCount(size() - part.data));
    }
    part.end = std::min(part.data + (part.length + 3) / 4 * 4, size());
    return true;
}

bool RecordFile::partAt(std::uint64_t offset, bool first, Part& part, RecordProblem& problem) const {
    std::array<std::byte, kHeadBytes> head{};
    const std::size_t got = file_.read(offset, head);
    return partFrom(std::span(head).first(got), offset, first, part, problem);
}

/// Follows the parts to the last one, and joins what they hold up to `most` bytes. Empty, with the problem's
/// kind other than NoImage, when a part is missing.
std::vector<std::byte> RecordFile::gather(Part part, RecordFrame& frame, std::uint64_t most,
                                          RecordProblem& problem) const {
    std::vector<std::byte> content;
    const auto room = [&] { return most - std::min<std::uint64_t>(most, content.size()); };
    const auto cut = [&](const std::string& reason) -> std::vector<std::byte> {
        problem = {RecordProblem::Kind::Cut, part.data, 0, reason};
        return {};
    };
    for (;;) {
        const std::size_t wanted = std::min(room(), part.length);
        const std::size_t before = content.size();
        content.resize(before + wanted);
        if (file_.read(part.data, std::span(content).subspan(before)) != wanted) {
            return cut("the file became shorter while it was read");
        }
        frame.bytes += part.length;
        frame.end = part.end;
        if (frame.bytes > kMaxRecordBytes) {
            return cut("the record's parts are more than 512 MiB together");
        }
        if (part.isLast()) {
            return content;
        }
        frame.bytes += kMagicBytes.size();
        if (++frame.parts > kMaxRecordParts) {
            return cut("the record has more than " + std::to_string(kMaxRecordParts) + " parts");
        }
        for (std::size_t i = 0; i < kMagicBytes.size() && room() > 0; ++i) {
            content.push_back(static_cast<std::byte>(kMagicBytes[i]));
        }
        if (!partAt(frame.end, false, part, problem)) {
            return {};
        }
    }
}

std::optional<RecordFrame> RecordFile::frameAt(std::uint64_t offset, RecordProblem& problem) const {
    std::array<std::byte, kPeekBytes> peek{};
    const std::size_t got = file_.read(offset, peek);
    Part part;
    if (!partFrom(std::span(peek).first(got), offset, true, part, problem)) {
        return std::nullopt;
    }
    RecordFrame frame{.offset = offset, .end = part.end, .bytes = part.length, .parts = 1, .header = {}};
    std::vector<std::byte> joined;
    auto start = std::span<const std::byte>(peek).subspan(kHeadBytes);
    if (!part.isLast()) {
        frame.bytes = 0;
        problem.reason.clear();
        joined = gather(part, frame, start.size(), problem);
        if (!problem.reason.empty()) {
            return std::nullopt;
        }
        start = joined;
    }
    std::string reason;
    const auto header = parseImageRecordHeader(start, frame.bytes, reason);
    if (!header) {
        problem = {RecordProblem::Kind::NoImage, offset, frame.end, reason};
        return std::nullopt;
    }
    frame.header = *header;
    return frame;
}

RecordContent RecordFile::read(std::uint64_t offset, std::uint32_t span) const {
    const std::uint64_t guess =
        span == 0 ? kGuessBytes : std::clamp<std::uint64_t>(span, kPeekBytes, kMaxGuessBytes);
    std::vector<std::byte> buffer(std::min(guess, size() - std::min(offset, size())));
    buffer.resize(file_.read(offset, buffer));
    Part part;
    RecordProblem problem;
    const auto fail = [&] {
        failData(path().string() + " at byte " + std::to_string(problem.offset), problem.reason);
    };
    if (!partFrom(buffer, offset, true, part, problem)) {
        fail();
    }
    if (part.isLast() && kHeadBytes + part.length <= buffer.size()) {
        return {std::move(buffer), kHeadBytes, part.length};
    }
    RecordFrame frame;
    problem.reason.clear();
    std::vector<std::byte> content = gather(part, frame, kMaxRecordBytes, problem);
    if (!problem.reason.empty()) {
        fail();
    }
    const std::size_t bytes = content.size();
    return {std::move(content), 0, bytes};
}

bool RecordFile::looksWhole(std::uint64_t offset) const {
    Part part;
    Part next;
    RecordProblem ignored;
    if (!partAt(offset, true, part, ignored)) {
        return false;
    }
    if (!part.isLast()) {
        return partAt(part.end, false, next, ignored);
    }
    // The next one may be torn.
    return part.length >= ImageRecordHeader::kBytes &&
           (size() - part.end < kHeadBytes || partAt(part.end, true, next, ignored) ||
            ignored.kind == RecordProblem::Kind::Cut);
}

std::optional<std::uint64_t> RecordFile::findRecord(std::uint64_t from, std::uint64_t reach) const {
    const std::uint64_t stop = from + std::min(reach, size() - std::min(from, size()));
    std::vector<std::byte> block;
    // Mostly the next record is near.
    for (std::size_t wanted = kFirstSearchBytes; from < stop && stop - from >= kHeadBytes;
         wanted = std::min(4 * wanted, kSearchBytes)) {
        block.resize(std::min<std::uint64_t>(wanted, stop - from));
        const std::size_t got = file_.read(from, block);
        if (got < kHeadBytes) {
            return std::nullopt;
        }
        std::size_t at = 0;
        while (const void* found =
                   ::memmem(block.data() + at, got - at, kMagicBytes.data(), kMagicBytes.size())) {
            at = static_cast<std::size_t>(static_cast<const std::byte*>(found) - block.data());
            if (looksWhole(from + at)) {
                return from + at;
            }
            ++at;
        }
        // A magic number may lie across two blocks.
        from += got - (kMagicBytes.size() - 1);
    }
    return std::nullopt;
}

void appendRecord(std::vector<std::byte>& file, std::span<const std::byte> content) {
    const auto appendPart = [&](std::uint32_t flag, std::size_t begin, std::size_t end) {
        append(file, kRecordMagic);
        append(file, flag << kLengthBits | static_cast<std::uint32_t>(end - begin));
        file.insert(file.end(), content.begin() + static_cast<std::ptrdiff_t>(begin),
                    content.begin() + static_cast<std::ptrdiff_t>(end));
    };
    std::size_t begin = 0;
    std::uint32_t parts = 1;
    for (std::size_t i = 0; i + 4 <= content.size(); i += 4) {
        if (std::memcmp(content.data() + i, kMagicBytes.data(), kMagicBytes.size()) == 0) {
            throwIf(++parts > kMaxRecordParts, ErrorCode::Data,
                    "the image holds RecordIO's magic number " + std::to_string(kMaxRecordParts) +
                        " times or more and cannot be a record; encode it again");
            appendPart(begin == 0 ? 1 : 2, begin, i);
            begin = i + 4;
        }
    }
    appendPart(begin == 0 ? 0 : 3, begin, content.size());
    file.resize(file.size() + (4 - content.size() % 4) % 4);
}

std::vector<std::byte> imageRecordHeader(float label, std::uint64_t id, std::span<const float> labels) {
    std::vector<std::byte> bytes;
    append(bytes, static_cast<std::uint32_t>(labels.size()));
    append(bytes, label);
    append(bytes, id);
    append(bytes, std::uint64_t{0});
    const auto further = std::as_bytes(labels);
    bytes.insert(bytes.end(), further.begin(), further.end());
    return bytes;
}

void scanRecords(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
                 const std::function<void(const RecordProblem&)>& lost) {
    Scanner(file, found, lost).run();
}

}  // namespace pf
