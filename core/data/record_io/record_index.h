// Where the images of a .rec lie, and whose they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/record_io/record_file.h"

namespace pf {

/// The images of a .rec in the file's order. Cost: 16 bytes an image, 24 when keys are not consecutive.
struct RecordIndex {
    std::vector<std::uint64_t> offsets;
    std::vector<std::uint32_t> spans;  ///< bytes up to what follows in the file; at most 4 GiB
    std::vector<std::int32_t> labels;  ///< as the file numbers identities; all -1 when it has none
    std::vector<std::uint64_t> keys;   ///< empty when key i is firstKey + i
    std::uint64_t firstKey = 1;
    std::uint64_t identityRecords = 0;  ///< identities that insightface's layout lists; 0 without it
    std::vector<std::string> notes;     ///< what was found wrong that cost no image, in sentences
    std::vector<RecordProblem> lost;    ///< what cannot be used; at most kMaxListedLosses
    std::uint64_t lostCount = 0;

    static constexpr std::size_t kMaxListedLosses = 1000;

    std::size_t size() const { return offsets.size(); }
    std::uint64_t key(std::size_t image) const { return keys.empty() ? firstKey + image : keys[image]; }
};

/// Finds the images of a .rec through its .idx. insightface's layout (record 0: the keys of images and of
/// identity records; identity records: the keys of their images) gives the labels without touching the
/// images; in any other file each record's own label is read. An .idx that is missing, of another form,
/// beyond the file or that lies, where it is looked at (the first, the last and 64 records between), is not
/// used: the .rec is read through instead, and `notes` say so. Labels are whole numbers from 0 to 16,777,216;
/// a record with another one is lost, unless all are -1. Throws: Error(Io). Source: insightface's
/// face2rec2.py and MXNet's recordio.py for the layouts.
RecordIndex openRecordIndex(const RecordFile& file, const std::filesystem::path& idx);

}  // namespace pf
