// The legend as a row of toggles above a plot.
#pragma once

#include <QColor>
#include <QHash>
#include <QWidget>

class QLabel;
class QToolButton;

namespace pf::ui {

class FlowLayout;

class ChartLegend : public QWidget {
    Q_OBJECT
  public:
    explicit ChartLegend(QWidget* parent = nullptr);

    /// Adds or updates one entry; names that are too long lose what all of
    /// them share, then their middle. objectName of its button: "legend-<id>".
    void setEntry(const QString& id, const QString& name, const QColor& colour, Qt::PenStyle pen,
                  int symbol = 0);
    void removeEntry(const QString& id);
    void setChecked(const QString& id, bool checked);
    void clear();

  Q_SIGNALS:
    void toggled(const QString& id, bool checked);

  private:
    void shortenNames();

    FlowLayout* layout_;
    QLabel* shared_;  ///< what the names do not repeat
    QHash<QString, QToolButton*> buttons_;
};

}  // namespace pf::ui
