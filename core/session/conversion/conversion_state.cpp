#include "core/session/conversion/conversion_state.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxStateBytes = std::size_t{256} << 20;
constexpr const char* kRemedy = "; remove its folder and start the conversion again";

bool isConsistent(const ConversionState& state) {
    std::uint64_t before = 0;
    for (const std::uint64_t position : state.skippedAt) {
        if (position >= state.visited || (before > 0 && position + 1 <= before)) {
            return false;
        }
        before = position + 1;
    }
    return state.visited <= state.total && state.written + state.skippedAt.size() == state.visited &&
           (!state.complete || state.visited == state.total);
}

/// The whole numbers by their keys.
constexpr std::array<std::pair<const char*, std::uint64_t ConversionState::*>, 8> kNumbers = {
    {{"total", &ConversionState::total},
     {"visited", &ConversionState::visited},
     {"written", &ConversionState::written},
     {"bytes", &ConversionState::bytes},
     {"pair_bytes", &ConversionState::pairBytes},
     {"skipped_bytes", &ConversionState::skippedBytes},
     {"height", &ConversionState::height},
     {"width", &ConversionState::width}}};

std::uint64_t whole(const Json& json, const char* key) {
    const Json& value = json.at(key);
    failDataIf(!value.is_number_unsigned(), "", "its '", key, "' is not a whole number");
    return value.get<std::uint64_t>();
}

ConversionState stateOf(const Json& json) {
    ConversionState state;
    for (const auto& [key, member] : kNumbers) {
        state.*member = whole(json, key);
    }
    state.format = json.at("format").get<std::string>();
    state.source = json.at("source").get<std::string>();
    state.skippedAt = json.at("skipped_at").get<std::vector<std::uint64_t>>();
    state.sizesDiffer = json.at("sizes_differ").get<bool>();
    state.complete = json.at("complete").get<bool>();
    return state;
}

}  // namespace

void writeConversionState(const std::filesystem::path& file, const ConversionState& state) {
    Json json = {{"version", kVersion},
                 {"format", state.format},
                 {"source", state.source},
                 {"skipped_at", state.skippedAt},
                 {"sizes_differ", state.sizesDiffer},
                 {"complete", state.complete}};
    for (const auto& [key, member] : kNumbers) {
        json[key] = state.*member;
    }
    writeTextAtomically(file, json.dump() + "\n");
}

ConversionState readConversionState(const std::filesystem::path& file) {
    return parseConversionState(readTextFile(file, kMaxStateBytes), file.string());
}

ConversionState parseConversionState(std::string_view text, const std::string& where) {
    ConversionState state;
    try {
        const Json json = parseJson<Json>(text);
        failDataIf(whole(json, "version") != kVersion, "", "it is of another version of this program");
        state = stateOf(json);
    } catch (const std::exception& error) {
        failData(where, "is not a readable state of a conversion: ", error.what(), kRemedy);
    }
    failDataIf(!isConsistent(state), where, "its counts contradict each other", kRemedy);
    return state;
}

}  // namespace pf
