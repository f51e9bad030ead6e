#include "core/session/exchange/internal/weight_match.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"

namespace pf {
namespace {

constexpr std::size_t kShownNames = 5;

/// What a tensor is to its layer; "" when its name does not say.
std::string_view roleOf(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kRoles = {
        {{"weight", "weight"},
         {"gamma", "weight"},
         {"bias", "bias"},
         {"beta", "bias"},
         {"running_mean", "running_mean"},
         {"moving_mean", "running_mean"},
         {"running_var", "running_var"},
         {"moving_variance", "running_var"}}};
    const std::string_view last = name.substr(name.rfind('.') + 1);
    for (const auto& [word, role] : kRoles) {
        if (last == word) {
            return role;
        }
    }
    return {};
}

/// All prefixes under which the first wanted tensor occurs.
std::set<std::string> prefixesOf(const NamedTensors& file, const std::vector<std::string>& keys) {
    std::set<std::string> prefixes;
    for (const auto& [name, tensor] : file) {
        const std::string& anchor = keys.front();
        if (!name.ends_with(anchor)) {
            continue;
        }
        const std::string prefix = name.substr(0, name.size() - anchor.size());
        if (prefix.empty() || prefix.back() == '.') {
            prefixes.insert(prefix);
        }
    }
    return prefixes;
}

/// "a, b, c and 7 more": at most five names.
std::string shortList(const std::vector<std::string>& names) {
    const std::string text = joined(std::span(names).first(std::min(names.size(), kShownNames)));
    return names.size() > kShownNames ? text + " and " + std::to_string(names.size() - kShownNames) + " more"
                                      : text;
}

}  // namespace

WeightMatch matchByName(const NamedTensors& file, const std::vector<std::string>& wanted,
                        std::string_view ours, const std::string& where) {
    std::vector<std::string> keys;
    for (const std::string& name : wanted) {
        keys.push_back(name.substr(ours.size()));
    }
    std::map<std::string_view, const at::Tensor*> byName;
    for (const auto& [name, tensor] : file) {
        byName.emplace(name, &tensor);
    }
    std::string best;
    std::string equal;
    std::size_t most = 0;
    for (const std::string& prefix : prefixesOf(file, keys)) {
        const auto found = static_cast<std::size_t>(std::ranges::count_if(
            keys, [&](const std::string& key) { return byName.count(prefix + key) > 0; }));
        if (found > most) {
            best = prefix;
            equal.clear();
            most = found;
        } else if (found == most && found > 0) {
            equal = prefix;
        }
    }
    failDataIf(!equal.empty(), where, "holds the network twice, under '", best, "' and '", equal,
               "'; save the one that is meant");
    WeightMatch match;
    std::vector<std::string> missing;
    std::set<std::string_view> used;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto found = byName.find(best + keys[i]);
        if (found == byName.end()) {
            missing.push_back(best + keys[i]);
            continue;
        }
        match.tensors.emplace(wanted[i], *found->second);
        match.pairs.emplace_back(wanted[i], std::string(found->first));
        used.insert(found->first);
    }
    for (const auto& [name, tensor] : file) {
        if (used.count(name) == 0) {
            match.unused.push_back(name);
        }
    }
    failDataIf(!missing.empty(), where, "lacks ", missing.size(), " of the network's ", wanted.size(),
               " tensors: ", shortList(missing),
               match.unused.empty() ? "" : "; it has no use for " + shortList(match.unused),
               "; choose the right architecture, or match by order (--by-order)");
    return match;
}

WeightMatch matchByOrder(const NamedTensors& file,
                         const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& wanted,
                         const std::string& where) {
    using Group = std::pair<std::vector<std::int64_t>, std::string_view>;
    // The four vectors of a batch normalisation have one shape: only their names tell them apart.
    const auto groupOf = [](const std::string& name, std::vector<std::int64_t> shape) {
        const std::string_view role = shape.size() == 1 ? roleOf(name) : std::string_view{};
        return Group{std::move(shape), role};
    };
    std::map<Group, std::vector<std::size_t>> theirs;
    for (std::size_t i = 0; i < file.size(); ++i) {
        theirs[groupOf(file[i].first, file[i].second.sizes().vec())].push_back(i);
    }
    std::map<Group, std::size_t> due;
    for (const auto& [name, shape] : wanted) {
        ++due[groupOf(name, shape)];
    }
    for (const auto& [group, count] : due) {
        const std::size_t found = theirs[group].size();
        failDataIf(found != count, where, "has ", found, " tensors of shape ", shapeText(group.first),
                   group.second.empty() ? "" : " called " + std::string(group.second),
                   " where the network has ", count, "; it belongs to another architecture");
    }
    WeightMatch match;
    std::map<Group, std::size_t> taken;
    std::vector<bool> used(file.size(), false);
    for (const auto& [name, shape] : wanted) {
        const Group group = groupOf(name, shape);
        const std::size_t index = theirs[group][taken[group]++];
        match.tensors.emplace(name, file[index].second);
        match.pairs.emplace_back(name, file[index].first);
        used[index] = true;
    }
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (!used[i]) {
            match.unused.push_back(file[i].first);
        }
    }
    return match;
}

}  // namespace pf
