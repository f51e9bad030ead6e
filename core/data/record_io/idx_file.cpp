#include "core/data/record_io/idx_file.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::uint64_t kSmallestRecord = 8;

/// The value that occurs twice, or nothing.
const std::uint64_t* repeated(std::vector<std::uint64_t>& sorted) {
    const auto found = std::ranges::adjacent_find(sorted);
    return found == sorted.end() ? nullptr : &*found;
}

void sortByOffset(IdxEntries& entries) {
    std::vector<std::size_t> order(entries.keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t line) { return entries.offsets[line]; });
    const IdxEntries unsorted = entries;
    for (std::size_t place = 0; place < order.size(); ++place) {
        entries.keys[place] = unsorted.keys[order[place]];
        entries.offsets[place] = unsorted.offsets[order[place]];
    }
}

}  // namespace

IdxEntries readIdxFile(const RandomFile& file, std::uint64_t recordBytes) {
    const auto failIf = [&](bool isWrong, std::uint64_t line, const auto&... reason) {
        if (isWrong) {
            failData(file.path().string() + (line > 0 ? ":" + std::to_string(line) : ""), reason...);
        }
    };
    IdxEntries entries;
    // Counted first, so that millions of lines take no more memory than they need.
    std::size_t lines = 0;
    std::string_view line;
    for (LineCursor reader(file); reader.next(line);) {
        ++lines;
    }
    failIf(lines > recordBytes / kSmallestRecord, 0, "it has ", formatCount(lines),
           " lines, more than records fit into ", formatCount(recordBytes), " bytes");
    entries.keys.reserve(lines);
    entries.offsets.reserve(lines);
    bool keysRise = true;
    for (LineCursor reader(file); reader.next(line);) {
        line = trimmed(line);
        if (line.empty()) {
            continue;
        }
        const std::size_t middle = std::min(line.find_first_of("\t "), line.size());
        const auto key = parseNumber<std::uint64_t>(line.substr(0, middle));
        const auto offset = parseNumber<std::uint64_t>(line.substr(std::min(middle + 1, line.size())));
        failIf(!key || !offset, reader.number(), "expected `key <tab> offset`");
        failIf(*offset > recordBytes - std::min(recordBytes, kSmallestRecord), reader.number(), "its offset ",
               *offset, " lies beyond the .rec, which has ", recordBytes, " bytes");
        if (!entries.keys.empty()) {
            // insightface writes the header, key 0, behind the images.
            keysRise = keysRise && *key > entries.keys.back();
            entries.wasSorted = entries.wasSorted && *offset > entries.offsets.back();
        }
        entries.keys.push_back(*key);
        entries.offsets.push_back(*offset);
    }
    failIf(entries.keys.empty(), 0, "it is empty");
    if (!entries.wasSorted) {
        sortByOffset(entries);
        if (const std::uint64_t* twice = repeated(entries.offsets)) {
            failIf(true, 0, "two of its keys have the offset ", *twice);
        }
    }
    if (!keysRise) {
        std::vector<std::uint64_t> keys = entries.keys;
        std::ranges::sort(keys);
        if (const std::uint64_t* twice = repeated(keys)) {
            failIf(true, 0, "the key ", *twice, " occurs twice");
        }
    }
    return entries;
}

}  // namespace pf
