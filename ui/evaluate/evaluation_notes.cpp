#include "ui/evaluate/evaluation_notes.h"

#include <algorithm>

#include <QCoreApplication>
#include <QEvent>
#include <QResizeEvent>
#include <QScrollArea>

#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

/// More than this and it scrolls: the chart is what the page is for.
constexpr int kHighestLines = 4;
constexpr qsizetype kNamedImages = 3;

QStringList notesOf(const PairReport& report) {
    QStringList notes = textList(report.card.warnings);
    if (report.card.overlapsTraining) {
        notes << QString::fromStdString(report.card.trainingOverlap);
    }
    notes << textList(report.card.notes);
    const auto& skipped = report.card.skipped;
    if (!skipped.empty()) {
        const QStringList named = textList(skipped).mid(0, kNamedImages);
        const auto left = skipped.size() - static_cast<std::size_t>(named.size());
        notes << EvaluationNotes::tr("%1 images left out: %2%3")
                     .arg(countText(skipped.size()), named.join(QStringLiteral("; ")),
                          left > 0 ? EvaluationNotes::tr(" and %1 more").arg(left) : QString());
    }
    return notes;
}

EvaluationNotes::EvaluationNotes(QWidget* parent) : QWidget(parent) {
    inside_ = new QWidget(this);
    errors_ = makeErrorText(QStringLiteral("evaluateErrors"), inside_);
    notes_ = makeErrorText(QStringLiteral("evaluateNotes"), inside_);
    notes_->setProperty("hint", QStringLiteral("warning"));
    for (QLabel* label : {errors_, notes_}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    makeColumn(inside_, Theme::spacing() / 2, {errors_, notes_});
    QScrollArea* scroll = makeScroll(inside_, this);
    scroll->setAccessibleName(tr("Notes on the results"));
    makeColumn(this, 0, {scroll});
    hide();
}

void EvaluationNotes::setResults(const std::vector<EvaluationResult>& results) {
    QStringList failures;
    QStringList notes;
    for (const EvaluationResult& result : results) {
        if (!result.error.isEmpty()) {
            failures << QStringLiteral("%1: %2").arg(result.name(), result.error);
        } else if (result.evaluation != nullptr) {
            for (const QString& note : notesOf(result.evaluation->report)) {
                notes << QStringLiteral("%1: %2").arg(result.name(), note);
            }
        }
    }
    showText(errors_, failures.join(QLatin1Char('\n')));
    showText(notes_, notes.join(QLatin1Char('\n')));
    fit();
}

void EvaluationNotes::showError(const QString& message) {
    showText(errors_, message);
    fit();
}

void EvaluationNotes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        fit();
    }
}

void EvaluationNotes::fit() {
    setVisible(!errors_->text().isEmpty() || !notes_->text().isEmpty());
    const int width = std::max(200, this->width() - 2 * Theme::spacing());
    int height = 0;
    for (const QLabel* label : {errors_, notes_}) {
        height += label->text().isEmpty() ? 0 : label->heightForWidth(width) + Theme::spacing() / 2;
    }
    setFixedHeight(std::min(height, kHighestLines * fontMetrics().lineSpacing() + Theme::spacing()));
    // Labels that were shown while this was hidden are laid out only when somebody asks.
    inside_->layout()->invalidate();
    QEvent again(QEvent::LayoutRequest);
    QCoreApplication::sendEvent(inside_, &again);
}

}  // namespace pf::ui
