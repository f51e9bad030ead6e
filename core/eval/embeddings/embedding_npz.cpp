#include "core/eval/embeddings/embedding_npz.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/numpy/npy.h"
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

}  // namespace pf
