#include "core/train/run_directory.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// A file that flips between refusing and taking is said to do so this often, then no more.
constexpr int kMostNotes = 3;

}  // namespace

RunWriter::RunWriter(std::filesystem::path directory, std::int64_t logEvery, std::int64_t stepsPerEpoch)
    : directory_(std::move(directory)),
      logEvery_(logEvery),
      stepsPerEpoch_(stepsPerEpoch),
      metrics_(directory_ / "metrics.jsonl", GrowingFile::Content::Lines) {}

void RunWriter::writeConfig(const std::string& text) {
    writeTextAtomically(directory_ / "config.yaml", text);
}

void RunWriter::append(const Record& record) {
    const std::string line = recordLine(record) + "\n";
    const std::lock_guard lock(mutex_);
    for (;;) {
        try {
            metrics_.append(line);
            return;
        } catch (const Error& error) {
            if (!retry_) {
                throw;
            }
            if (!retry_(error)) {
                return;
            }
        }
    }
}

void RunWriter::tryToWrite(Dispensable& file, std::int64_t step, const std::function<void()>& write) {
    try {
        write();
    } catch (const Error& error) {
        ++file.leftOut;
        if (!std::exchange(file.refused, true) && file.timesSaid++ < kMostNotes) {
            note(NoteRecord::Level::Warning, step,
                 std::string(error.what()) + "; what belongs into " + file.name +
                     " is left out until it can be written. Training, metrics and checkpoints go on");
        }
        return;
    }
    if (std::exchange(file.refused, false) && file.timesSaid <= kMostNotes) {
        note(NoteRecord::Level::Info, step,
             file.name + " is written again; " + formatCount(std::exchange(file.leftOut, 0)) +
                 " entries are missing from it");
    }
}

void RunWriter::log(std::int64_t step, const std::string& line) {
    tryToWrite(logState_, step, [&] {
        if (!log_) {
            log_.emplace(directory_ / "training-log.txt", GrowingFile::Content::Lines);
        }
        log_->append(line + "\n");
    });
}

void RunWriter::writeEvents(std::int64_t step, const std::function<void(EventFile&)>& write) {
    tryToWrite(eventState_, step, [&] {
        if (!events_) {
            events_.emplace(directory_);
        }
        write(*events_);
    });
}

void RunWriter::resumed(std::int64_t step) {
    append(ResumeRecord{step});
    writeEvents(step, [step](EventFile& events) { events.restart(step + 1); });
}

void RunWriter::step(const StepRecord& record) {
    append(record);
    std::vector<EventFile::Scalar> scalars;
    for (const auto& [name, value] : record.terms) {
        scalars.push_back({"loss/" + name, value});
    }
    scalars.push_back({"lr", record.learningRate});
    scalars.push_back({"images_per_second", record.imagesPerSecond});
    for (std::size_t i = 0; i < record.sigmaSq.size(); ++i) {
        scalars.push_back({"sigma_sq/p" + formatNumber(kSigmaPercentiles[i]), record.sigmaSq[i]});
    }
    writeEvents(record.step, [&](EventFile& events) { events.write(record.step, scalars); });

    const std::int64_t stepInEpoch = (record.step - 1) % stepsPerEpoch_ + 1;
    if ((stepInEpoch - 1) % logEvery_ == 0) {
        const double since =
            secondsAtLastLog_ < 0 ? record.elapsedSeconds : record.elapsedSeconds - secondsAtLastLog_;
        log(record.step, trainingLogLine(record, stepInEpoch, since));
        secondsAtLastLog_ = record.elapsedSeconds;
    }
}

void RunWriter::evaluation(const EvaluationRecord& record) {
    append(record);
    log(record.step, evaluationLogText(record));
    std::vector<EventFile::Scalar> scalars;
    const auto addMeasured = [&](const std::string& tag, double value) {
        if (std::isfinite(value)) {
            scalars.push_back({record.set + tag, value});
        }
    };
    for (const auto& [name, summary] : record.scores) {
        addMeasured("/accuracy/" + name, summary.accuracy);
    }
    for (const auto& point : record.riskMax) {
        addMeasured("/risk_max/" + formatNumber(point.discard), point.accuracy);
    }
    writeEvents(record.step, [&](EventFile& events) { events.write(record.step, scalars); });
}

void RunWriter::note(NoteRecord::Level level, std::int64_t step, const std::string& text) {
    append(NoteRecord{level, step, text});
    constexpr std::array<const char*, 3> kLevels = {"note", "warning", "error"};
    for (const std::string& line : splitText(text, '\n')) {
        log(step, kLogNotePrefix + std::string(kLevels[static_cast<std::size_t>(level)]) + ": " + line);
    }
}

std::string trainingLogLine(const StepRecord& record, std::int64_t stepInEpoch, double secondsSinceLast) {
    auto values = record.terms;
    values["lr"] = record.learningRate;
    std::string line = formatted("[%lld][%lld] time: %.2f", static_cast<long long>(record.epoch),
                                 static_cast<long long>(stepInEpoch), secondsSinceLast);
    for (const auto& [name, value] : values) {
        line += formatted(" %s %.4f", name.c_str(), value);
    }
    return line;
}

std::string evaluationLogText(const EvaluationRecord& record) {
    std::string text = "--- " + record.set + " ---\nsigma_sq [";
    text += joined(record.sigmaSq, " ", [](double value) { return formatted("%.8f", value); });
    text += "] percentile [";
    text += joined(kSigmaPercentiles) + "]";
    for (const auto& point : record.riskMax) {
        if (!std::isfinite(point.accuracy)) {
            continue;  // too few pairs are left
        }
        // The reference prints at least one decimal ("0.0").
        std::string factor = formatNumber(point.discard);
        factor += factor.find('.') == std::string::npos ? ".0" : "";
        text += formatted(
            "\nrisk_factor %s risk_threshold %.16g keep_idxes %lld / %lld Cosine score acc %.6f threshold "
            "%.6f",
            factor.c_str(), point.riskThreshold, static_cast<long long>(point.kept),
            static_cast<long long>(point.total), point.accuracy, point.threshold);
    }
    for (const auto& [name, summary] : record.scores) {
        if (std::isfinite(summary.accuracy)) {
            text += formatted("\nscore %s acc %.6f threshold %.6f", name.c_str(), summary.accuracy,
                              summary.threshold);
        }
    }
    return text;
}

}  // namespace pf
