#include "core/eval/embeddings/embedding_archives.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/base/text.h"
#include "core/eval/embeddings/embedding_layout.h"

namespace pf {
namespace {

/// What people call the arrays; the first is what this program writes.
constexpr std::array<std::string_view, 7> kMuNames = {"mu",    "embeddings", "embedding", "features",
                                                      "feats", "feature",    "arr_0"};
constexpr std::array<std::string_view, 5> kFileNames = {"files", "names", "filenames", "paths",
                                                        "image_names"};

/// The arrays of a file, and which of them were read.
class Archive {
  public:
    explicit Archive(const std::filesystem::path& file) : where_(file.string()), arrays_(readNpz(file)) {}

    const std::string& where() const { return where_; }

    /// nullptr when none of the names is there.
    const NpyArray* find(std::span<const std::string_view> names) {
        for (const auto name : names) {
            const auto found = arrays_.find(std::string(name));
            if (found != arrays_.end()) {
                read_.push_back(found->first);
                return &found->second;
            }
        }
        return nullptr;
    }
    const NpyArray* find(std::string_view name) { return find(std::span(&name, 1)); }

    /// What `work` takes from an array, if there is one of these names. Throws: Error(Data) naming file and
    /// array.
    template <typename Work>
    void take(std::span<const std::string_view> names, const Work& work) {
        try {
            if (const NpyArray* array = find(names)) {
                work(*array);
            }
        } catch (const Error& error) {
            failData(where_, "its array ", names.front(), " cannot be used: ", error.what());
        }
    }
    template <typename Work>
    void take(std::string_view name, const Work& work) {
        take(std::span(&name, 1), work);
    }

    /// "'a', 'b'" of the arrays that nobody asked for.
    std::string unread() const {
        std::string names;
        for (const auto& [name, array] : arrays_) {
            if (std::find(read_.begin(), read_.end(), name) == read_.end()) {
                names += (names.empty() ? "'" : ", '") + name + "'";
            }
        }
        return names;
    }

  private:
    std::string where_;
    NpzArrays arrays_;
    std::vector<std::string> read_;
};

std::vector<bool> flagsOf(const NpyArray& flags) {
    std::vector<bool> same;
    for (const double flag : flags.toDoubles()) {
        if (flag != 0 && flag != 1) {
            throw Error(ErrorCode::Data, "it holds " + formatNumber(flag) + " beside 0 and 1");
        }
        same.push_back(flag != 0);
    }
    return same;
}

/// What writeEmbeddings says of pairs that a set has lost.
void takeAbsent(Archive& archive, EmbeddingSet& set) {
    archive.take("absent_pairs", [&](const NpyArray& counts) {
        const auto numbers = counts.toIntegers();
        failDataIf(numbers.size() != 3 || *std::ranges::min_element(numbers) < 0, "",
                   "it needs three counts: genuine pairs, impostor pairs, images");
        set.absent.genuine = static_cast<std::size_t>(numbers[0]);
        set.absent.impostor = static_cast<std::size_t>(numbers[1]);
        set.absent.images = static_cast<std::size_t>(numbers[2]);
        set.absent.listed = set.issame.size() + set.absent.count();
    });
    archive.take("pair_place", [&](const NpyArray& places) {
        for (const auto place : places.toIntegers()) {
            failDataIf(place < 0 || static_cast<std::size_t>(place) >= set.absent.listed, "", "it holds ",
                       place, " for a list of ", set.absent.listed, " pairs");
            set.absent.place.push_back(static_cast<std::uint32_t>(place));
        }
        failDataIf(set.absent.place.size() != set.issame.size(), "", "it has ", set.absent.place.size(),
                   " places for ", set.issame.size(), " pairs");
    });
    archive.take("failed", [&](const NpyArray& lines) { set.absent.failed = lines.toStrings(); });
}

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

EmbeddingSet readNpzEmbeddings(const std::filesystem::path& file) {
    Archive archive(file);
    const NpyArray* mu = archive.find(kMuNames);
    failDataIf(mu == nullptr, archive.where(), "holds no array 'mu' (nor 'embeddings' or 'features'), but ",
               archive.unread(), "; mu is needed, and sigma_sq where there is one");
    const NpyArray* sigmaSq = archive.find("sigma_sq");
    EmbeddingSet set = embeddingsFromArrays(*mu, sigmaSq, archive.where());
    archive.take(kFileNames, [&](const NpyArray& names) { set.names = names.toStrings(); });
    archive.take("issame", [&](const NpyArray& flags) { set.issame = flagsOf(flags); });
    archive.take("norm", [&](const NpyArray& norms) { set.norms = norms.toFloats(); });
    takeAbsent(archive, set);
    if (const std::string unread = archive.unread(); sigmaSq == nullptr && !unread.empty()) {
        set.notes.push_back("its arrays " + unread + " are not read; sigma² would be 'sigma_sq'");
    }
    return set;
}

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
