#include "core/eval/embeddings/embedding_pickle.h"

#include <optional>
#include <span>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/eval/embeddings/embedding_layout.h"

namespace pf {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 30;
constexpr const char* kExpected =
    "expected (mu, sigma_sq), (mu, sigma_sq, issame), one array with mu and sigma² side by side, a dict with "
    "mu and sigma_sq, or a dict of every image's row by its name";

NpyArray arrayOf(const PickleValue& value, const std::string& name, const std::string& file) {
    const PickleArray& array = value.asArray();
    failDataIf(array.dtype.empty(), file, "its array ", name,
               " was never filled; was it written completely?");
    npyItemSize(array.dtype, file);
    failDataIf(array.fortranOrder, file, "its array ", name,
               " is in Fortran order; save it with numpy.ascontiguousarray");
    return {array.dtype, array.shape, {array.data.begin(), array.data.end()}};
}

EmbeddingSet fromParts(const PickleValue& mu, const std::optional<PickleValue>& sigmaSq,
                       const std::optional<PickleValue>& issame, const std::string& file) {
    failDataIf(mu.kind() != PickleKind::Array || (sigmaSq && sigmaSq->kind() != PickleKind::Array), file,
               "its mu is ", pickleKindName(mu.kind()), " and its sigma_sq ",
               (sigmaSq ? pickleKindName(sigmaSq->kind()) : "absent"), "; ", kExpected);
    const NpyArray sigmaArray = sigmaSq ? arrayOf(*sigmaSq, "sigma_sq", file) : NpyArray{};
    EmbeddingSet set = embeddingsFromArrays(arrayOf(mu, "mu", file), sigmaSq ? &sigmaArray : nullptr, file);
    if (issame) {
        set.issame = issame->asBools();
    }
    return set;
}

/// Whether a dict gives every image's row under the image's name.
bool isByName(const PickleValue& root) {
    return root.size() > 0 && !root.find("mu") && root.key(0).kind() == PickleKind::Text &&
           root.value(0).kind() == PickleKind::Array;
}

EmbeddingSet embeddingsByName(const PickleValue& root, const EmbeddingReadOptions& options,
                              const std::string& file) {
    std::vector<float> values;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < root.size(); ++i) {
        names.emplace_back(root.key(i).asText());
        const auto row = floatsOf(arrayOf(root.value(i), "'" + names.back() + "'", file),
                                  "of '" + names.back() + "'", file);
        failDataIf(!values.empty() && row.size() * (names.size() - 1) != values.size(), file, "the row of '",
                   names.back(), "' has ", row.size(),
                   " values and those before have others; one length is needed");
        values.insert(values.end(), row.begin(), row.end());
    }
    const std::size_t width = values.size() / names.size();
    EmbeddingSet set =
        embeddingsFromColumns(NpyArray::fromFloats(values, {names.size(), width}), options, file);
    set.names = std::move(names);
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
            if (isByName(root)) {
                return embeddingsByName(root, options, where);
            }
            EmbeddingSet set = fromParts(root.at("mu"), root.find("sigma_sq"), root.find("issame"), where);
            const auto names = root.find("files");
            for (std::size_t i = 0; names && i < names->size(); ++i) {
                set.names.emplace_back(names->item(i).asText());
            }
            return set;
        }
        default:
            break;
    }
    failData(where, "the pickle holds ", pickleKindName(root.kind()), "; ", kExpected);
}

}  // namespace pf
