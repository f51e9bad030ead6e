// The cards of each family of sources. Internal to the source card.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/source_card.h"

namespace pf::detail {

/// Adds a fact, unless its value is empty.
void addFact(SourceCard& card, const std::string& name, const std::string& value);
/// Counts a problem and keeps it while there is room.
void addProblem(SourceCard& card, const std::string& problem);

/// Faces and pairs, opened as the engine opens them; a sample of the images is checked.
void describeFaces(SourceCard& card, RunControl& control);
void describeEmbeddings(SourceCard& card);
/// Whether the file is a list of pairs; the card is filled then.
bool describePairList(SourceCard& card);
/// Whether the file holds scores of pairs; the card is filled then.
bool describeScores(SourceCard& card);
/// The faces of a text file. Throws: as describeFaces, and says where it may be qualities instead.
void describeListedFaces(SourceCard& card, RunControl& control);
/// Whether the file can only be a list of images' qualities; the card is filled then.
bool describeQualities(SourceCard& card);
void describeLandmarks(SourceCard& card);
/// Whether the folder has the lists of an identification or template protocol; the card is filled then.
bool describeProtocol(SourceCard& card);

/// Whether a folder is a run or a model that was exported or imported.
bool isModelFolder(const std::filesystem::path& folder);
/// A run directory, an exported folder or a lone checkpoint.
void describeModel(SourceCard& card);
/// Any weight file: a backbone that can be used as it is, or weights to import.
void describeWeights(SourceCard& card);
void describeConfig(SourceCard& card);
/// Whether runs were found below the folder; the card is filled then.
bool describeRuns(SourceCard& card);

}  // namespace pf::detail
