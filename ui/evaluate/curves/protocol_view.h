// One protocol's chart: what it draws of the results, and what can be read from it.
#pragma once

#include <memory>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/base/records.h"
#include "core/results/charts/chart_subject.h"
#include "core/results/report_numbers.h"
#include "ui/evaluate/curves/pair_curves.h"

namespace pf::ui {

class Chart;

/// A result as charts show it: "model · set".
struct DrawnResult {
    ChartSubject subject;  ///< without curves while they are made
    PairCurvesPtr curves;  ///< null while they are made, or when only a record is there
    /// What a record holds, where there will never be curves.
    std::shared_ptr<const ScoreReport> record;

    /// The colours of charts start again after some: by their places among all results.
    DrawnResult(const QString& id, const QString& name, std::size_t place, PairCurvesPtr pairCurves,
                const EvaluationRecord* onlyRecord);
};

/// Which pairs a reader asks for by a click or a range.
struct PairQuery {
    enum class Kind {
        Nearest,       ///< the scores nearest to `low`
        ScoreRange,    ///< scores from `low` to `high`
        DiscardRange,  ///< discarded between the fractions `low` and `high`
    };
    Kind kind = Kind::Nearest;
    double low = 0;
    double high = 0;
};

/// Where the reader is, shared by all charts.
struct ReadingPlace {
    double threshold = 0;
    double discard = 0;
};

class ProtocolView : public QWidget {
    Q_OBJECT
  public:
    /// `name` becomes the chart's objectName.
    explicit ProtocolView(const QString& name, QWidget* parent = nullptr);

    Chart* chart() const { return chart_; }
    /// This chart's own controls, for the row above; may be null.
    QWidget* options() const { return options_; }

    /// Draws every result; `active` is the one that is read.
    void draw(const std::vector<DrawnResult>& results, std::size_t active);
    /// What the chart shows, in a sentence or two.
    QString sentence() const { return caption_; }
    /// The numbers at the pin, as rich text.
    virtual QString readout(const PairCurves& curves, const ReadingPlace& place) const = 0;

    /// True: x is a discard; false: x belongs to a threshold.
    virtual bool readsDiscard() const { return false; }
    /// The threshold that an x of the chart stands for (charts of thresholds only).
    virtual double thresholdAt(const PairCurves&, double x) const { return x; }
    /// The threshold at which the lists of false matches and non-matches are made.
    virtual double listThreshold(const PairCurves&, const ReadingPlace& place) const {
        return place.threshold;
    }
    /// Where the pin stands.
    virtual double pinAt(const PairCurves& curves, const ReadingPlace& place) const = 0;
    PairQuery queryBetween(const PairCurves& curves, double low, double high) const;

  Q_SIGNALS:
    /// An option of this chart changed: draw again.
    void redrawRequested();

  protected:
    void setOptions(QWidget* options) { options_ = options; }
    /// The chart of what was drawn, of which `active` is read.
    virtual ChartDescription describe(const ChartSubjects& subjects, std::size_t active) const = 0;

  private:
    Chart* chart_ = nullptr;
    QWidget* options_ = nullptr;
    QString caption_;
};

/// Why there is nothing to discard by.
QString noRiskWord();
/// Numbers as the read-outs write them.
inline QString percentWord(double fraction) {
    return QString::fromStdString(percentText(fraction));
}
/// A rate that may be tiny: "0.1 %", "0.0033 %".
inline QString rateWord(double rate) {
    return QString::fromStdString(rateText(rate));
}
inline QString scoreWord(PairScoreKind kind) {
    return QString::fromStdString(scoreLabel(std::string(pairScoreKindName(kind))));
}
/// "0.001", as the FMR is chosen.
inline QString fmrWord(double fmr) {
    return QString::fromStdString(targetNumber(fmr));
}
/// The parts, with a little room between.
QString joinReadings(const QStringList& parts);

}  // namespace pf::ui
