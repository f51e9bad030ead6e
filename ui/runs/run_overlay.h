// One metric of several runs in one chart.
#pragma once

#include <map>
#include <memory>

#include <QString>
#include <QStringList>
#include <QVector>
#include <QWidget>

#include "core/base/config/options.h"
#include "core/session/run/run_reader.h"
#include "ui/train/run_follower.h"

class QComboBox;
class QTimer;

namespace pf::ui {

class Chart;
class ElidedLabel;

class RunOverlay : public QWidget {
    Q_OBJECT
  public:
    explicit RunOverlay(QWidget* parent = nullptr);

    /// Follows these run directories, live ones too; the others are let go.
    void setRuns(const QStringList& directories);
    Chart* chart() const { return chart_; }
    /// Names of the metrics that any of the runs has reported.
    QStringList metrics() const;
    void setMetric(const QString& metric);
    /// Runs in the order in which they got their colours, which they keep: hidden, shown again, and after a
    /// restart.
    QStringList coloured() const { return coloured_; }
    void setColoured(const QStringList& directories);
    QString metric() const { return metric_; }
    /// Shows this metric once a run reports it.
    void preferMetric(const QString& metric) { preferred_ = metric; }
    /// The run's name with that of its folder.
    static QString labelOf(const QString& directory);
    /// Options of a run, nothing until it was read.
    const Options* optionsOf(const QString& directory) const;

  Q_SIGNALS:
    void optionsArrived();
    void failed(const QString& message);

  private:
    struct Curve {
        QVector<double> xs;
        QVector<double> ys;
    };
    struct Run {
        std::unique_ptr<RunFollower> follower;
        std::map<QString, Curve> curves;
        int colour = 0;
        QString name;
    };

    void take(Run& run, const RunUpdate& update);
    int colourOf(const QString& directory);
    void offerMetrics();
    void redraw();

    std::map<QString, Run> runs_;
    Chart* chart_;
    ElidedLabel* same_;
    QComboBox* choice_;
    QTimer* redrawSoon_;
    QString metric_;
    QStringList coloured_;
    QString preferred_ = QStringLiteral("loss a");
};

}  // namespace pf::ui
