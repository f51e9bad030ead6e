#include "ui/kit/paths/model_selector.h"

#include <algorithm>

#include <QStringList>
#include <QToolButton>

#include "core/base/text.h"
#include "ui/kit/paths/path_history.h"

namespace pf::ui {

namespace {

const QString kHistoryKey = QStringLiteral("models");
constexpr std::size_t kMostRuns = 40;

QString runText(const RunListing& run) {
    QString text = QString::fromStdString(run.name);
    if (run.bestAccuracy > 0) {
        text += QStringLiteral(" · ") + QString::fromStdString(formatPercent(run.bestAccuracy));
    }
    return text;
}

}  // namespace

ModelSelector::ModelSelector(QWidget* parent, const QString& name)
    : PathChooser(name, Kind::OpenAny, tr("Model"), tr("Run folder or checkpoint"), parent, Field::List),
      lister_(new RunLister(this)) {
    setNameFilters({tr("Checkpoints (*.safetensors)"), tr("All files (*)")});
    setBrowseMenu({{tr("Run folder…"), true}, {tr("Checkpoint…"), false}});
    button()->setAccessibleName(tr("Browse for a model"));
    button()->setToolTip(button()->accessibleName());
    connect(lister_, &RunLister::listed, this, &ModelSelector::setRuns);
    fill();
}

void ModelSelector::remember() {
    addToPathHistory(kHistoryKey, model());
    setModel(model());
    fill();
}

void ModelSelector::setRuns(const std::vector<RunListing>& runs) {
    runs_ = runs;
    // A run that has not trained a step has nothing to load.
    std::erase_if(runs_, [](const RunListing& run) { return run.step == 0; });
    runs_.resize(std::min(runs_.size(), kMostRuns));
    fill();
}

void ModelSelector::fill() {
    std::vector<PathChoice> choices;
    QStringList listed;
    const auto add = [&choices, &listed](const QString& label, const QString& path) {
        if (!listed.contains(path)) {
            listed << path;
            choices.push_back({label, path});
        }
    };
    for (const RunListing& run : runs_) {
        add(runText(run), absolutePath(QString::fromStdString(run.directory.string())));
    }
    for (const QString& earlier : pathHistory(kHistoryKey)) {
        add(earlier, earlier);
    }
    combo()->setChoices(choices);
}

}  // namespace pf::ui
