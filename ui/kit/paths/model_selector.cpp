#include "ui/kit/paths/model_selector.h"

#include <algorithm>
#include <utility>

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "core/base/config/options.h"
#include "core/base/text.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/paths/path_history.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

const QString kHistoryKey = QStringLiteral("models");
constexpr std::size_t kMostRuns = 40;

QStringList& runsRoots() {
    static QStringList roots = {absolutePath(QString::fromStdString(Options{}.run.root))};
    return roots;
}

QString runText(const RunListing& run) {
    QString text = QString::fromStdString(run.name);
    if (run.bestAccuracy > 0) {
        text += QStringLiteral(" · ") + QString::fromStdString(formatPercent(run.bestAccuracy));
    }
    return text;
}

}  // namespace

ModelSelector::ModelSelector(QWidget* parent) : QWidget(parent) {
    combo_ = new PathCombo(this);
    combo_->setObjectName(QStringLiteral("modelCombo"));
    combo_->setAccessibleName(tr("Model"));
    combo_->edit()->setPlaceholderText(tr("Run folder or checkpoint"));

    auto* menu = new QMenu(this);
    menu->addAction(tr("Run folder…"), this, [this] { browse(true); });
    menu->addAction(tr("Checkpoint…"), this, [this] { browse(false); });
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("modelBrowse"));
    button->setAccessibleName(tr("Browse for a model"));
    button->setToolTip(tr("Browse for a model"));
    button->setIcon(Theme::instance().icon(QStringLiteral("open")));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(combo_, 1);
    row->addWidget(button);
    connect(combo_, &PathCombo::pathChanged, this, &ModelSelector::modelChanged);
    connect(combo_, &PathCombo::submitted, this, &ModelSelector::submitted);
    connect(&Theme::instance(), &Theme::changed, this,
            [button] { button->setIcon(Theme::instance().icon(QStringLiteral("open"))); });
    fill();
}

QString ModelSelector::model() const {
    return absolutePath(combo_->path());
}

void ModelSelector::setModel(const QString& path) {
    combo_->setPath(path);
}

void ModelSelector::remember() {
    addToPathHistory(kHistoryKey, model());
    setModel(model());
    fill();
}

void ModelSelector::setRuns(const std::vector<RunListing>& runs) {
    runs_ = runs;
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
    combo_->setChoices(choices);
}

void ModelSelector::refresh() {
    if (std::exchange(looking_, true)) {
        return;
    }
    TaskOptions options;
    options.name = tr("Looking for runs");
    options.showInRail = false;
    const QStringList roots = runsRoots();
    runInBackground(
        this, options,
        [roots](RunControl& control, const ProgressObserver&) {
            std::vector<RunListing> runs;
            for (const QString& root : roots) {
                if (!control.stopRequested()) {
                    const auto found = listRuns(root.toStdString());
                    runs.insert(runs.end(), found.begin(), found.end());
                }
            }
            // A run that has not trained a step has nothing to load.
            std::erase_if(runs, [](const RunListing& run) { return run.step == 0; });
            std::stable_sort(runs.begin(), runs.end(),
                             [](const RunListing& a, const RunListing& b) { return a.started > b.started; });
            if (runs.size() > kMostRuns) {
                runs.resize(kMostRuns);
            }
            return runs;
        },
        [this](const std::vector<RunListing>& runs) {
            looking_ = false;
            setRuns(runs);
        },
        [this](const QString&) { looking_ = false; });
}

void ModelSelector::addRunsRoot(const QString& directory) {
    const QString path = absolutePath(directory);
    if (!path.isEmpty() && !runsRoots().contains(path)) {
        runsRoots() << path;
    }
}

void ModelSelector::browse(bool folder) {
    auto* dialog = new QFileDialog(this, folder ? tr("Run folder") : tr("Checkpoint"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (!folder) {
        dialog->setNameFilters({tr("Checkpoints (*.safetensors)"), tr("All files (*)")});
    }
    dialog->setDirectory(QFileInfo(model().isEmpty() ? runsRoots().first() : model()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        setModel(path);
        Q_EMIT submitted();
    });
    dialog->open();
}

}  // namespace pf::ui
