#include "core/nn/weights/tensor_tree.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

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
                spend(name.size() + 16 * value.asTensor().shape.size());
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

    void spend(std::size_t bytes) {
        bytes_ += bytes;
        failIf(bytes_ > kMaxListingBytes, "the names and shapes of its tensors have more than 64 MiB");
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

}  // namespace

void visitTensors(const PickleValue& root, const std::string& prefix, const std::string& where,
                  const Visitor& visit, std::size_t& arrays) {
    TreeWalk walk(where, visit);
    walk.walk(root, prefix, 0);
    arrays = walk.arrays();
}

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

}  // namespace pf
