#include "ui/chart/axis_tickers.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

#include "ui/chart/probit.h"

namespace pf::ui {

namespace {

/// A fraction in per cent, rounded to what a double near it can mean: 30, never 30.000000000000004.
QString percentText(double fraction) {
    const double percent = fraction * 100;
    return std::abs(percent) >= 1e-3 || percent == 0
               ? QString::number(std::round(percent * 1e6) / 1e6, 'g', 6)
               : QString::number(percent, 'g', 2);
}

/// Labels for fractions shown in per cent and for grouped counts.
class FormatTicker : public QCPAxisTicker {
  public:
    explicit FormatTicker(AxisFormat format) : format_(format) {}

  protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override {
        if (format_ == AxisFormat::Percent) {
            return percentText(tick);
        }
        if ((format_ == AxisFormat::Count || format_ == AxisFormat::Grouped) &&
            std::abs(tick - std::round(tick)) < 1e-9) {
            return QLocale(QLocale::English).toString(static_cast<qlonglong>(std::llround(tick)));
        }
        return QCPAxisTicker::getTickLabel(tick, locale, formatChar, precision);
    }

    double getTickStep(const QCPRange& range) override {
        const double step = QCPAxisTicker::getTickStep(range);
        return format_ == AxisFormat::Count ? std::max(1.0, std::floor(step)) : step;
    }

  private:
    AxisFormat format_;
};

class PercentLogTicker : public QCPAxisTickerLog {
  protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return percentText(tick); }
};

/// Round percentages on an axis of normal deviates.
class DeviateTicker : public QCPAxisTicker {
  protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override {
        QVector<double> ticks;
        for (const double fraction : {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8,
                                      0.9, 0.95, 0.99, 0.999}) {
            const double at = normalDeviate(fraction);
            // As many as fit: the step is what evenly spaced ticks would have.
            if (at >= range.lower && at <= range.upper &&
                (ticks.isEmpty() || at - ticks.last() >= tickStep * 0.4)) {
                ticks.append(at);
            }
        }
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return percentText(std::round(normalFraction(tick) * 1e9) / 1e9);
    }
};

}  // namespace

QSharedPointer<QCPAxisTicker> makeTicker(AxisFormat format, bool logarithmic) {
    if (format == AxisFormat::Deviate) {
        return QSharedPointer<DeviateTicker>::create();
    }
    if (!logarithmic) {
        return QSharedPointer<FormatTicker>::create(format);
    }
    return format == AxisFormat::Percent
               ? QSharedPointer<QCPAxisTicker>(QSharedPointer<PercentLogTicker>::create())
               : QSharedPointer<QCPAxisTicker>(QSharedPointer<QCPAxisTickerLog>::create());
}

}  // namespace pf::ui
