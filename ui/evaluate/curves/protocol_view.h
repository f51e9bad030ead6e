// One protocol's chart: what it draws of the results, and what can be read from it.
#pragma once

#include <optional>
#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

#include "core/base/records.h"
#include "ui/evaluate/curves/pair_curves.h"

namespace pf::ui {

class Chart;
struct SeriesStyle;

/// A result as charts show it.
struct DrawnResult {
    QString id;    ///< "model · set"
    QString name;  ///< as the legend has it
    QColor colour;
    int symbol = 0;  ///< tells it from another of its colour, see SeriesStyle
    EvaluationRecord record;
    PairCurvesPtr curves;  ///< null while they are made, or when only the record is there
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
    virtual void draw(const std::vector<DrawnResult>& results, std::size_t active) = 0;
    /// What the chart shows, in a sentence or two.
    virtual QString sentence() const = 0;
    /// The numbers at the pin, as rich text.
    virtual QString readout(const PairCurves& curves, const ReadingPlace& place) const = 0;

    /// True: x is a discard; false: x belongs to a threshold.
    virtual bool readsDiscard() const { return false; }
    /// The threshold that an x of the chart stands for (charts of thresholds only).
    virtual double thresholdAt(const PairCurves& curves, double x) const;
    /// The threshold at which the lists of false matches and non-matches are made.
    virtual double listThreshold(const PairCurves& curves, const ReadingPlace& place) const;
    /// Where the pin stands.
    virtual double pinAt(const PairCurves& curves, const ReadingPlace& place) const = 0;
    PairQuery queryBetween(const PairCurves& curves, double low, double high) const;

  Q_SIGNALS:
    /// An option of this chart changed: draw again.
    void redrawRequested();

  protected:
    void setOptions(QWidget* options);
    void setDrawn(const std::vector<DrawnResult>& results);
    /// The results were all drawn for one choice; this is it.
    const CurveChoice& choice() const { return choice_; }
    static SeriesStyle styleOf(const DrawnResult& result);
    /// A faint area for an interval, in the result's colour and shown with it.
    void drawBand(const DrawnResult& result, const QVector<double>& xs, const QVector<double>& lows,
                  const QVector<double>& highs);
    /// Says of the first band how it came about; empty without bands.
    QString bandText() const { return bandText_; }
    void noteBand(const ScoreReport& report);

  private:
    Chart* chart_ = nullptr;
    QWidget* options_ = nullptr;
    CurveChoice choice_;
    QString bandText_;
};

/// Why there is nothing to discard by.
QString noRiskWord();
/// The same where it is so of every result; `otherwise` where not.
QString noRiskText(const std::vector<DrawnResult>& results, const QString& otherwise);
/// Numbers as the read-outs write them.
QString percentWord(double fraction);
/// A rate that may be tiny: "0.1 %", "0.0033 %".
QString rateWord(double fraction);
QString thresholdWord(double threshold);
QString scoreWord(PairScoreKind kind);
/// "0.001", as the FMR is chosen.
QString fmrWord(double fmr);
/// The parts, with a little room between.
QString joinReadings(const QStringList& parts);

}  // namespace pf::ui
