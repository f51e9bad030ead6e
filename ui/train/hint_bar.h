// One line of advice above the charts: the most serious that has not been dismissed.
#pragma once

#include <QFrame>
#include <QList>
#include <QSet>

class QLabel;

namespace pf::ui {

class HintBar : public QFrame {
    Q_OBJECT
  public:
    /// Waiting: why nothing happens at the moment, before any other warning.
    enum class Level { Info, Warning, Waiting, Error };
    explicit HintBar(QWidget* parent = nullptr);

    /// Shows `text` unless a hint of this key was dismissed. A later text replaces the one of the same key,
    /// an empty one takes it back. The worst is shown, of equal ones the newest.
    void add(const QString& key, Level level, const QString& text);
    void clear();
    QString currentText() const { return worst() == nullptr ? QString() : worst()->text; }

  private:
    struct Hint {
        QString key;
        Level level;
        QString text;
    };
    const Hint* worst() const;
    void remove(const QString& key);
    void refresh();

    QList<Hint> hints_;
    QSet<QString> putAway_;
    QLabel* label_;
};

}  // namespace pf::ui
