#include "ui/gallery/gallery_data.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <numeric>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/metrics/percentiles.h"

namespace pf::ui {

namespace {

bool isDigit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool passes(const GalleryData& data, const GalleryFilter& filter, FaceIndex index) {
    if (filter.label >= 0 && data.labels[index] != filter.label) {
        return false;
    }
    if (filter.sigmaRange) {
        const double sigma = data.sigmaOf(index);
        return sigma >= (*filter.sigmaRange)[0] && sigma <= (*filter.sigmaRange)[1];
    }
    return true;
}

std::vector<double> knownAscending(const std::vector<double>& values) {
    std::vector<double> known;
    std::copy_if(values.begin(), values.end(), std::back_inserter(known),
                 [](double value) { return std::isfinite(value); });
    std::sort(known.begin(), known.end());
    return known;
}

double medianOf(const GalleryData& data, const FaceIndices& ascending) {
    const std::size_t n = ascending.size();
    return 0.5 * (data.sigmaOf(ascending[(n - 1) / 2]) + data.sigmaOf(ascending[n / 2]));
}

}  // namespace

bool naturalLess(const std::string& a, const std::string& b) {
    /// The number at a place without its leading zeros; the place moves behind it.
    const auto number = [](auto& place, auto end) {
        const auto first = std::find_if(place, end, [](char c) { return c != '0'; });
        place = std::find_if_not(first, end, isDigit);
        return std::string_view(first, place);
    };
    auto i = a.begin();
    auto j = b.begin();
    while (i != a.end() && j != b.end()) {
        if (isDigit(*i) && isDigit(*j)) {
            const std::string_view x = number(i, a.end());
            const std::string_view y = number(j, b.end());
            if (x != y) {
                return x.size() != y.size() ? x.size() < y.size() : x < y;
            }
        } else if (*i != *j) {
            return static_cast<unsigned char>(*i) < static_cast<unsigned char>(*j);
        } else {
            ++i;
            ++j;
        }
    }
    if (i != a.end() || j != b.end()) {
        return j != b.end();
    }
    return a < b;  // "a01" and "a1" are not the same name
}

std::filesystem::path GalleryData::fileOf(FaceIndex index) const {
    const std::filesystem::path file = imageFile(catalog, index);
    std::error_code unknown;
    return file.empty() ? file : std::filesystem::absolute(file, unknown).lexically_normal();
}

FaceMeasurements GalleryData::measurements() const {
    FaceMeasurements measured;
    measured.faces.resize(size());
    for (std::size_t i = 0; i < size(); ++i) {
        const auto index = static_cast<FaceIndex>(i);
        measured.faces[i] = {sigmaOf(index), normOf(index)};
    }
    measured.skipped = unreadable;
    measured.warnings = warnings;
    return measured;
}

std::optional<double> GalleryData::percentileOf(FaceIndex index) const {
    const double sigma = sigmaOf(index);
    if (!std::isfinite(sigma) || sortedSigmaSq.empty()) {
        return std::nullopt;
    }
    return shareBelow(sortedSigmaSq, sigma);
}

std::string GalleryData::identityOf(FaceIndex index) const {
    const int label = labels[index];
    return label >= 0 ? identities[static_cast<std::size_t>(label)] : std::string();
}

GalleryDataPtr makeGalleryData(ImageCatalog catalog) {
    auto data = std::make_shared<GalleryData>();
    const std::size_t n = catalog.size();
    data->labels.resize(n);
    data->identities.resize(catalog.identityCount());
    for (std::size_t i = 0; i < n; ++i) {
        data->labels[i] = catalog.label(i);
        if (data->labels[i] >= 0) {
            std::string& identity = data->identities.at(static_cast<std::size_t>(data->labels[i]));
            if (identity.empty()) {
                identity = catalog.identity(i);
            }
        }
    }
    FaceIndices order(n);
    std::iota(order.begin(), order.end(), FaceIndex{0});
    std::stable_sort(order.begin(), order.end(), [&catalog](FaceIndex a, FaceIndex b) {
        return naturalLess(catalog.name(a), catalog.name(b));
    });
    data->nameRank.resize(n);
    for (std::size_t rank = 0; rank < n; ++rank) {
        data->nameRank[order[rank]] = static_cast<FaceIndex>(rank);
    }
    data->pictures = pictureKeys(catalog);
    data->unreadable = catalog.skipped();
    data->notes = catalog.notes();
    data->catalog = std::move(catalog);
    return data;
}

GalleryDataPtr withMeasurements(const GalleryDataPtr& data, const FaceMeasurements& measured,
                                const ModelInfo& model) {
    if (measured.faces.size() != data->size()) {
        throw Error(ErrorCode::Internal,
                    "measurements of " + formatCount(static_cast<std::int64_t>(measured.faces.size())) +
                        " images for a gallery of " + formatCount(static_cast<std::int64_t>(data->size())));
    }
    auto result = std::make_shared<GalleryData>(*data);
    result->sigmaSq.resize(data->size());
    result->norms.resize(data->size());
    for (std::size_t i = 0; i < data->size(); ++i) {
        result->sigmaSq[i] = measured.faces[i].sigmaSq;
        result->norms[i] = measured.faces[i].norm;
    }
    result->sortedSigmaSq = knownAscending(result->sigmaSq);
    result->sortedNorms = knownAscending(result->norms);
    for (const std::string& line : measured.skipped) {
        if (std::find(result->unreadable.begin(), result->unreadable.end(), line) ==
            result->unreadable.end()) {
            result->unreadable.push_back(line);
        }
    }
    result->warnings = measured.warnings;
    result->model = model;
    return result;
}

FaceIndices arrange(const GalleryData& data, GallerySort sort, const GalleryFilter& filter) {
    FaceIndices order;
    order.reserve(data.size());
    for (std::size_t i = 0; i < data.size(); ++i) {
        const auto index = static_cast<FaceIndex>(i);
        if (passes(data, filter, index)) {
            order.push_back(index);
        }
    }
    const auto byName = [&data](FaceIndex a, FaceIndex b) { return data.nameRank[a] < data.nameRank[b]; };
    const bool byNorm = sort == GallerySort::NormAscending || sort == GallerySort::NormDescending;
    const bool known = byNorm ? data.hasNorms() : data.hasSigma();
    if (sort == GallerySort::Name || (sort != GallerySort::Identity && !known)) {
        std::sort(order.begin(), order.end(), byName);
        return order;
    }
    // Keys beside the indices: a comparison then touches one cache line instead of three vectors.
    struct Keyed {
        double group;
        double key;
        FaceIndex name;
        FaceIndex index;
    };
    constexpr double kLast = std::numeric_limits<double>::infinity();
    std::vector<Keyed> keyed;
    keyed.reserve(order.size());
    for (const FaceIndex index : order) {
        const double value = byNorm ? data.normOf(index) : data.sigmaOf(index);
        const bool rising = sort == GallerySort::SigmaAscending || sort == GallerySort::NormAscending;
        const double key = std::isfinite(value) ? (rising ? value : -value) : kLast;
        double group = 0;
        if (sort == GallerySort::Identity) {
            group = data.labels[index] >= 0 ? data.labels[index] : kLast;
        }
        keyed.push_back({group, key, data.nameRank[index], index});
    }
    std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
        if (a.group != b.group) {
            return a.group < b.group;
        }
        return a.key != b.key ? a.key < b.key : a.name < b.name;
    });
    std::transform(keyed.begin(), keyed.end(), order.begin(), [](const Keyed& entry) { return entry.index; });
    return order;
}

std::array<FaceIndices, 3> lowMediumHigh(const FaceIndices& ascending, std::size_t perGroup,
                                         const std::function<bool(FaceIndex)>& isShown) {
    std::array<FaceIndices, 3> groups;
    const std::size_t n = ascending.size();
    // A single face is as much the lowest as the highest: it is its own median.
    const std::size_t low = n == 1 ? 0 : (n + 2) / 3;
    const std::size_t high = n - (n + 1) / 3;
    const auto distance = [n](std::size_t i) { return i < n - 1 - i ? n - 1 - 2 * i : 2 * i - (n - 1); };
    std::vector<std::size_t> middle;
    for (std::size_t i = 0; i < n; ++i) {
        if (isShown && !isShown(ascending[i])) {
            continue;
        }
        if (i < low) {
            if (groups[0].size() < perGroup) {
                groups[0].push_back(ascending[i]);
            }
        } else if (i < high) {
            middle.push_back(i);
        } else {
            groups[2].push_back(ascending[i]);
        }
    }
    std::stable_sort(middle.begin(), middle.end(),
                     [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
    middle.resize(std::min(perGroup, middle.size()));
    std::sort(middle.begin(), middle.end());
    for (const std::size_t i : middle) {
        groups[1].push_back(ascending[i]);
    }
    if (groups[2].size() > perGroup) {
        groups[2].erase(groups[2].begin(), groups[2].end() - static_cast<std::ptrdiff_t>(perGroup));
    }
    return groups;
}

std::vector<IdentityRow> identityRows(const GalleryData& data, GallerySort sort, const GalleryFilter& filter,
                                      std::size_t perGroup) {
    std::vector<FaceIndices> members(data.identities.size());
    // A person's low and high are those of all of the person's faces: the range only hides.
    const GalleryFilter person{std::nullopt, filter.label};
    for (const FaceIndex index : arrange(data, GallerySort::SigmaAscending, person)) {
        if (data.labels[index] >= 0 && std::isfinite(data.sigmaOf(index))) {
            members[static_cast<std::size_t>(data.labels[index])].push_back(index);
        }
    }
    std::vector<IdentityRow> rows;
    const auto isShown = [&](FaceIndex index) { return passes(data, filter, index); };
    for (std::size_t label = 0; label < members.size(); ++label) {
        const auto shown = std::count_if(members[label].begin(), members[label].end(), isShown);
        if (shown == 0) {
            continue;
        }
        IdentityRow row;
        row.label = static_cast<int>(label);
        row.total = members[label].size();
        row.shown = static_cast<std::size_t>(shown);
        row.medianSigmaSq = medianOf(data, members[label]);
        row.groups = lowMediumHigh(members[label], perGroup, isShown);
        rows.push_back(std::move(row));
    }
    const auto byName = [&data](const IdentityRow& a, const IdentityRow& b) {
        return naturalLess(data.identities[static_cast<std::size_t>(a.label)],
                           data.identities[static_cast<std::size_t>(b.label)]);
    };
    std::stable_sort(rows.begin(), rows.end(), byName);
    if (sort == GallerySort::SigmaAscending || sort == GallerySort::SigmaDescending) {
        std::stable_sort(rows.begin(), rows.end(), [sort](const IdentityRow& a, const IdentityRow& b) {
            return sort == GallerySort::SigmaAscending ? a.medianSigmaSq < b.medianSigmaSq
                                                       : a.medianSigmaSq > b.medianSigmaSq;
        });
    }
    return rows;
}

}  // namespace pf::ui
