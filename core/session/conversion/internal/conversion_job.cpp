#include "core/session/conversion/internal/conversion_job.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/convert/file_sinks.h"
#include "core/data/convert/visit_order.h"
#include "core/data/images/image_header.h"
#include "core/data/read_retry.h"
#include "core/session/item_work.h"

namespace pf {
namespace {

/// So many images are copied again at most when the power fails.
constexpr std::uint64_t kImagesOfAFlush = 2000;
/// RecordWriter's own limit, known before anything is written.
constexpr std::size_t kMaxRecordBytes = std::size_t{512} << 20;

std::string oneLine(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

void requireLabels(const std::vector<int>& labels, FaceFormat format) {
    const auto unknown = std::count_if(labels.begin(), labels.end(), [](int label) { return label < 0; });
    throwIf(
        unknown > 0 && unknown < static_cast<std::ptrdiff_t>(labels.size()), ErrorCode::Config,
        formatCount(unknown) + " of the " + formatCount(labels.size()) +
            " images have no identity and the others have one; convert the two kinds of sources separately");
    throwIf(format == FaceFormat::Record && unknown > 0, ErrorCode::Config,
            "RecordIO keeps images by identity and these have none; convert them to a folder (--to folder), "
            "or give a source with one folder per identity");
}

/// A list only makes sense of images that are files.
void requireFiles(const FaceSet& faces) {
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const std::string name = faces.info(i).name;
        if (pathIsFile(name)) {
            continue;
        }
        try {
            faces.encoded(i);
        } catch (const Error&) {
            continue;  // a file that is gone: it will be listed
        }
        throw Error(ErrorCode::Config,
                    "a list names image files, and this image lies inside another file or is rendered; "
                    "convert to a folder (--to folder) instead",
                    name);
    }
}

/// The label of every image of a set that the format can hold.
/// Throws: Error(Config) saying why it cannot and which format can; Error(Data) for an empty set.
std::vector<int> requireFits(const FaceSet& faces, FaceFormat format) {
    const bool isPairSet = !faces.pairIsSame().empty();
    failDataIf(faces.size() == 0, "", "there are no images to convert");
    throwIf(format == FaceFormat::Bin && !isPairSet, ErrorCode::Config,
            "a .bin holds pairs and this set has none; give a list of pairs of its images (--pairs), or "
            "choose --to folder or --to rec");
    throwIf(format == FaceFormat::Record && isPairSet, ErrorCode::Config,
            "RecordIO has no place for the pairs of this set; convert it to a folder, which lists them in "
            "OUT.pairs.csv, or to a .bin");
    std::vector<int> labels = labelsOf(faces);
    if (format != FaceFormat::Bin) {
        requireLabels(labels, format);
    }
    if (format == FaceFormat::List) {
        requireFiles(faces);
    }
    return labels;
}

std::unique_ptr<ImageSink> makeSink(FaceFormat format, const ConversionFiles& files,
                                    const SinkProgress& from) {
    switch (format) {
        case FaceFormat::Folder:
            return makeFolderSink(files.payload());
        case FaceFormat::List:
            return makeListSink(files.payload(), lowerCase(files.out().extension().string()) == ".csv", from);
        case FaceFormat::Record:
            return makeRecordSink(files.payload(), from);
        case FaceFormat::Bin:
            return makeBinSink(files.payload(), from);
    }
    return nullptr;
}

}  // namespace

/// An image of the source on its way.
struct ConversionJob::Loaded {
    ConversionLayout::Place place;
    std::vector<std::byte> bytes;
    ImageHeader header;
    std::string reason;  ///< why it cannot be used
};

ConversionJob::ConversionJob(FaceSetPtr faces, std::string source, FaceFormat format,
                             const ConversionFiles& files, std::optional<ConversionState> state, bool strict)
    : faces_(std::move(faces)),
      format_(format),
      files_(files),
      isPairSet_(!faces_->pairIsSame().empty()),
      hasPairFile_(isPairSet_ && format == FaceFormat::Folder),
      strict_(strict),
      layout_(*faces_, format, requireFits(*faces_, format)) {
    state_.format = faceFormatNames().at(static_cast<std::size_t>(format));
    state_.source = std::move(source);
    state_.total = faces_->size();
    if (state) {
        goOnFrom(*std::move(state));
    }
    if (!state_.complete) {
        openOutput();
    }
}

/// Catches up with what an earlier attempt did, without reading an image.
void ConversionJob::goOnFrom(ConversionState state) {
    throwIf(state.source != state_.source || state.total != state_.total || state.format != state_.format,
            ErrorCode::Config,
            "the interrupted conversion was begun with other images (a source has changed, or its path was "
            "written differently); give the same sources, or remove this folder and start again",
            files_.part().string());
    failDataIf(isPairSet_ && state.visited % 2 != 0, files_.part().string(),
               "stopped inside a pair; remove this folder and start again");
    state_ = std::move(state);
    for (std::size_t position = 0; position < state_.visited; ++position) {
        const auto place = layout_.visit(position);
        if (!isSkipped(position)) {
            layout_.noteWritten(place.info.label);
        }
    }
}

void ConversionJob::openOutput() {
    const bool isFresh = state_.visited == 0;
    if (isFresh) {
        state_.bytes = state_.pairBytes = state_.skippedBytes = 0;
    }
    sink_ = makeSink(format_, files_, {state_.bytes, state_.written});
    skippedFile_ = std::make_unique<OutputFile>(files_.skipped(), state_.skippedBytes);
    if (hasPairFile_) {
        pairFile_ = std::make_unique<OutputFile>(files_.pairs(), state_.pairBytes);
    }
    if (isFresh) {
        for (const SkippedImage& image : faces_->skipped()) {
            skippedFile_->append(oneLine(image.name + ": " + image.reason) + "\n");
        }
        if (hasPairFile_) {
            pairFile_->append("a,b,same\n");
        }
    }
    flush();
}

bool ConversionJob::isSkipped(std::size_t position) const {
    return std::binary_search(state_.skippedAt.begin(), state_.skippedAt.end(), position);
}

void ConversionJob::load(Loaded& image) const {
    try {
        image.bytes = faces_->encoded(image.place.index);
        image.header = checkImage(image.bytes, image.place.info.name);
        if (format_ == FaceFormat::Record && image.bytes.size() > kMaxRecordBytes) {
            image.reason = "it is larger than the 512 MiB that a record can hold";
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Data) {
            throw;  // a failing disk says nothing about the image
        }
        image.reason = skipReason(error);
    }
}

void ConversionJob::add(const Loaded& image) {
    layout_.noteWritten(image.place.info.label);
    SinkImage out;
    out.bytes = image.bytes;
    out.label = image.place.info.label;
    out.sourceName = image.place.info.name;
    if (out.label >= 0) {
        out.identity = faces_->identities().at(static_cast<std::size_t>(out.label));
    }
    if (format_ == FaceFormat::Record) {
        out.label = layout_.outputLabel();
    }
    out.file = layout_.fileOf(image.place, image.header.format);
    sink_->add(out);
    if (state_.written == 0) {
        state_.height = image.header.height;
        state_.width = image.header.width;
    }
    state_.sizesDiffer |= image.header.height != state_.height || image.header.width != state_.width;
    ++state_.written;
}

void ConversionJob::skip(std::size_t position, const Loaded& image) {
    const std::string reason =
        image.reason.empty() ? "the other image of its pair cannot be used" : image.reason;
    failDataIf(strict_ && !image.reason.empty(), image.place.info.name, image.reason,
               "; put it right, or let such images be left out");
    skippedFile_->append(oneLine(image.place.info.name + ": " + reason) + "\n");
    state_.skippedAt.push_back(position);
    for (const ImageFormat format :
         {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP, ImageFormat::Pnm}) {
        if (format_ == FaceFormat::Folder) {
            sink_->discard(layout_.fileOf(image.place, format));
        }
    }
}

void ConversionJob::copyNext() {
    const std::size_t first = state_.visited;
    std::array<Loaded, 2> pair;
    const std::span<Loaded> images(pair.data(), isPairSet_ ? 2 : 1);
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i].place = layout_.visit(first + i);
        load(images[i]);
    }
    const bool usable = std::ranges::all_of(images, [](const Loaded& image) { return image.reason.empty(); });
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (usable) {
            add(images[i]);
        } else {
            skip(first + i, images[i]);
        }
    }
    if (usable && hasPairFile_) {
        const auto name = [this](const Loaded& image) {
            return layout_.fileOf(image.place, image.header.format);
        };
        CsvWriter csv;
        csv.line(name(images[0]), name(images[1]), faces_->pairIsSame()[first / 2] ? 1 : 0);
        pairFile_->append(csv.take());
    }
    state_.visited += images.size();
}

void ConversionJob::flush() {
    state_.bytes = sink_->flush();
    state_.skippedBytes = skippedFile_->flush();
    state_.pairBytes = hasPairFile_ ? pairFile_->flush() : 0;
    writeConversionState(files_.state(), state_);
}

void ConversionJob::finish() {
    if (state_.written == 0) {
        const auto lines = skipped();
        failData("", "none of the ", formatCount(state_.total), " images can be used (",
                 lines.empty() ? "" : lines.front(), ")");
    }
    SinkSummary summary;
    summary.height = static_cast<int>(state_.height);
    summary.width = static_cast<int>(state_.width);
    summary.identities = layout_.identities();
    for (std::size_t pair = 0; isPairSet_ && pair < faces_->pairIsSame().size(); ++pair) {
        if (!isSkipped(2 * pair)) {
            summary.pairIsSame.push_back(faces_->pairIsSame()[pair]);
        }
    }
    flush();
    sink_->finish(summary);
    sink_.reset();
    skippedFile_.reset();
    pairFile_.reset();
    if (state_.skippedBytes == 0) {
        std::filesystem::remove(files_.skipped());
    }
    state_.complete = true;
    writeConversionState(files_.state(), state_);
}

bool ConversionJob::run(RunControl& control, const ProgressObserver& observer) {
    if (state_.complete) {
        return true;
    }
    std::uint64_t flushed = state_.visited;
    const auto worker = [&](std::size_t) {
        copyNext();
        if (state_.visited - flushed >= kImagesOfAFlush) {
            flush();
            flushed = state_.visited;
        }
        return ItemEnd::Done;
    };
    const WorkItems images{.total = static_cast<std::size_t>(state_.total),
                           .done = static_cast<std::size_t>(state_.visited),
                           .step = isPairSet_ ? 2U : 1U,
                           .detail = files_.out().filename().string()};
    if (!workThrough(
            images, [&] { return worker; }, control, observer)) {
        flush();
        return false;
    }
    finish();
    return true;
}

std::vector<std::string> ConversionJob::skipped() const {
    if (skippedFile_) {
        skippedFile_->flush();
    }
    if (!pathExists(files_.skipped())) {
        return {};
    }
    std::vector<std::string> lines = splitText(readTextFile(files_.skipped()), '\n');
    lines.pop_back();  // what follows the last line's end
    return lines;
}

std::vector<std::string> ConversionJob::notes() const {
    std::vector<std::string> notes = faces_->notes();
    if (format_ == FaceFormat::Record && !layout_.isSourceOrder()) {
        notes.emplace_back(
            "RecordIO keeps the images of an identity together: they are no longer in the source's order");
    }
    if (format_ == FaceFormat::Record && state_.sizesDiffer) {
        notes.push_back("the images differ in size; .property states " + std::to_string(state_.height) + "x" +
                        std::to_string(state_.width) + " of the first, and insightface expects one size");
    }
    if (format_ == FaceFormat::Folder && layout_.renamed() > 0) {
        notes.push_back(formatCount(layout_.renamed()) +
                        (layout_.renamed() == 1 ? " image was" : " images were") +
                        " renamed: another in the folder has the name, or it is unsafe as a file's name");
    }
    if (const auto renamed = layout_.renamedIdentities(); !renamed.empty()) {
        constexpr std::size_t kListed = 10;
        std::string note = formatCount(renamed.size()) +
                           (renamed.size() == 1 ? " identity was" : " identities were") + " renamed: ";
        for (std::size_t i = 0; i < std::min(kListed, renamed.size()); ++i) {
            note += (i == 0 ? "" : ", ") + renamed[i];
        }
        notes.push_back(note + (renamed.size() > kListed ? " ..." : ""));
    }
    if (hasPairFile_) {
        notes.emplace_back("the pairs are listed beside the folder, in .pairs.csv");
    }
    return notes;
}

}  // namespace pf
