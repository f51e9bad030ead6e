// A line of text that gives way: what does not fit becomes "…".
#pragma once

#include <QLabel>

namespace pf::ui {

class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr);

    /// What is drawn: the text, shortened to the label's width.
    QString shownText() const { return fontMetrics().elidedText(text(), mode_, contentsRect().width()); }
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Qt::TextElideMode mode_;
};

}  // namespace pf::ui
