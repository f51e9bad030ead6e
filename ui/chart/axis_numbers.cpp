#include "ui/chart/axis_numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QLocale>

#include "core/metrics/normal_deviate.h"

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

double plotCoordinate(const ChartAxis& axis, double value) {
    const bool hasPlace = axis.scale == AxisScale::Linear   ? std::isfinite(value)
                          : axis.scale == AxisScale::Probit ? value > 0 && value < 1
                                                            : value > 0 && std::isfinite(value);
    if (!hasPlace) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return axis.scale == AxisScale::Probit ? normalDeviate(value) : value;
}

double axisNumber(const ChartAxis& axis, double coordinate) {
    const bool isDeviate = axis.scale == AxisScale::Probit;
    const double value = isDeviate ? normalFraction(coordinate) : coordinate;
    // As many digits as the value has: 7 of a hundred, never 7.000000000000001.
    return axis.format == AxisFormat::Percent
               ? QString::number(value * 100, 'g', isDeviate ? 9 : 15).toDouble()
               : value;
}

QString axisText(const ChartAxis& axis, double coordinate) {
    const double value = axis.scale == AxisScale::Probit ? normalFraction(coordinate) : coordinate;
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    const double size = std::abs(value);
    if (axis.format == AxisFormat::Percent) {
        return (value != 0 && size < 1e-3 ? QString::number(value * 100, 'g', 2)
                                          : QString::number(value * 100, 'f', 2)) +
               QStringLiteral(" %");
    }
    if (axis.format != AxisFormat::Plain && std::abs(value - std::round(value)) < 1e-9) {
        return QLocale(QLocale::English).toString(static_cast<qlonglong>(std::llround(value)));
    }
    return size != 0 && (size < 1e-3 || size >= 1e6) ? QString::number(value, 'g', 5)
                                                     : QString::number(value, 'f', size >= 1000 ? 1 : 4);
}

QSharedPointer<QCPAxisTicker> makeTicker(const ChartAxis& axis) {
    if (axis.scale == AxisScale::Probit) {
        return QSharedPointer<DeviateTicker>::create();
    }
    if (axis.scale == AxisScale::Linear) {
        return QSharedPointer<FormatTicker>::create(axis.format);
    }
    return axis.format == AxisFormat::Percent
               ? QSharedPointer<QCPAxisTicker>(QSharedPointer<PercentLogTicker>::create())
               : QSharedPointer<QCPAxisTicker>(QSharedPointer<QCPAxisTickerLog>::create());
}

}  // namespace pf::ui
