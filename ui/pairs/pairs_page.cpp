#include "ui/pairs/pairs_page.h"

#include <filesystem>
#include <utility>

#include <QApplication>
#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>

#include "core/session/model/image_fit.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/model_service.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/widgets.h"
#include "ui/pairs/drop_well.h"
#include "ui/pairs/mls_bar.h"
#include "ui/pairs/pair_aligner.h"
#include "ui/pairs/pair_export_button.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString sigmaCaption(double sigmaSq, std::optional<double> percentile) {
    const QString value = PairsPage::tr("σ² %1").arg(sigmaText(sigmaSq));
    return percentile ? PairsPage::tr("%1\nhigher than %2 % of the training faces")
                            .arg(value)
                            .arg(*percentile, 0, 'f', 0)
                      : PairsPage::tr("%1\nthe model did not record the σ² of its training faces").arg(value);
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

PairsPage::PairsPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : Page(tr("Pairs"), QStringLiteral("pairs"), parent), models_(std::move(models)) {
    setObjectName(QStringLiteral("pairsPage"));
    left_ = new DropWell(QStringLiteral("A"), this);
    right_ = new DropWell(QStringLiteral("B"), this);
    QToolButton* swap =
        makeFlatButton(QStringLiteral("swapPair"), QStringLiteral("swap"), tr("Swap the two images"), this);
    model_ = named(new ModelSelector(this), "pairsModel");
    compare_ = named(new QPushButton(tr("Compare"), this), "compareButton");
    compare_->setProperty("primary", true);
    hint_ = named(makeMuted({}, this), "pairsHint");
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    error_ = makeErrorText(QStringLiteral("pairsError"), this);
    result_ = makeResult();

    const int gap = Theme::spacing();
    QBoxLayout* top =
        makeRow(nullptr, kUsualGap, {makeMuted(tr("Model"), this, model_), {model_, 1}, compare_});
    QBoxLayout* wells = makeRow(nullptr, gap, {{left_, 1}, {swap, 0, Qt::AlignVCenter}, {right_, 1}});
    // Comparing two faces is easier close together: a column in the middle, also on a wide screen.
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(980);
    makeColumn(middle, gap, {top, {wells, 100}, error_, hint_, result_, Spring()})
        ->setContentsMargins(gap, gap, gap, gap);
    makeRow(this, kUsualGap, {Spring(), {middle, 100}, Spring()});

    for (DropWell* well : {left_, right_}) {
        connect(well, &DropWell::pathChanged, this, &PairsPage::inputsChanged);
    }
    connect(model_, &ModelSelector::submitted, this, &PairsPage::inputsChanged);
    connect(model_, &PathChooser::pathChanged, this, &PairsPage::refreshHint);
    connect(compare_, &QPushButton::clicked, this, &PairsPage::compare);
    connect(swap, &QToolButton::clicked, this, [this] {
        const QString a = left_->path();
        const QString b = right_->path();
        left_->setPath(b);
        right_->setPath(a);
    });
    setOutcome(std::nullopt);
}

QWidget* PairsPage::makeResult() {
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    verdict_ = named(makeHeading({}, card), "pairsVerdict");
    verdict_->setWordWrap(true);
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    cosine_ = makeNumber(QStringLiteral("pairsCosine"), card);
    mls_ = makeNumber(QStringLiteral("pairsMls"), card);
    bar_ = new MlsBar(card);
    QLabel* note = makeMuted(
        tr("MLS: mutual likelihood score; the higher, the more alike. A negative value is normal."), card);
    note->setWordWrap(true);
    aligner_ = new PairAligner(models_, model_, card);
    export_ = new PairExportButton([this] { return report(); }, card);
    const int gap = Theme::spacing();
    QBoxLayout* scores = makeRow(nullptr, kUsualGap,
                                 {new QLabel(tr("Cosine"), card), cosine_, Space{3 * gap},
                                  new QLabel(tr("MLS"), card), mls_, Spring(), export_});
    makeColumn(card, gap, {verdict_, aligner_, scores, bar_, note})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    connect(aligner_, &PairAligner::started, this, [this] {
        error_->hide();
        refreshHint();
    });
    connect(aligner_, &PairAligner::aligned, this, &PairsPage::useCrops);
    connect(aligner_, &PairAligner::failed, this, &PairsPage::showFailure);
    connect(export_, &PairExportButton::messageRequested, this, &Page::messageRequested);
    return card;
}

bool PairsPage::isBusy() const {
    return task_ != nullptr || aligner_->isBusy();
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
    if (isBusy()) {
        again_ = true;
        return;
    }
    again_ = false;
    error_->hide();
    model_->remember();
    task_ = runInBackground(
        this, {tr("Comparing two faces")},
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
            task_.clear();
            if (!outdated()) {
                setOutcome(outcome);
            }
        },
        [this](const QString& error) {
            task_.clear();
            showFailure(error);
        });
    refreshHint();
}

bool PairsPage::outdated() {
    const bool again = again_;
    if (again) {
        compare();
    }
    return again;
}

void PairsPage::useCrops(const QString& photoA, const QString& cropA, const QString& photoB,
                         const QString& cropB) {
    if (outdated() || (cropA.isEmpty() && cropB.isEmpty())) {
        return;
    }
    // Another image may have been put there meanwhile.
    if (!cropA.isEmpty() && left_->path() == photoA) {
        left_->setCrop(cropA);
    }
    if (!cropB.isEmpty() && right_->path() == photoB) {
        right_->setCrop(cropB);
    }
    compare();
}

void PairsPage::showFailure(const QString& error) {
    if (!outdated()) {
        showText(error_, error);
        refreshHint();
    }
}

std::optional<PairReport> PairsPage::report() const {
    if (!comparison_) {
        return std::nullopt;
    }
    const auto crop = [](const DropWell* well) {
        return well->comparedPath() == well->path() ? QString() : well->comparedPath();
    };
    return PairReport{left_->path(), right_->path(), model_->model(),
                      *comparison_,  crop(left_),    crop(right_)};
}

void PairsPage::exportCurrent() {
    export_->ask();
}

void PairsPage::setOutcome(const std::optional<Outcome>& outcome) {
    const bool hadFocus = aligner_->isAncestorOf(QApplication::focusWidget());
    aligner_->setPhotos(outcome && outcome->alignsA ? left_->path() : QString(),
                        outcome && outcome->alignsB ? right_->path() : QString());
    if (hadFocus && !aligner_->isVisibleTo(this)) {
        compare_->setFocus();  // never to whatever comes next in the window
    }
    comparison_ = outcome ? std::optional(outcome->comparison) : std::nullopt;
    result_->setVisible(comparison_.has_value());
    bar_->setComparison(comparison_);
    left_->setCaption(comparison_ ? sigmaCaption(comparison_->sigmaSqA, comparison_->percentileA)
                                  : QString());
    right_->setCaption(comparison_ ? sigmaCaption(comparison_->sigmaSqB, comparison_->percentileB)
                                   : QString());
    if (comparison_) {
        verdict_->setText(sentence(comparison_->verdict));
        cosine_->setText(scoreText(comparison_->cosine));
        mls_->setText(scoreText(comparison_->mls));
    }
    refreshHint();
}

void PairsPage::refreshHint() {
    const bool images = !left_->path().isEmpty() && !right_->path().isEmpty();
    const bool ready = images && !model_->model().isEmpty();
    // Not greyed while it compares: that would take the keyboard away from it. Pressed again it compares
    // again.
    compare_->setEnabled(ready);
    hint_->setText(isBusy()  ? tr("Comparing…")
                   : !images ? tr("Put two images of faces above to compare them.")
                   : !ready  ? tr("Choose a model above to compare the two faces.")
                             : tr("Press Compare."));
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
