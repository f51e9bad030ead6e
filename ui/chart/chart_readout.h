// What the curves say under the mouse, written beside the plot and never on it. Private to ui/chart.
#pragma once

#include <vector>

#include <QColor>
#include <QWidget>

namespace pf::ui {

/// Lies over title and legend while the mouse is in the plot, and lets clicks through.
class ChartReadout : public QWidget {
    Q_OBJECT
  public:
    struct Entry {
        QColor colour;
        Qt::PenStyle pen = Qt::SolidLine;
        int symbol = 0;  ///< see SeriesStyle
        QString name;    ///< empty: its line alone tells which it is
        QString value;
    };

    explicit ChartReadout(QWidget* parent);

    /// Shows `where` ("step 120") and the values in the room that there is: names are shortened, entries
    /// without one left out, and the names left out, before the value of a named one is.
    void showValues(const QString& where, std::vector<Entry> entries);
    /// Everything that it says, also what has no room: "step 120; mls -1.2; a 0.5".
    QString text() const;
    /// Of the last drawing: named values without room.
    int left() const { return left_; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Word {
        QRectF at;
        const Entry* entry = nullptr;  ///< null: words alone
        QString text;
    };
    /// False: not everything has a place.
    bool place(double nameWidth, bool withUnnamed, std::vector<Word>& words) const;
    std::vector<Word> placed() const;

    QString where_;
    std::vector<Entry> entries_;
    int left_ = 0;
};

}  // namespace pf::ui
