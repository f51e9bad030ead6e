#include "core/session/model/face_measurements.h"

#include <algorithm>

#include "core/results/embedding_set.h"

namespace pf {

std::size_t FaceMeasurements::known() const {
    return static_cast<std::size_t>(std::count_if(
        faces.begin(), faces.end(), [](const FaceUncertainty& face) { return face.isKnown(); }));
}

std::vector<std::size_t> FaceMeasurements::bySigma() const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (faces[i].isKnown()) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) { return faces[a].sigmaSq < faces[b].sigmaSq; });
    return order;
}

FaceMeasurements measurementsOf(const EmbeddingSet& embeddings, std::size_t images) {
    FaceMeasurements measured;
    measured.faces.resize(images);
    measured.skipped = embeddings.skipped;
    measured.warnings = embeddings.warnings;
    const std::vector<double> sigmaSq = embeddings.sigmaSummary();
    for (std::size_t row = 0; row < sigmaSq.size(); ++row) {
        measured.faces.at(embeddings.catalogIndex.at(row)).sigmaSq = sigmaSq[row];
    }
    for (std::size_t row = 0; row < embeddings.norms.size(); ++row) {
        measured.faces.at(embeddings.catalogIndex.at(row)).norm = static_cast<double>(embeddings.norms[row]);
    }
    return measured;
}

}  // namespace pf
