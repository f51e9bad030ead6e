#include "core/nn/weights/torch_archive.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// A large network's has some 100 KB.
constexpr std::uint64_t kMaxPickleBytes = std::uint64_t{64} << 20;
constexpr std::size_t kMaxFacts = 32;
constexpr std::size_t kMaxFactLength = 80;

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxVisits = 4'000'000;
constexpr std::size_t kMaxTensors = 1'000'000;
/// Of names and shapes together: a list that is held many times over makes many out of a few bytes.
constexpr std::size_t kMaxListingBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxNameLength = 1024;

using Visitor = std::function<void(const std::string& name, const PickleTensor& tensor)>;

bool hasKeys(const PickleValue& value) {
    return value.kind() == PickleKind::Dict || value.kind() == PickleKind::Object;
}

std::string_view keyText(const PickleValue& key) {
    if (key.kind() == PickleKind::Text) {
        return key.asText();
    }
    const auto bytes = key.asBytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Calls `visit` for every tensor below a value, in order; names are joined with dots. NumPy arrays are
/// counted and otherwise passed over. Throws: Error(Data) naming `where` for a tree that is nested too
/// deeply, holds itself, or has names that are too long or no text.
class TreeWalk {
  public:
    TreeWalk(const std::string& where, const Visitor& visit) : where_(where), visit_(visit) {}

    std::size_t tensors() const { return tensors_; }
    std::size_t arrays() const { return arrays_; }

    void walk(const PickleValue& value, const std::string& name, int depth) {
        // A container that holds others several times can unfold to any size.
        failIf(++visits_ > kMaxVisits || depth > kMaxDepth, "its dicts and lists are nested too deeply");
        switch (value.kind()) {
            case PickleKind::Tensor:
                failIf(++tensors_ > kMaxTensors, "it has more than ", kMaxTensors, " tensors");
                bytes_ += name.size() + 16 * value.asTensor().shape.size();
                failIf(bytes_ > kMaxListingBytes,
                       "the names and shapes of its tensors have more than 64 MiB");
                visit_(name.empty() ? "tensor" : name, value.asTensor());
                return;
            case PickleKind::Array:
                ++arrays_;
                return;
            case PickleKind::Dict:
            case PickleKind::Object:
                for (std::size_t i = 0; i < value.size(); ++i) {
                    walkItem(value.value(i), value.key(i), name, depth);
                }
                return;
            case PickleKind::List:
            case PickleKind::Tuple:
                for (std::size_t i = 0; i < value.size(); ++i) {
                    descend(value.item(i), name, std::to_string(i), depth);
                }
                return;
            default:
                return;
        }
    }

  private:
    template <typename... Parts>
    void failIf(bool isWrong, const Parts&... message) const {
        failDataIf(isWrong, where_, message...);
    }

    static bool mayHoldTensors(const PickleValue& value) {
        const PickleKind kind = value.kind();
        return kind == PickleKind::Tensor || kind == PickleKind::Array || kind == PickleKind::List ||
               kind == PickleKind::Tuple || hasKeys(value);
    }

    void walkItem(const PickleValue& value, const PickleValue& key, const std::string& name, int depth) {
        if (!mayHoldTensors(value)) {
            ++visits_;
            return;
        }
        switch (key.kind()) {
            case PickleKind::Text:
            case PickleKind::Bytes:
                return descend(value, name, keyText(key), depth);
            case PickleKind::Int:
                return descend(value, name, std::to_string(key.asInt()), depth);
            default:
                failData(where_, "under '", name, "' a dict has ", pickleKindName(key.kind()),
                         " where a name is due");
        }
    }

    void descend(const PickleValue& value, const std::string& name, std::string_view part, int depth) {
        if (!mayHoldTensors(value)) {
            ++visits_;
            return;
        }
        failIf(name.size() + part.size() + 1 > kMaxNameLength, "a tensor's name is longer than ",
               kMaxNameLength, " bytes");
        std::string full = name;
        if (!full.empty() && !part.empty()) {
            full += '.';
        }
        full += part;
        walk(value, full, depth + 1);
    }

    const std::string& where_;
    const Visitor& visit_;
    std::size_t arrays_ = 0;
    std::size_t visits_ = 0;
    std::size_t tensors_ = 0;
    std::size_t bytes_ = 0;
};

/// Names under which checkpoints keep the network itself.
bool isWrapper(std::string_view key) {
    static constexpr std::array<std::string_view, 7> kNames = {
        "state_dict", "model_state_dict", "model", "net", "network", "module", "weights"};
    return std::find(kNames.begin(), kNames.end(), key) != kNames.end();
}

/// Names under which checkpoints keep what only training needs.
bool isOfTraining(std::string_view key) {
    return key.starts_with("optim") || key.starts_with("scheduler") || key.starts_with("lr_sched") ||
           key.starts_with("scaler") || key == "amp" || key.starts_with("ema") || key.ends_with("_ema");
}

struct Part {
    PickleValue value;
    std::string key;
    std::size_t tensors;
};

/// The part of a saved dict that holds the network's tensors (see TorchArchive).
struct TensorRoots {
    /// Value and the prefix of its names.
    std::vector<std::pair<PickleValue, std::string>> roots;
    std::vector<std::string> notes;
};

TensorRoots findTensorRoots(const PickleValue& root, const std::string& where) {
    TensorRoots found;
    PickleValue current = root;
    // One walk for all counts: what it may visit in all is bounded.
    const Visitor ignore = [](const std::string&, const PickleTensor&) {};
    TreeWalk walk(where, ignore);
    const auto tensorsBelow = [&walk](const PickleValue& value) {
        const std::size_t before = walk.tensors();
        walk.walk(value, "", 1);
        return walk.tensors() - before;
    };
    for (int depth = 0; depth < kMaxDepth; ++depth) {
        std::vector<Part> parts;
        bool isPlain = !hasKeys(current);
        for (std::size_t i = 0; !isPlain && i < current.size(); ++i) {
            const PickleKind kind = current.key(i).kind();
            const PickleValue value = current.value(i);
            const bool named = kind == PickleKind::Text || kind == PickleKind::Bytes;
            isPlain = value.kind() == PickleKind::Tensor || (!named && tensorsBelow(value) > 0);
            if (named && !isPlain) {
                if (const std::size_t tensors = tensorsBelow(value); tensors > 0) {
                    parts.push_back({value, std::string(keyText(current.key(i)).substr(0, 1024)), tensors});
                }
            }
        }
        if (isPlain || parts.empty()) {
            found.roots.emplace_back(current, "");
            return found;
        }
        const bool hasNetwork =
            std::any_of(parts.begin(), parts.end(), [](const Part& part) { return !isOfTraining(part.key); });
        std::vector<Part> kept;
        for (const Part& part : parts) {
            if (hasNetwork && isOfTraining(part.key)) {
                found.notes.push_back("left out: '" + part.key + "' with " +
                                      formatCount(static_cast<std::int64_t>(part.tensors)) +
                                      (part.tensors == 1 ? " tensor" : " tensors") +
                                      ", which only training needs");
            } else {
                kept.push_back(part);
            }
        }
        if (kept.size() == 1 && isWrapper(kept[0].key)) {
            found.notes.push_back("the tensors are those of '" + kept[0].key + "'");
            current = kept[0].value;
            continue;
        }
        for (const Part& part : kept) {
            found.roots.emplace_back(part.value, part.key);
        }
        return found;
    }
    throw Error(ErrorCode::Data, "its dicts and lists are nested too deeply", where);
}

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
    isProgram_ = std::ranges::any_of(zip_.entries(), [this](const ZipEntry& entry) {
        return entry.name == folder_ + "constants.pkl" || entry.name.starts_with(folder_ + "code/");
    });
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
    const Visitor add = [&](const std::string& name, const PickleTensor& layout) {
        const std::string entry = folder + std::string(layout.storageKey.substr(0, 256));
        const ZipEntry* storage = zip_.find(entry);
        failDataIf(storage == nullptr, zip_.name(), "the tensor '", name, "' lies in '", entry,
                   "', which the archive does not have");
        failDataIf(storage->bytes != layout.storageBytes, zip_.name(), "the tensor '", name, "' lies in '",
                   entry, "' of ", storage->bytes, " bytes where ", layout.storageBytes, " are due");
        tensors_.push_back({name, layout, storage});
    };
    TreeWalk walk(zip_.name(), add);
    walk.walk(root, prefix, 0);
    if (walk.arrays() > 0) {
        notes_.push_back(formatCount(static_cast<std::int64_t>(walk.arrays())) +
                         (walk.arrays() == 1 ? " NumPy array is" : " NumPy arrays are") + " left out");
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
