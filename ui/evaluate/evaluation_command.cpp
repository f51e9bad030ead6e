#include "ui/evaluate/evaluation_command.h"

#include <QStringList>

namespace pf::ui {

namespace {

EvaluationArguments argumentsOf(const EvaluationPlan& plan) {
    EvaluationArguments asked;
    asked.fmrTargets = {plan.fixedFmr};
    asked.discards = reportedDiscards();
    asked.bootstrap = plan.replicates;
    asked.pairList = plan.pairList.toStdString();
    asked.identities = plan.identities.toStdString();
    if (!plan.qualityFile.isEmpty()) {
        const QualitySource quality = qualityOf(plan);
        asked.qualities = {quality.name + "=" + quality.file.string()};
        asked.qualityHigherIsBetter = quality.higherIsBetter;
    }
    return asked;
}

/// A name that can be a folder, as the command line asks of the names of models and sets.
std::string plainName(const QString& name) {
    QString plain = name;
    for (QChar& letter : plain) {
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('-') && letter != QLatin1Char('.')) {
            letter = QLatin1Char('_');
        }
    }
    return plain.toStdString();
}

}  // namespace

QString evaluationCommands(const EvaluationPlan& plan, PairScoreKind score) {
    QStringList lines;
    EvaluateCommand evaluate;
    evaluate.evaluation = argumentsOf(plan);
    evaluate.evaluation.protocols = {"verification", "risk", "edc", "erc", "roc"};
    evaluate.evaluation.score = pairScoreKindName(score);
    CompareMethodsCommand compare;
    compare.metrics = {"accuracy", "accuracy@0.3", "tmr@1e-3", "eer"};
    compare.out = "table";
    compare.evaluation = argumentsOf(plan);
    const auto add = [&lines](const auto& command) { lines << QString::fromStdString(commandOf(command)); };
    for (const TickEntry& set : plan.sets) {
        if (!isEmbeddingFile(set.path)) {
            compare.sets.push_back(plainName(set.name) + "=" + set.path.toStdString());
            continue;
        }
        evaluate.embeddings = set.path.toStdString();
        evaluate.out = "reports/" + plainName(set.name);
        add(evaluate);
    }
    if (compare.sets.empty()) {
        return lines.join(QLatin1Char('\n'));
    }
    evaluate.embeddings.clear();
    evaluate.sets = compare.sets;
    for (const TickEntry& model : plan.models) {
        evaluate.model.file = model.path.toStdString();
        evaluate.out = "reports/" + plainName(model.name);
        add(evaluate);
        compare.models.push_back(plainName(model.name) + "=" + evaluate.model.file);
    }
    if (plan.models.size() > 1) {
        add(compare);
    }
    return lines.join(QLatin1Char('\n'));
}

QString protocolCommand(const ProtocolRun& run, std::string EvaluateCommand::*folder) {
    if (run.folder.isEmpty() || (run.embeddings.isEmpty() && run.model.isEmpty())) {
        return {};
    }
    EvaluateCommand evaluate;
    evaluate.embeddings = run.embeddings.toStdString();
    if (run.embeddings.isEmpty()) {
        evaluate.model.file = run.model.toStdString();
        evaluate.imagesRoot = run.imagesRoot.toStdString();
    }
    evaluate.*folder = run.folder.toStdString();
    evaluate.out = "reports/" + plainName(run.name());
    return QString::fromStdString(commandOf(evaluate));
}

}  // namespace pf::ui
