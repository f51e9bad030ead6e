#include "core/nn/weights/torch_archive.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/weights/tensor_tree.h"

namespace pf {
namespace {

/// A large network's has some 100 KB.
constexpr std::uint64_t kMaxPickleBytes = std::uint64_t{64} << 20;
constexpr std::size_t kMaxFacts = 32;
constexpr std::size_t kMaxFactLength = 80;

/// "NAME/" of the entry NAME/data.pkl, or nothing.
std::optional<std::string> folderOf(const ZipReader& zip) {
    static constexpr std::string_view kPickle = "data.pkl";
    for (const ZipEntry& entry : zip.entries()) {
        const std::size_t slash = entry.name.find('/');
        if (slash != std::string::npos && entry.name.substr(slash + 1) == kPickle) {
            return entry.name.substr(0, slash + 1);
        }
    }
    return std::nullopt;
}

bool hasProgram(const ZipReader& zip, const std::string& folder) {
    return std::any_of(zip.entries().begin(), zip.entries().end(), [&folder](const ZipEntry& entry) {
        return entry.name == folder + "constants.pkl" || entry.name.starts_with(folder + "code/");
    });
}

std::string factText(const PickleValue& value) {
    switch (value.kind()) {
        case PickleKind::Bool:
            return value.asBool() ? "true" : "false";
        case PickleKind::Int:
            return std::to_string(value.asInt());
        case PickleKind::Float:
            return formatNumber(value.asFloat());
        case PickleKind::Text:
            return std::string(value.asText().substr(0, kMaxFactLength));
        default:
            return {};
    }
}

}  // namespace

bool TorchArchive::recognises(const ZipReader& zip) {
    return folderOf(zip).has_value();
}

TorchArchive::TorchArchive(ZipReader zip) : zip_(std::move(zip)) {
    const auto folder = folderOf(zip_);
    throwIf(!folder, ErrorCode::Data,
            "is a zip archive of another kind: it has no data.pkl as PyTorch writes it", zip_.name());
    folder_ = *folder;
    if (const ZipEntry* order = zip_.find(folder_ + "byteorder")) {
        const auto bytes = zip_.read(*order, 16);
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        throwIf(trimmed(text) != "little", ErrorCode::Data,
                "was saved on a big-endian computer; save it again on a little-endian one", zip_.name());
    }
    isProgram_ = hasProgram(zip_, folder_);
    if (isProgram_) {
        readProgram();
    } else {
        readStateDict();
    }
}

PickleValue TorchArchive::parse(const std::string& entry, PickleDialect dialect) {
    auto pickle = std::make_unique<Pickle>();
    pickle->bytes = zip_.read(*zip_.find(entry), kMaxPickleBytes);
    PickleLimits limits;
    limits.dialect = dialect;
    pickle->document.emplace(pickle->bytes, zip_.name() + "/" + entry, limits);
    pickles_.push_back(std::move(pickle));
    return pickles_.back()->document->root();
}

void TorchArchive::readStateDict() {
    const PickleValue root = parse(folder_ + "data.pkl", PickleDialect::StateDict);
    TensorRoots found = findTensorRoots(root, zip_.name());
    notes_ = std::move(found.notes);
    for (const auto& [value, prefix] : found.roots) {
        addTensors(value, prefix, folder_ + "data/");
    }
    addFacts(root);
    std::set<std::string_view> names;
    for (const ArchivedTensor& tensor : tensors_) {
        throwIf(!names.insert(tensor.name).second, ErrorCode::Data,
                "it has two tensors of the name '" + tensor.name + "'", zip_.name());
    }
}

void TorchArchive::readProgram() {
    try {
        addTensors(parse(folder_ + "data.pkl", PickleDialect::TorchScript), "", folder_ + "data/");
        const std::string constants = folder_ + "constants.pkl";
        if (zip_.find(constants) != nullptr) {
            addTensors(parse(constants, PickleDialect::TorchScript), "constants", folder_ + "constants/");
        }
    } catch (const Error& error) {
        // Programs may hold objects of any kind; their parameters are there all the same.
        tensors_.clear();
        notes_.push_back(std::string("listed by storage, because its modules could not be read: ") +
                         error.what());
        for (const ZipEntry& entry : zip_.entries()) {
            if (entry.name.starts_with(folder_ + "data/") || entry.name.starts_with(folder_ + "constants/")) {
                looseStorages_.push_back(&entry);
            }
        }
    }
}

void TorchArchive::addTensors(const PickleValue& root, const std::string& prefix, const std::string& folder) {
    std::size_t arrays = 0;
    visitTensors(
        root, prefix, zip_.name(),
        [&](const std::string& name, const PickleTensor& layout) {
            const std::string entry = folder + std::string(layout.storageKey.substr(0, 256));
            const ZipEntry* storage = zip_.find(entry);
            failDataIf(storage == nullptr, zip_.name(), "the tensor '", name, "' lies in '", entry,
                       "', which the archive does not have");
            failDataIf(storage->bytes != layout.storageBytes, zip_.name(), "the tensor '", name,
                       "' lies in '", entry, "' of ", storage->bytes, " bytes where ", layout.storageBytes,
                       " are due");
            tensors_.push_back({name, layout, storage});
        },
        arrays);
    if (arrays > 0) {
        notes_.push_back(formatCount(static_cast<std::int64_t>(arrays)) +
                         (arrays == 1 ? " NumPy array is" : " NumPy arrays are") + " left out");
    }
}

void TorchArchive::addFacts(const PickleValue& root) {
    if (root.kind() != PickleKind::Dict) {
        return;
    }
    for (std::size_t i = 0; i < root.size() && facts_.size() < kMaxFacts; ++i) {
        std::string text = factText(root.value(i));
        if (!text.empty() && root.key(i).kind() == PickleKind::Text) {
            facts_.emplace_back(root.key(i).asText().substr(0, kMaxFactLength), std::move(text));
        }
    }
}

}  // namespace pf
