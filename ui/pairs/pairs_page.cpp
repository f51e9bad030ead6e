#include "ui/pairs/pairs_page.h"

#include <cmath>
#include <filesystem>
#include <utility>

#include <QApplication>
#include <QFileInfo>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/session/model/image_fit.h"
#include "ui/kit/background_task.h"
#include "ui/kit/model_service.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/pairs/drop_well.h"
#include "ui/pairs/mls_bar.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString sigmaCaption(double sigmaSq, std::optional<double> percentile) {
    const QString value = PairsPage::tr("σ² %1").arg(sigmaText(sigmaSq));
    return percentile ? PairsPage::tr("%1\nhigher than %2 % of the training faces")
                            .arg(value)
                            .arg(*percentile, 0, 'f', 0)
                      : PairsPage::tr("%1\nthe model does not know its training faces' σ²").arg(value);
}

/// The engine writes its sentence without a capital and full stop, for the terminal.
QString sentence(const std::string& text) {
    QString words = QString::fromStdString(text);
    if (!words.isEmpty()) {
        words[0] = words[0].toUpper();
        if (!words.endsWith(QLatin1Char('.'))) {
            words += QLatin1Char('.');
        }
    }
    return words;
}

}  // namespace

PairsPage::PairsPage(QWidget* parent) : PairsPage(ModelService::shared(), parent) {}

PairsPage::PairsPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : Page(tr("Pairs"), QStringLiteral("pairs"), parent), models_(std::move(models)) {
    setObjectName(QStringLiteral("pairsPage"));
    left_ = new DropWell(QStringLiteral("A"), this);
    right_ = new DropWell(QStringLiteral("B"), this);
    auto* swap = new QToolButton(this);
    swap->setObjectName(QStringLiteral("swapPair"));
    swap->setIcon(Theme::instance().icon(QStringLiteral("swap")));
    swap->setToolTip(tr("Swap the two images"));
    swap->setAccessibleName(tr("Swap the two images"));
    swap->setProperty("flat", true);
    model_ = new ModelSelector(this);
    model_->setObjectName(QStringLiteral("pairsModel"));
    auto* word = new QLabel(tr("Model"), this);
    word->setBuddy(model_);
    word->setProperty("muted", true);
    compare_ = new QPushButton(tr("Compare"), this);
    compare_->setObjectName(QStringLiteral("compareButton"));
    compare_->setProperty("primary", true);
    hint_ = new QLabel(this);
    hint_->setObjectName(QStringLiteral("pairsHint"));
    hint_->setProperty("muted", true);
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("pairsError"));
    error_->setProperty("hint", "error");
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();
    result_ = makeResult();

    const int gap = Theme::spacing();
    auto* top = new QHBoxLayout;
    top->addWidget(word);
    top->addWidget(model_, 1);
    top->addWidget(compare_);
    auto* wells = new QHBoxLayout;
    wells->setSpacing(gap);
    wells->addWidget(left_, 1);
    wells->addWidget(swap, 0, Qt::AlignVCenter);
    wells->addWidget(right_, 1);
    // Comparing two faces is easier close together: a column in the middle, also on a wide screen.
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(980);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    column->addLayout(top);
    column->addLayout(wells, 100);
    column->addWidget(error_);
    column->addWidget(hint_);
    column->addWidget(result_);
    column->addStretch(1);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addStretch(1);
    outer->addWidget(middle, 100);
    outer->addStretch(1);

    for (DropWell* well : {left_, right_}) {
        connect(well, &DropWell::pathChanged, this, &PairsPage::inputsChanged);
    }
    connect(model_, &ModelSelector::submitted, this, &PairsPage::inputsChanged);
    connect(model_, &ModelSelector::modelChanged, this, &PairsPage::refreshHint);
    connect(compare_, &QPushButton::clicked, this, &PairsPage::compare);
    connect(swap, &QToolButton::clicked, this, [this] {
        const QString a = left_->path();
        const QString b = right_->path();
        left_->setPath(b);
        right_->setPath(a);
    });
    connect(&Theme::instance(), &Theme::changed, this,
            [swap] { swap->setIcon(Theme::instance().icon(QStringLiteral("swap"))); });
    setOutcome(std::nullopt);
}

QWidget* PairsPage::makeResult() {
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    verdict_ = new QLabel(card);
    verdict_->setObjectName(QStringLiteral("pairsVerdict"));
    verdict_->setWordWrap(true);
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont strong = verdict_->font();
    strong.setBold(true);
    verdict_->setFont(strong);
    const auto value = [card](const QString& name) {
        auto* label = new QLabel(card);
        label->setObjectName(name);
        label->setFont(Theme::instance().tabularFont());
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    };
    cosine_ = value(QStringLiteral("pairsCosine"));
    mls_ = value(QStringLiteral("pairsMls"));
    bar_ = new MlsBar(card);
    auto* note = new QLabel(
        tr("MLS: mutual likelihood score, higher is more alike; a negative value is normal."), card);
    note->setProperty("muted", true);
    note->setWordWrap(true);
    auto* scores = new QHBoxLayout;
    scores->addWidget(new QLabel(tr("Cosine"), card));
    scores->addWidget(cosine_);
    scores->addSpacing(3 * Theme::spacing());
    scores->addWidget(new QLabel(tr("MLS"), card));
    scores->addWidget(mls_);
    scores->addStretch(1);
    scores->addWidget(makeExportButton(card));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(2 * Theme::spacing(), Theme::spacing(), 2 * Theme::spacing(),
                               Theme::spacing());
    column->setSpacing(Theme::spacing());
    column->addWidget(verdict_);
    alignRow_ = makeAlignRow(card);
    column->addWidget(alignRow_);
    column->addLayout(scores);
    column->addWidget(bar_);
    column->addWidget(note);
    return card;
}

bool PairsPage::isBusy() const {
    return task_ != nullptr;
}

bool PairsPage::openPath(const QString& path) {
    if (!QFileInfo(path).isFile()) {
        return false;
    }
    (left_->path().isEmpty() ? left_ : right_)->setPath(path);
    return true;
}

void PairsPage::openModel(const QString& model, const QStringList& sources) {
    if (!model.isEmpty()) {
        model_->setModel(model);
    }
    if (!sources.value(0).isEmpty()) {
        left_->setPath(sources[0]);
    }
    if (!sources.value(1).isEmpty()) {
        right_->setPath(sources[1]);
    }
    inputsChanged();
}

void PairsPage::inputsChanged() {
    setOutcome(std::nullopt);
    error_->hide();
    if (!left_->path().isEmpty() && !right_->path().isEmpty() && !model_->model().isEmpty()) {
        compare();
    }
}

void PairsPage::compare() {
    const QString a = left_->comparedPath();
    const QString b = right_->comparedPath();
    const QString model = model_->model();
    if (a.isEmpty() || b.isEmpty() || model.isEmpty()) {
        return;
    }
    if (task_) {
        again_ = true;
        return;
    }
    again_ = false;
    error_->hide();
    model_->remember();
    TaskOptions options;
    options.name = tr("Comparing two faces");
    task_ = runInBackground(
        this, options,
        [models = models_, a = a.toStdString(), b = b.toStdString(), path = model.toStdString()](
            RunControl& control, const ProgressObserver&) -> std::optional<Outcome> {
            const ModelService::Lease lease = models->borrow(path, control);
            if (!lease) {
                return std::nullopt;
            }
            const auto strange = [&](const std::string& image) {
                return !imageProblem(lease->info(), std::filesystem::path(image)).empty();
            };
            return Outcome{lease->compare(a, b), strange(a), strange(b)};
        },
        [this](const std::optional<Outcome>& outcome) {
            if (!taskEnded()) {
                setOutcome(outcome);
            }
        },
        [this](const QString& error) {
            if (!taskEnded()) {
                error_->setText(error);
                error_->show();
                refreshHint();
            }
        });
    refreshHint();
}

bool PairsPage::taskEnded() {
    task_.clear();
    if (again_) {
        compare();
        return true;
    }
    return false;
}

void PairsPage::setOutcome(const std::optional<Outcome>& outcome) {
    alignsA_ = outcome && outcome->alignsA;
    alignsB_ = outcome && outcome->alignsB;
    const bool hadFocus = alignRow_->isAncestorOf(QApplication::focusWidget());
    alignRow_->setVisible(alignsA_ || alignsB_);
    if (hadFocus && !alignRow_->isVisibleTo(this)) {
        compare_->setFocus();  // never to whatever comes next in the window
    }
    setComparison(outcome ? std::optional(outcome->comparison) : std::nullopt);
}

void PairsPage::setComparison(const std::optional<PairComparison>& comparison) {
    comparison_ = comparison;
    result_->setVisible(comparison.has_value());
    bar_->setComparison(comparison);
    left_->setCaption(comparison ? sigmaCaption(comparison->sigmaSqA, comparison->percentileA) : QString());
    right_->setCaption(comparison ? sigmaCaption(comparison->sigmaSqB, comparison->percentileB) : QString());
    if (comparison) {
        verdict_->setText(sentence(comparison->verdict));
        cosine_->setText(scoreText(comparison->cosine));
        mls_->setText(scoreText(comparison->mls));
    }
    refreshHint();
}

void PairsPage::refreshHint() {
    const bool images = !left_->path().isEmpty() && !right_->path().isEmpty();
    const bool ready = images && !model_->model().isEmpty();
    // Not greyed while it compares: that would take the keyboard away from it. Pressed again it compares
    // again.
    compare_->setEnabled(ready);
    if (task_) {
        hint_->setText(tr("Comparing…"));
    } else if (!images) {
        hint_->setText(tr("Put two images of faces above to compare them."));
    } else if (!ready) {
        hint_->setText(tr("Choose a model above to compare the two faces."));
    } else {
        hint_->setText(tr("Press Compare."));
    }
    hint_->setVisible(!result_->isVisibleTo(this) && !error_->isVisibleTo(this));
}

void PairsPage::activated() {
    model_->refresh();
}

void PairsPage::saveState(QSettings& settings) const {
    settings.setValue("a", left_->path());
    settings.setValue("b", right_->path());
    settings.setValue("model", model_->model());
}

void PairsPage::restoreState(QSettings& settings) {
    model_->setModel(settings.value("model").toString());
    // Images only: comparing at start would load a model that nobody asked for yet.
    const QSignalBlocker quietLeft(left_);
    const QSignalBlocker quietRight(right_);
    left_->setPath(settings.value("a").toString());
    right_->setPath(settings.value("b").toString());
    refreshHint();
}

}  // namespace pf::ui
