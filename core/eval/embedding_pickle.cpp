#include <optional>
#include <span>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/eval/embedding_layout.h"
#include "core/eval/embedding_readers.h"

namespace pf {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 30;
constexpr const char* kExpected =
    "expected (mu, sigma_sq), (mu, sigma_sq, issame), one array with mu and sigma² side by side, or a dict "
    "with mu and sigma_sq";

NpyArray arrayOf(const PickleValue& value, const std::string& name, const std::string& file) {
    const PickleArray& array = value.asArray();
    if (array.dtype.empty()) {
        throw Error(ErrorCode::Data, "its array " + name + " was never filled; was it written completely?",
                    file);
    }
    npyItemSize(array.dtype, file);
    if (array.fortranOrder) {
        throw Error(ErrorCode::Data,
                    "its array " + name + " is in Fortran order; save it with numpy.ascontiguousarray", file);
    }
    return {array.dtype, array.shape, {array.data.begin(), array.data.end()}};
}

void addNames(EmbeddingSet& set, const PickleValue& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        set.names.emplace_back(names.item(i).asText());
    }
}

EmbeddingSet fromParts(const PickleValue& mu, const PickleValue& sigmaSq,
                       const std::optional<PickleValue>& issame, const std::string& file) {
    if (mu.kind() != PickleKind::Array || sigmaSq.kind() != PickleKind::Array) {
        throw Error(ErrorCode::Data,
                    "its mu is " + std::string(pickleKindName(mu.kind())) + " and its sigma_sq " +
                        std::string(pickleKindName(sigmaSq.kind())) + "; " + kExpected,
                    file);
    }
    EmbeddingSet set =
        embeddingsFromArrays(arrayOf(mu, "mu", file), arrayOf(sigmaSq, "sigma_sq", file), file);
    if (issame) {
        set.issame = issame->asBools();
    }
    return set;
}

}  // namespace

EmbeddingSet readPickledEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    const std::string where = file.string();
    const std::string text = readTextFile(file, kMaxFileBytes);
    const PickleDocument document(std::as_bytes(std::span(text)), where);
    const PickleValue root = document.root();
    switch (root.kind()) {
        case PickleKind::Array:
            return embeddingsFromColumns(arrayOf(root, "of mu and sigma²", where), options, where);
        case PickleKind::Tuple:
        case PickleKind::List:
            if (root.size() == 2 || root.size() == 3) {
                return fromParts(root.item(0), root.item(1),
                                 root.size() == 3 ? std::optional(root.item(2)) : std::nullopt, where);
            }
            break;
        case PickleKind::Dict: {
            const PickleValue mu = root.at("mu");
            EmbeddingSet set = fromParts(mu, root.at("sigma_sq"), root.find("issame"), where);
            if (const auto names = root.find("files")) {
                addNames(set, *names);
            }
            return set;
        }
        default:
            break;
    }
    throw Error(ErrorCode::Data,
                "the pickle holds " + std::string(pickleKindName(root.kind())) + "; " + kExpected, where);
}

}  // namespace pf
