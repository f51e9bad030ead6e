#include "core/data/convert/file_sinks.h"

#include <fcntl.h>
#include <unistd.h>

#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/files/output_file.h"
#include "core/base/pickle/pickle_writer.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"
#include "core/data/record_io/record_writer.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

class ListSink final : public ImageSink {
  public:
    ListSink(const fs::path& file, bool isCsv, const SinkProgress& from)
        : isCsv_(isCsv), file_(file, from.bytes) {}

    void add(const SinkImage& image) override {
        const std::string path = fs::absolute(image.sourceName).lexically_normal().string();
        const bool isLabelled = image.label >= 0;
        const std::string& identity = image.identity;
        failDataIf(
            path.find_first_of(isCsv_ ? "\n\r\"" : "\n\r") != std::string::npos || trimmed(path) != path,
            path,
            "a line of a list cannot hold this path (a line break, a quote in a .csv, or a blank at an "
            "end); rename the file, or convert to a folder");
        // A set may call the images inside a file after files they once were.
        std::error_code error;
        failDataIf(fs::file_size(path, error) != image.bytes.size() || error, path,
                   "this file is not the image of that name in the source, which lies inside another file; "
                   "convert to a folder (--to folder) instead");
        failDataIf(isLabelled && (identity.find_first_of("\n\r\t") != std::string::npos ||
                                  trimmed(identity) != identity || identity.empty()),
                   path, "a line of a list cannot hold its identity '", identity,
                   "' (empty, a tab, a line break, or a blank at an end); convert to a folder");
        std::string line;
        if (isCsv_) {
            line = (file_.size() > 0 ? ""
                    : isLabelled     ? "path,label\n"
                                     : "path\n") +
                   csvQuoted(path) + (isLabelled ? "," + identity : "");
        } else {
            line = path + (isLabelled ? "\t" + identity : "");
        }
        file_.append(line + "\n");
    }
    std::uint64_t flush() override { return file_.flush(); }
    void finish(const SinkSummary&) override { file_.flush(); }

  private:
    bool isCsv_;
    OutputFile file_;
};

class RecordSink final : public ImageSink {
  public:
    RecordSink(const fs::path& record, const SinkProgress& from) {
        const RecordWriter::State state{from.bytes, from.images};
        writer_.emplace(record, from.bytes > 0 ? &state : nullptr);
    }

    void add(const SinkImage& image) override {
        writer_->add(image.bytes, static_cast<std::uint32_t>(image.label), image.file);
    }
    std::uint64_t flush() override { return writer_->flush().recordBytes; }
    void finish(const SinkSummary& summary) override {
        writer_->finish(summary.identities, summary.height, summary.width);
    }

  private:
    std::optional<RecordWriter> writer_;
};

class BinSink final : public ImageSink {
  public:
    BinSink(const fs::path& file, const SinkProgress& from)
        : file_(file, from.bytes),
          pickle_([this](std::span<const std::byte> bytes) { file_.append(bytes); }) {
        if (from.bytes == 0) {
            pickle_.begin();
            pickle_.beginList();
        } else {
            pickle_.continueList(from.images);
        }
    }

    void add(const SinkImage& image) override { pickle_.addBytes(image.bytes); }
    std::uint64_t flush() override { return file_.flush(); }
    void finish(const SinkSummary& summary) override {
        pickle_.endList();
        pickle_.beginList();
        for (const bool same : summary.pairIsSame) {
            pickle_.addFlag(same);
        }
        pickle_.endList();
        pickle_.endPair();
        file_.flush();
    }

  private:
    OutputFile file_;
    PickleWriter pickle_;
};

constexpr const char* kRemedy = "free some space and resume";

void writeFile(const fs::path& path, std::span<const std::byte> bytes) {
    Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    requireIo(file.isOpen(), path, "create it", kRemedy);
    requireIo(file.write(bytes), path, "write it", kRemedy);
    requireIo(file.close(), path, "close it", kRemedy);
}

class FolderSink final : public ImageSink {
  public:
    explicit FolderSink(fs::path folder) : folder_(std::move(folder)) { makeFolder(folder_); }

    void add(const SinkImage& image) override {
        const fs::path path = folder_ / image.file;
        if (path.parent_path() != madeFolder_) {
            makeFolder(path.parent_path());
            madeFolder_ = path.parent_path();
        }
        writeFile(path, image.bytes);
    }

    void discard(const std::string& file) override {
        std::error_code ignored;
        fs::remove(folder_ / file, ignored);
    }

    std::uint64_t flush() override {
        // One call for all files since the last one: syncing each costs a disk revolution a file.
        const Descriptor folder(folder_, O_RDONLY | O_DIRECTORY);
        requireIo(folder.isOpen() && ::syncfs(folder.number()) == 0, folder_, "flush the images to the disk",
                  kRemedy);
        return 0;
    }

    void finish(const SinkSummary&) override { flush(); }

  private:
    fs::path folder_;
    fs::path madeFolder_;
};

}  // namespace

std::unique_ptr<ImageSink> makeFolderSink(const fs::path& folder) {
    return std::make_unique<FolderSink>(folder);
}

std::unique_ptr<ImageSink> makeListSink(const fs::path& file, bool isCsv, const SinkProgress& from) {
    return std::make_unique<ListSink>(file, isCsv, from);
}

std::unique_ptr<ImageSink> makeRecordSink(const fs::path& record, const SinkProgress& from) {
    return std::make_unique<RecordSink>(record, from);
}

std::unique_ptr<ImageSink> makeBinSink(const fs::path& file, const SinkProgress& from) {
    return std::make_unique<BinSink>(file, from);
}

}  // namespace pf
