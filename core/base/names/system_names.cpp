#include "core/base/names/system_names.h"

#include <ranges>

#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kNamed = 6;

/// "found.000" ... "found.999", where a repaired Windows disk collects fragments.
bool isRepairFolder(std::string_view name) {
    constexpr std::string_view kStart = "found.";
    return name.size() == kStart.size() + 3 && name.starts_with(kStart) &&
           name.find_first_not_of("0123456789", kStart.size()) == std::string_view::npos;
}

/// What Windows and Synology's disk stations keep beside a file, or of their own: "a.png:Zone.Identifier",
/// "a.png@SynoEAStream", "@SynoFinder-log".
bool isSideRecord(std::string_view name) {
    return name.ends_with(":zone.identifier") || name.ends_with("@synoeastream") ||
           name.ends_with("@synoresource") || name.starts_with("@syno");
}

}  // namespace

bool isSystemName(std::string_view name) {
    // In lower case, as their capitals differ from system to system, and between slashes, which none has.
    static constexpr std::string_view kNames =
        "/@eadir/@recycle/@tmp/@__thumb/@appstore/@database/@sharebin/#recycle/#snapshot/~snapshot/"
        "@recently-snapshot/__macosx/__pycache__/lost+found/lost.dir/$recycle.bin/$extend/recycler/recycled/"
        "msocache/system volume information/thevolumesettingsfolder/thumbs.db/ehthumbs.db/ehthumbs_vista.db/"
        "desktop.ini/picasa.ini/zbthumbnail.info/folder.htt/icon\r/temporary items/network trash folder/"
        "autorun.inf/";
    if (name.empty() || name == "." || name == "..") {
        return false;
    }
    const std::string lower = lowerCase(name);
    return name.front() == '.' || kNames.find("/" + lower + "/") != std::string_view::npos ||
           isRepairFolder(lower) || isSideRecord(lower);
}

bool SystemNames::take(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    if (!isSystemName(name)) {
        return false;
    }
    add(name);
    return true;
}

std::size_t SystemNames::count() const {
    std::size_t sum = 0;
    for (const auto& [name, count] : counts_) {
        sum += count;
    }
    return sum;
}

std::string SystemNames::note() const {
    if (empty()) {
        return {};
    }
    const std::string names = joined(counts_ | std::views::keys | std::views::take(kNamed));
    const bool one = count() == 1;
    return formatCount(count()) + (one ? " hidden or system entry (" : " hidden or system entries (") +
           names + (counts_.size() > kNamed ? " ..." : "") +
           (one ? ") does not belong to the data and was left out"
                : ") do not belong to the data and were left out");
}

}  // namespace pf
