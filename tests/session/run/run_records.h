// What a run's records hold, for tests.
#pragma once

#include <string>

#include "core/session/run/run_reader.h"

namespace pf::test {

/// Everything that a reader still has to give, in one piece.
inline RunUpdate everything(RunReader& reader) {
    RunUpdate all;
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        all.steps.insert(all.steps.end(), update.steps.begin(), update.steps.end());
        all.evaluations.insert(all.evaluations.end(), update.evaluations.begin(), update.evaluations.end());
        all.notes.insert(all.notes.end(), update.notes.begin(), update.notes.end());
        all.checkpoints.insert(all.checkpoints.end(), update.checkpoints.begin(), update.checkpoints.end());
        all.logLines.insert(all.logLines.end(), update.logLines.begin(), update.logLines.end());
    }
    return all;
}

inline bool hasNote(const RunUpdate& records, const std::string& part) {
    for (const auto& note : records.notes) {
        if (note.text.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace pf::test
