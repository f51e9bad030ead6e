#include "core/session/model/internal/model_card.h"

#include <nlohmann/json.hpp>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"

namespace pf {
namespace {

const std::string& entry(const Metadata& metadata, const std::string& key, const std::string& where) {
    const auto found = metadata.find(key);
    failDataIf(found == metadata.end(), where, "is not a checkpoint of an uncertainty head (it lacks '", key,
               "')");
    return found->second;
}

/// An entry that files of older versions do not have.
std::string optionalEntry(const Metadata& metadata, const std::string& key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string() : found->second;
}

}  // namespace

Metadata cardMetadata(const ModelCard& card) {
    Metadata metadata{{"kind", "uncertainty_head"},
                      {"config", configText(card.options)},
                      {"backbone_sha256", card.backboneHash},
                      {"preprocessing", card.preprocessing},
                      {"data_sha256", card.dataHash},
                      {"training_sigma_sq", nlohmann::json(card.trainingSigmaSq).dump()},
                      {"thresholds", nlohmann::json(card.thresholds).dump()},
                      {"calibrated_on", card.calibratedOn},
                      {"calibrated_far", nlohmann::json(card.calibratedFmr).dump()},
                      {"images_prepared", card.imagePreparation}};
    if (!card.backboneFileHash.empty()) {
        metadata["backbone_file_sha256"] = card.backboneFileHash;
    }
    return metadata;
}

ModelCard cardFromMetadata(const Metadata& metadata, const std::string& where) {
    failDataIf(entry(metadata, "kind", where) != "uncertainty_head", where, "holds a ",
               entry(metadata, "kind", where), ", an uncertainty head was expected");
    ModelCard card;
    card.options = parseConfig(entry(metadata, "config", where), where + " (config)");
    card.backboneHash = entry(metadata, "backbone_sha256", where);
    card.preprocessing = entry(metadata, "preprocessing", where);
    card.dataHash = entry(metadata, "data_sha256", where);
    card.calibratedOn = entry(metadata, "calibrated_on", where);
    card.imagePreparation = optionalEntry(metadata, "images_prepared");
    card.backboneFileHash = optionalEntry(metadata, "backbone_file_sha256");
    try {
        using nlohmann::json;
        card.trainingSigmaSq =
            parseJson<json>(entry(metadata, "training_sigma_sq", where)).get<std::vector<double>>();
        card.thresholds =
            parseJson<json>(entry(metadata, "thresholds", where)).get<std::map<std::string, double>>();
        card.calibratedFmr = parseJson<json>(entry(metadata, "calibrated_far", where)).get<double>();
    } catch (const nlohmann::json::exception& error) {
        failData(where, "its metadata is damaged: ", error.what());
    }
    return card;
}

}  // namespace pf
