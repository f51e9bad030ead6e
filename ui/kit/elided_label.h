// A line of text that gives way: what does not fit becomes "…".
#pragma once

#include <algorithm>

#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace pf::ui {

class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode mode, QWidget* parent = nullptr) : QLabel(parent), mode_(mode) {
        setTextFormat(Qt::PlainText);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }

    /// What is drawn: the text, shortened to the label's width.
    QString shownText() const { return fontMetrics().elidedText(text(), mode_, contentsRect().width()); }
    QSize minimumSizeHint() const override {
        constexpr int kLeastCharacters = 6;  // enough to see that something stands here
        const int whole = fontMetrics().horizontalAdvance(text());
        return {std::min(whole, kLeastCharacters * fontMetrics().averageCharWidth()),
                QLabel::minimumSizeHint().height()};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                              shownText(), foregroundRole());
    }

  private:
    Qt::TextElideMode mode_;
};

}  // namespace pf::ui
