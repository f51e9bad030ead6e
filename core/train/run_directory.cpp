#include "core/train/run_directory.h"

#include <cerrno>
#include <cstring>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

using FileHandle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

FileHandle openForAppending(const std::filesystem::path& path) {
    FileHandle file(std::fopen(path.c_str(), "ab+"), &std::fclose);
    if (!file) {
        throw Error(ErrorCode::Io, std::string("cannot open it for writing: ") + std::strerror(errno),
                    path.string());
    }
    // A killed process may have left half a line; end it, so that only that line is lost.
    if (std::fseek(file.get(), -1, SEEK_END) == 0 && std::fgetc(file.get()) != '\n') {
        std::fseek(file.get(), 0, SEEK_END);
        std::fputc('\n', file.get());
    }
    return file;
}

void appendLine(std::FILE* file, std::string text, const std::filesystem::path& path) {
    text += '\n';
    if (std::fwrite(text.data(), 1, text.size(), file) != text.size() || std::fflush(file) != 0) {
        throw Error(ErrorCode::Io, std::string("cannot append to it: ") + std::strerror(errno),
                    path.string());
    }
}

}  // namespace

RunWriter::RunWriter(std::filesystem::path directory, std::int64_t logEvery, std::int64_t stepsPerEpoch)
    : directory_(std::move(directory)),
      logEvery_(logEvery),
      stepsPerEpoch_(stepsPerEpoch),
      metrics_(openForAppending(directory_ / "metrics.jsonl")),
      log_(openForAppending(directory_ / "training-log.txt")),
      events_(directory_) {}

void RunWriter::writeConfig(const std::string& text) {
    writeTextAtomically(directory_ / "config.yaml", text);
}

void RunWriter::append(const Record& record) {
    appendLine(metrics_.get(), recordLine(record), directory_ / "metrics.jsonl");
}

void RunWriter::log(const std::string& line) {
    appendLine(log_.get(), line, directory_ / "training-log.txt");
}

void RunWriter::state(const std::string& state, const std::string& detail) {
    append(StateRecord{state, detail});
}

void RunWriter::resumed(std::int64_t step) {
    append(ResumeRecord{step});
    events_.restart(step + 1);
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
    events_.write(record.step, scalars);

    const std::int64_t stepInEpoch = (record.step - 1) % stepsPerEpoch_ + 1;
    if ((stepInEpoch - 1) % logEvery_ == 0) {
        const double since =
            secondsAtLastLog_ < 0 ? record.elapsedSeconds : record.elapsedSeconds - secondsAtLastLog_;
        log(trainingLogLine(record, stepInEpoch, since));
        secondsAtLastLog_ = record.elapsedSeconds;
    }
}

void RunWriter::evaluation(const EvaluationRecord& record) {
    append(record);
    log(evaluationLogText(record));
    std::vector<EventFile::Scalar> scalars;
    for (const auto& [name, summary] : record.scores) {
        scalars.push_back({record.set + "/accuracy/" + name, summary.accuracy});
    }
    for (const auto& point : record.riskMax) {
        scalars.push_back({record.set + "/risk_max/" + formatNumber(point.riskFactor), point.accuracy});
    }
    events_.write(record.step, scalars);
}

void RunWriter::checkpoint(const CheckpointRecord& record) {
    append(record);
}

void RunWriter::note(NoteRecord::Level level, std::int64_t step, const std::string& text) {
    append(NoteRecord{level, step, text});
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
    for (std::size_t i = 0; i < record.sigmaSq.size(); ++i) {
        text += formatted("%s%.8f", i > 0 ? " " : "", record.sigmaSq[i]);
    }
    text += "] percentile [";
    for (std::size_t i = 0; i < kSigmaPercentiles.size(); ++i) {
        text += (i > 0 ? ", " : "") + formatNumber(kSigmaPercentiles[i]);
    }
    text += "]";
    for (const auto& point : record.riskMax) {
        // The reference prints at least one decimal ("0.0").
        std::string factor = formatNumber(point.riskFactor);
        factor += factor.find('.') == std::string::npos ? ".0" : "";
        text += formatted(
            "\nrisk_factor %s risk_threshold %.16g keep_idxes %lld / %lld Cosine score acc %.6f threshold "
            "%.6f",
            factor.c_str(), point.riskThreshold, static_cast<long long>(point.kept),
            static_cast<long long>(point.total), point.accuracy, point.threshold);
    }
    for (const auto& [name, summary] : record.scores) {
        text += formatted("\nscore %s acc %.6f threshold %.6f", name.c_str(), summary.accuracy,
                          summary.threshold);
    }
    return text;
}

}  // namespace pf
