#include "core/nn/weights/weight_listing.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/posix_file.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/formats/onnx/onnx_listing.h"
#include "core/formats/tensorflow/checkpoint_reader.h"
#include "core/nn/weights/safetensors_layout.h"
#include "core/nn/weights/state_dict.h"
#include "core/nn/weights/tensor_types.h"
#include "core/nn/weights/torch_archive.h"

namespace pf {
namespace {

constexpr std::size_t kMaxShownLength = 200;  ///< of metadata
constexpr std::size_t kMaxNameLength = 1024;
constexpr const char* kKnown =
    "safetensors, PyTorch state_dicts and TorchScript (zip), ONNX and TensorFlow V2 checkpoints are read";

/// Valid UTF-8 on one line, whatever a file holds.
std::string shown(const std::string& text, std::size_t maxCharacters) {
    std::string result;
    std::size_t count = 0;
    for (const std::uint32_t code : utf8CodePoints(text)) {
        if (++count > maxCharacters) {
            return result + "...";
        }
        appendUtf8(result, code < 0x20 || code == 0x7F ? ' ' : code);
    }
    return result;
}

void makePresentable(WeightListing& listing) {
    for (TensorListing& tensor : listing.tensors) {
        tensor.name = shown(tensor.name, kMaxNameLength);
    }
    for (auto& [key, value] : listing.metadata) {
        key = shown(key, kMaxShownLength);
        value = shown(value, kMaxShownLength);
    }
    for (std::string& note : listing.notes) {
        note = shown(note, kMaxNameLength);
    }
}

WeightListing listSafetensors(const std::filesystem::path& path) {
    const detail::Table table = detail::openVerified(path, false).table;
    WeightListing listing;
    listing.format = "safetensors";
    for (const detail::TableEntry& entry : table.entries) {
        listing.tensors.push_back(
            {entry.name, std::string(detail::tensorType(&detail::TensorType::type, entry.type)->name),
             entry.shape, entry.end - entry.begin});
    }
    listing.notes.push_back(table.metadata.contains(kHeaderChecksumKey)
                                ? "the table's checksum fits; the tensors' is checked when they are loaded"
                                : "no checksum: damage to the tensors could not be seen");
    for (auto& entry : detail::ownMetadata(table)) {
        listing.metadata.emplace_back(entry);
    }
    return listing;
}

WeightListing listZip(const std::filesystem::path& path) {
    ZipReader zip(path, "a PyTorch file");
    if (!TorchArchive::recognises(zip)) {
        const auto& entries = zip.entries();
        const bool isNumpy = std::any_of(entries.begin(), entries.end(),
                                         [](const ZipEntry& entry) { return entry.name.ends_with(".npy"); });
        failData(
            path.string(),
            isNumpy ? "is a NumPy archive, which holds no weights: " : "is a zip archive of another kind: ",
            kKnown);
    }
    const TorchArchive archive(std::move(zip));
    WeightListing listing;
    listing.format = archive.isProgram() ? "TorchScript program" : "PyTorch state_dict";
    bool moved = false;
    for (const ArchivedTensor& tensor : archive.tensors()) {
        const PickleTensor& layout = tensor.layout;
        listing.tensors.push_back(
            {tensor.name, std::string(layout.type), layout.shape, layout.count() * layout.itemBytes});
        moved = moved || (!layout.location.empty() && layout.location != "cpu");
    }
    for (const ZipEntry* storage : archive.looseStorages()) {
        listing.tensors.push_back(
            {storage->name, "bytes", {static_cast<std::int64_t>(storage->bytes)}, storage->bytes});
    }
    listing.metadata = archive.facts();
    listing.notes = archive.notes();
    if (listing.tensors.empty()) {
        listing.notes.push_back("holds no tensor");
    }
    if (moved) {
        listing.notes.push_back("saved from a GPU; its tensors are read into the memory of the CPU");
    }
    listing.notes.push_back("every entry has a checksum, compared when the tensors are loaded");
    return listing;
}

WeightListing listTensorFlow(const std::filesystem::path& path) {
    const TensorFlowCheckpoint checkpoint(path);
    WeightListing listing;
    listing.format = "TensorFlow checkpoint";
    for (const TensorFlowEntry& entry : checkpoint.entries()) {
        listing.tensors.push_back({entry.name, entry.type, entry.shape, entry.bytes});
    }
    listing.metadata.emplace_back("index", checkpoint.file().filename().string());
    for (const auto& data : checkpoint.dataFiles()) {
        listing.metadata.emplace_back("data", data.filename().string());
    }
    listing.notes.push_back("the index's checksums fit; every tensor has one, compared when it is imported");
    return listing;
}

[[noreturn]] void refuse(const std::filesystem::path& path) {
    const std::string text = beginningOf(path, 32);
    failDataIf(text.starts_with("\x89HDF"), path.string(),
               "is an HDF5 file (Keras), whose weights are not read: ", kKnown);
    failDataIf(text.starts_with(std::string_view("\x12\x01\0\0\0\0\0\0", 8)), path.string(),
               "is an MXNet parameter file, which is not read; export it as ONNX: ", kKnown);
    failDataIf(text.starts_with("\x80") && text.size() > 1 && text[1] <= 5, path.string(),
               "is a Python pickle without PyTorch's zip file around it: ", kKnown);
    const std::string extension = lowerCase(path.extension().string());
    failDataIf(
        extension == ".safetensors", path.string(),
        "is not a safetensors file or is damaged: it does not begin with the length of a table and the "
        "table; use another copy of the file");
    failDataIf(
        extension == ".index", path.string(),
        "is not a TensorFlow index or is cut off: it does not end as one; use another copy of the file");
    failData(path.string(), "is not a weight file that is known: ", kKnown);
}

}  // namespace

WeightFormat weightFormatOf(const std::filesystem::path& path) {
    if (TensorFlowCheckpoint::recognises(path)) {
        return WeightFormat::TensorFlow;
    }
    if (!pathIsFile(path)) {
        return WeightFormat::Unknown;
    }
    const std::string text = beginningOf(path, 32);
    if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) {
        return WeightFormat::Zip;
    }
    if (isLegacyTorchFile(text)) {
        return WeightFormat::LegacyTorch;
    }
    // A table's length of more than a terabyte is no length.
    constexpr std::uint64_t kLongestClaim = std::uint64_t{1} << 40;
    if (text.size() >= 10 && text[8] == '{') {
        std::uint64_t length = 0;
        std::memcpy(&length, text.data(), sizeof length);
        if (length < kLongestClaim) {
            return WeightFormat::Safetensors;
        }
    }
    // ONNX has no magic; every writer begins with the format's version, a small number in field 1.
    constexpr char kNewestVersion = 32;
    if (text.size() > 2 && text[0] == '\x08' && text[1] > 0 && text[1] < kNewestVersion) {
        return WeightFormat::Onnx;
    }
    return WeightFormat::Unknown;
}

WeightListing listWeightFile(const std::filesystem::path& path) {
    const WeightFormat format = weightFormatOf(path);
    std::error_code failure;
    if (format != WeightFormat::TensorFlow) {
        throwIf(!pathExists(path), ErrorCode::Io, "there is no such file", path.string());
        failDataIf(pathIsFolder(path), path.string(),
                   "is a folder without a TensorFlow checkpoint: ", kKnown);
        std::ifstream file(path, std::ios::binary);
        throwIf(!file, ioError(path, "open it"));
        failDataIf(std::filesystem::file_size(path, failure) == 0, path.string(), "is empty");
        refuseStandIn(path);
    }
    const auto listed = [&]() -> WeightListing {
        switch (format) {
            case WeightFormat::Safetensors:
                return listSafetensors(path);
            case WeightFormat::Zip:
                return listZip(path);
            case WeightFormat::LegacyTorch:
                failData(path.string(), kLegacyTorchRemedy);
            case WeightFormat::Onnx:
                return listOnnx(readUncheckedOnnxOutline(path), path.string());
            case WeightFormat::TensorFlow:
                return listTensorFlow(path);
            case WeightFormat::Unknown:
                break;
        }
        refuse(path);
    };
    WeightListing listing = listed();
    countParameters(listing);
    makePresentable(listing);
    return listing;
}

}  // namespace pf
