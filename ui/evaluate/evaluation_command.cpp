#include "ui/evaluate/evaluation_command.h"

#include <vector>

#include <QStringList>

#include "core/base/text.h"
#include "core/session/commands/flags.h"

namespace pf::ui {

namespace {

using Words = std::vector<std::string>;

std::string listed(const std::vector<double>& numbers) {
    std::string text;
    for (const double number : numbers) {
        text += (text.empty() ? "" : ",") + formatNumber(number);
    }
    return text;
}

void addOptions(Words& words, const EvaluationPlan& plan) {
    words.insert(words.end(),
                 {"--fmr", formatNumber(plan.fixedFmr), "--discard", listed(reportedDiscards())});
    if (plan.replicates > 0) {
        words.insert(words.end(), {"--bootstrap", std::to_string(plan.replicates)});
    }
    if (!plan.pairList.isEmpty()) {
        words.insert(words.end(), {"--pairs", plan.pairList.toStdString()});
    }
    if (!plan.identities.isEmpty()) {
        words.insert(words.end(), {"--identities", plan.identities.toStdString()});
    }
    if (!plan.qualityFile.isEmpty()) {
        const QualitySource quality = qualityOf(plan);
        words.insert(words.end(), {"--quality", quality.name + "=" + quality.file.string()});
        if (quality.higherIsBetter) {
            words.emplace_back("--quality-higher-is-better");
        }
    }
}

/// A folder for the reports that two models do not share.
std::string folderOf(const QString& name) {
    QString plain = name;
    for (QChar& letter : plain) {
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('-') && letter != QLatin1Char('.')) {
            letter = QLatin1Char('_');
        }
    }
    return "reports/" + plain.toStdString();
}

}  // namespace

QString evaluationCommands(const EvaluationPlan& plan, PairScoreKind score) {
    QStringList lines;
    const std::string scoreName(pairScoreKindName(score));
    const auto evaluate = [&](const Words& input, const QString& name) {
        Words words{"probface", "evaluate"};
        words.insert(words.end(), input.begin(), input.end());
        words.insert(words.end(), {"--protocol", "verification,risk,edc,erc,roc", "--score", scoreName});
        addOptions(words, plan);
        words.insert(words.end(), {"--out", folderOf(name)});
        lines << QString::fromStdString(shellText(words));
    };
    Words sets;
    for (const TickEntry& set : plan.sets) {
        if (!isEmbeddingFile(set.path)) {
            sets.insert(sets.end(), {"--on", set.name.toStdString() + "=" + set.path.toStdString()});
            continue;
        }
        evaluate({"--embeddings", set.path.toStdString()}, set.name);
    }
    if (sets.empty()) {
        return lines.join(QLatin1Char('\n'));
    }
    for (const TickEntry& model : plan.models) {
        Words input{"--model", model.path.toStdString()};
        input.insert(input.end(), sets.begin(), sets.end());
        evaluate(input, model.name);
    }
    if (plan.models.size() > 1) {
        Words words{"probface", "compare-methods"};
        for (const TickEntry& model : plan.models) {
            words.insert(words.end(), {"--model", model.name.toStdString() + "=" + model.path.toStdString()});
        }
        words.insert(words.end(), sets.begin(), sets.end());
        words.insert(words.end(), {"--metric", "accuracy,accuracy@0.3,tmr@1e-3,eer"});
        addOptions(words, plan);
        words.insert(words.end(), {"--out", "table"});
        lines << QString::fromStdString(shellText(words));
    }
    return lines.join(QLatin1Char('\n'));
}

QString protocolCommand(const ProtocolRun& run, const std::string& option) {
    if (run.folder.isEmpty() || (run.embeddings.isEmpty() && run.model.isEmpty())) {
        return {};
    }
    Words words{"probface", "evaluate"};
    if (run.embeddings.isEmpty()) {
        words.insert(words.end(),
                     {"--model", run.model.toStdString(), "--images-root", run.imagesRoot.toStdString()});
    } else {
        words.insert(words.end(), {"--embeddings", run.embeddings.toStdString()});
    }
    words.insert(words.end(), {option, run.folder.toStdString(), "--out", folderOf(run.name())});
    return QString::fromStdString(shellText(words));
}

}  // namespace pf::ui
