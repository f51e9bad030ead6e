// The legend of a chart that leaves the window: as many lines as it needs. Private to ui/chart.
#pragma once

#include <vector>

#include <QFont>
#include <QStringList>

#include "ui/chart/plotted_series.h"

namespace pf::ui {

/// How a curve, a band or bars look, as a piece of a few pixels.
struct LegendSample {
    QPen pen = QPen(Qt::NoPen);
    QBrush fill = QBrush(Qt::NoBrush);
    QCPScatterStyle symbol = QCPScatterStyle(QCPScatterStyle::ssNone);

    static LegendSample of(const PlottedSeries& series);
};

class FigureLegend {
  public:
    explicit FigureLegend(const QFont& font) : font_(font) {}

    void add(const LegendSample& sample, const QString& name) { entries_.push_back({sample, name}); }
    /// What a kind of line stands for, whatever its colour; kinds that look the same share an entry. Left out
    /// when an entry of add() says the same.
    void addMeaning(const LegendSample& sample, const QString& meaning);

    /// Places the entries in rows of `width` px. Names that are too long for that are said without what all
    /// of them share, which stands once above them; what is too long still takes several lines. Returns the
    /// height.
    double layOut(double width, const QColor& ink);
    void paint(QCPPainter& painter, const QPointF& at, const QColor& ink) const;

  private:
    struct Entry {
        LegendSample sample;
        QString name;
    };
    struct Placed {
        QPointF at;
        const LegendSample* sample = nullptr;  ///< null: words alone
        QStringList lines;
    };
    double flow(const std::vector<Entry>& entries, const QStringList& names, double top, double width);

    QFont font_;
    std::vector<Entry> entries_;
    std::vector<Entry> meanings_;
    std::vector<Placed> placed_;
};

}  // namespace pf::ui
