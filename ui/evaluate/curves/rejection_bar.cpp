#include "ui/evaluate/curves/rejection_bar.h"

#include <cmath>

#include <QLabel>
#include <QSignalBlocker>

#include "ui/evaluate/curves/protocol_view.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

RejectionBar::RejectionBar(QWidget* parent) : QWidget(parent) {
    auto* word = new QLabel(tr("&Reject"), this);
    slider_ = named(new QSlider(Qt::Horizontal, this), "rejectionSlider", tr("Rejected pairs"));
    slider_->setToolTip(tr("Sets aside the pairs of highest risk. Arrow keys: half a per cent; Page: five"));
    slider_->setRange(0, static_cast<int>(std::lround(kHighestDiscard / kDiscardStep)));
    slider_->setPageStep(10);
    word->setBuddy(slider_);
    value_ = named(new QLabel(this), "rejectionValue");
    value_->setFont(Theme::instance().tabularFont());
    value_->setMinimumWidth(value_->fontMetrics().horizontalAdvance(QStringLiteral("60.0 % ")));
    value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    text_ = named(new QLabel(this), "rejectionReading");
    text_->setFont(Theme::instance().tabularFont());
    text_->setWordWrap(true);
    makeColumn(this, 0, {makeRow(nullptr, Theme::spacing(), {word, {slider_, 1}, value_}), text_});
    connect(slider_, &QSlider::valueChanged, this, [this] { Q_EMIT discardChanged(discard()); });
    showReading(nullptr);
}

void RejectionBar::setDiscard(double discard) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(static_cast<int>(std::lround(discard / kDiscardStep)));
}

void RejectionBar::showReading(const PairCurves* curves, const QString& reason) {
    slider_->setEnabled(curves != nullptr);
    value_->setText(QString::number(100 * discard(), 'f', 1) + QStringLiteral(" %"));
    if (curves == nullptr) {
        text_->setText(reason);
        return;
    }
    const DiscardReading reading = curves->atDiscard(discard());
    text_->setText(joinReadings(
        {tr("<b>%1</b> of %2 pairs kept")
             .arg(countText(reading.refitted.kept), countText(reading.refitted.total)),
         tr("accuracy <b>%1</b> re-fitted, <b>%2</b> at the fixed threshold")
             .arg(percentWord(reading.refitted.accuracy), percentWord(reading.fixedAccuracy)),
         tr("FNMR <b>%1</b> at FMR %2").arg(rateWord(reading.edc.fnmr), fmrWord(curves->choice().fmr))}));
}

}  // namespace pf::ui
