// The cards of images, embeddings and lists. Internal to the source card.
#pragma once

#include "core/session/inspect/source_card.h"

namespace pf::detail {

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

}  // namespace pf::detail
