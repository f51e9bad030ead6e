#include "core/data/record_io/record_writer.h"

#include <array>
#include <charconv>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/output_file.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/record_io/record_file.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

fs::path companion(fs::path record, const char* extension) {
    return record.replace_extension(extension);
}

/// The nearest float that is not above.
float floatBelow(std::uint64_t value) {
    // Above 2^24 a float holds the leading 24 bits.
    while (static_cast<std::uint64_t>(static_cast<float>(value)) > value) {
        --value;
    }
    return static_cast<float>(value);
}

std::vector<std::byte> rangeRecord(std::uint64_t id, float label, std::uint64_t first, std::uint64_t end) {
    const std::array<float, 2> labels = {floatBelow(first), floatBelow(end)};
    std::vector<std::byte> record;
    appendRecord(record, imageRecordHeader(label, id, labels));
    return record;
}

std::string indexLine(std::uint64_t key, std::uint64_t offset) {
    return std::to_string(key) + "\t" + std::to_string(offset) + "\n";
}

/// The path of an image in the list: its folder is its identity.
std::string listedPath(const std::string& name, const std::string& identity) {
    const std::string parent = fs::path(name).parent_path().string();
    const bool isInside = parent == identity || parent.ends_with("/" + identity);
    return isInside ? name : identity + "/" + fs::path(name).filename().string();
}

}  // namespace

struct RecordWriter::Impl {
    fs::path path;
    std::optional<OutputFile> record;
    std::optional<OutputFile> index;
    std::optional<OutputFile> list;
    std::uint64_t images = 0;
    std::vector<std::uint64_t> firstKeys;  ///< of each label so far; equal where a label has no image
    std::vector<std::byte> content;
    std::vector<std::byte> framed;

    void start() {
        record.emplace(path);
        index.emplace(companion(path, ".idx"));
        list.emplace(companion(path, ".lst"));
        record->append(rangeRecord(0, 0.0F, 0, 0));
        index->append(indexLine(0, 0));
    }

    void noteLabel(std::uint32_t label, std::uint64_t key) {
        while (firstKeys.size() <= label) {
            firstKeys.push_back(key);
        }
    }

    template <typename... Parts>
    static void refuseIf(bool isWrong, const fs::path& file, const Parts&... reason) {
        if (isWrong) {
            failData(file.string(), reason..., "; the writing cannot be continued; start again");
        }
    }

    /// Nothing is cut before all three files are known to be what was left.
    void resume(const State& from) {
        const fs::path indexPath = companion(path, ".idx");
        const fs::path listPath = companion(path, ".lst");
        std::error_code error;
        const std::uint64_t bytes = fs::file_size(path, error);
        refuseIf(error.value() != 0, path, error.message());
        refuseIf(bytes < from.recordBytes, path, "it has ", bytes, " bytes, fewer than the ",
                 from.recordBytes, " written before");
        const Ends ends = readBack(from.images);
        refuseIf(ends.record != from.recordBytes, path, "after ", formatCount(from.images), " images it has ",
                 ends.record, " bytes, not the ", from.recordBytes, " it was left with");
        const std::uint64_t listEnd = endOfLine(listPath, from.images);
        record.emplace(path, from.recordBytes);
        index.emplace(indexPath, ends.index);
        list.emplace(listPath, listEnd);
        record->overwrite(0, rangeRecord(0, 0.0F, 0, 0));
    }

    /// Where line `lines` of a file ends.
    std::uint64_t endOfLine(const fs::path& file, std::uint64_t lines) const {
        const RandomFile input(file);
        LineCursor reader(input);
        std::string_view line;
        while (reader.number() < lines) {
            refuseIf(!reader.next(line), file, "it has only ", reader.number(), " lines");
        }
        return reader.end();
    }

    /// Where the images so far end in .rec and .idx.
    struct Ends {
        std::uint64_t record;
        std::uint64_t index;
    };

    /// Reads the labels of the images so far.
    Ends readBack(std::uint64_t count) {
        const fs::path indexPath = companion(path, ".idx");
        const RecordFile records(path);
        const RandomFile input(indexPath);
        LineCursor reader(input);
        std::string_view line;
        std::uint64_t at = 0;
        for (std::uint64_t key = 0; key <= count; ++key) {
            const std::string expected = indexLine(key, at);
            refuseIf(!reader.next(line) || reader.end() - reader.begin() != expected.size() ||
                         !expected.starts_with(line),
                     indexPath, "line ", key + 1, " is not that of the record at byte ", at);
            RecordProblem problem;
            const auto frame = records.frameAt(at, problem);
            const float label = frame ? frame->header.label : -1.0F;
            const bool rises = label + 1.0F >= static_cast<float>(firstKeys.size());
            refuseIf(!frame || frame->header.id != key || !rises || label < 0.0F ||
                         label > static_cast<float>(kMaxRecordLabel),
                     path, "at byte ", at, " there is not its record ", key);
            if (key > 0) {
                noteLabel(static_cast<std::uint32_t>(label), key);
            }
            at = frame->end;
        }
        images = count;
        return {.record = at, .index = reader.end()};
    }

    void writeIdentityRecords(std::size_t identities) {
        const std::uint64_t firstIdentity = images + 1;
        for (std::size_t k = 0; k < identities; ++k) {
            const std::uint64_t first = k < firstKeys.size() ? firstKeys[k] : firstIdentity;
            const std::uint64_t end = k + 1 < firstKeys.size() ? firstKeys[k + 1] : firstIdentity;
            index->append(indexLine(firstIdentity + k, record->size()));
            record->append(rangeRecord(firstIdentity + k, static_cast<float>(k), first, end));
        }
        record->flush();
        index->flush();
        record->overwrite(0, rangeRecord(0, 0.0F, firstIdentity, firstIdentity + identities));
        record->flush();
    }

    void nameInList(const std::vector<std::string>& identities) {
        list->flush();
        const fs::path listPath = companion(path, ".lst");
        const RandomFile input(listPath);
        writeFileAtomically(listPath, [&](const ByteSink& sink) {
            std::string block;
            std::string_view line;
            for (LineCursor reader(input); reader.next(line);) {
                const std::size_t afterKey = line.find('\t') + 1;
                const std::size_t afterLabel = line.find('\t', afterKey) + 1;
                std::size_t label = identities.size();
                std::from_chars(line.data() + afterKey, line.data() + line.size(), label);
                refuseIf(afterLabel == 0 || label >= identities.size(), listPath, "line ", reader.number(),
                         " is not `key label name`");
                block += line.substr(0, afterLabel);
                block += listedPath(std::string(line.substr(afterLabel)), identities[label]) + "\n";
                if (block.size() > (std::size_t{1} << 18)) {
                    sink(std::as_bytes(std::span(block)));
                    block.clear();
                }
            }
            sink(std::as_bytes(std::span(block)));
        });
    }
};

RecordWriter::RecordWriter(const fs::path& record, const State* from) : impl_(std::make_unique<Impl>()) {
    impl_->path = record;
    failDataIf(record.extension() != ".rec", record.string(), "the file of a RecordIO set must end in .rec");
    std::error_code ignored;
    fs::remove(companion(record, ".property"), ignored);
    if (from == nullptr) {
        impl_->start();
    } else {
        impl_->resume(*from);
    }
}

RecordWriter::~RecordWriter() = default;

void RecordWriter::add(std::span<const std::byte> encoded, std::uint32_t label, const std::string& name) {
    Impl& impl = *impl_;
    throwIf(!impl.record, ErrorCode::Internal, "an image was added to a RecordIO set that is finished");
    failDataIf(encoded.empty(), name, "the image has no bytes");
    if (encoded.size() > kMaxRecordBytes - ImageRecordHeader::kBytes) {
        failData(name, "the image has ", formatCount(encoded.size()),
                 " bytes, more than a record can hold (512 MiB)");
    }
    failDataIf(label + std::size_t{1} < impl.firstKeys.size(), name, "its identity ", label,
               " comes after identity ", impl.firstKeys.size() - 1,
               "; images must be in the order of their identities");
    failDataIf(label > kMaxRecordLabel, name, "its identity's number ", label,
               " is above 16,777,216, the largest a label can hold");
    failDataIf(name.find_first_of("\t\r\n") != std::string::npos, name,
               "a name with a tab or a line break cannot stand in a .lst; rename the file");
    const std::uint64_t key = ++impl.images;
    impl.noteLabel(label, key);
    impl.content = imageRecordHeader(static_cast<float>(label), key);
    impl.content.insert(impl.content.end(), encoded.begin(), encoded.end());
    impl.framed.clear();
    appendRecord(impl.framed, impl.content);
    impl.index->append(indexLine(key, impl.record->size()));
    impl.record->append(impl.framed);
    impl.list->append(std::to_string(key) + "\t" + std::to_string(label) + "\t" + name + "\n");
}

RecordWriter::State RecordWriter::flush() {
    throwIf(!impl_->record, ErrorCode::Internal, "a RecordIO set that is finished was flushed");
    impl_->record->flush();
    impl_->index->flush();
    impl_->list->flush();
    return {.recordBytes = impl_->record->size(), .images = impl_->images};
}

void RecordWriter::finish(const std::vector<std::string>& identities, int height, int width) {
    Impl& impl = *impl_;
    throwIf(!impl.record, ErrorCode::Internal, "a RecordIO set was finished twice");
    std::vector<std::string> names = identities;
    for (std::size_t k = 0; identities.empty() && k < impl.firstKeys.size(); ++k) {
        names.push_back(std::to_string(k));
    }
    failDataIf(names.size() < impl.firstKeys.size(), impl.path.string(), "there are ", names.size(),
               " names for ", impl.firstKeys.size(), " identities");
    for (const std::string& name : names) {
        throwIf(name.find_first_of("\t\r\n") != std::string::npos, ErrorCode::Data,
                "an identity's name with a tab or a line break cannot stand in a .lst", name);
    }
    impl.writeIdentityRecords(names.size());
    impl.nameInList(names);
    writeTextAtomically(
        companion(impl.path, ".property"),
        std::to_string(names.size()) + "," + std::to_string(height) + "," + std::to_string(width));
    impl.record.reset();
    impl.index.reset();
    impl.list.reset();
}

}  // namespace pf
