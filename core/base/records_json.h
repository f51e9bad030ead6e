// Records to and from the lines of metrics.jsonl. Each line is one object with a "type".
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/records.h"

namespace pf {

/// The run's state changed ("training", "paused", "finished", "interrupted", "failed" ...).
struct StateRecord {
    std::string state;
    std::string detail;
};

/// Training (re)starts after this step; later records of an interrupted attempt are void.
struct ResumeRecord {
    std::int64_t step = 0;
};

using Record =
    std::variant<StepRecord, EvaluationRecord, NoteRecord, CheckpointRecord, StateRecord, ResumeRecord>;

/// One line without its end; numbers that are not finite are written as null.
std::string recordLine(const Record& record);

/// The record of a line, or nothing when it is damaged or of an unknown type.
std::optional<Record> parseRecordLine(const std::string& line);

/// The report of an evaluation as indented JSON with the reference's keys: percentiles, risk_max, risk_add,
/// scores.
std::string evaluationReportText(const EvaluationRecord& record);

}  // namespace pf
