// The log of a run as it is written, with notes, warnings and errors in colour.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <QPlainTextEdit>
#include <QTextCharFormat>
#include <QWidget>

#include "core/base/records.h"

namespace pf::ui {

class LogPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LogPanel(QWidget* parent = nullptr);

    void clear() { text_->clear(); }
    /// What came at one time: lines of training-log.txt and notes, merged by their steps.
    void add(const std::vector<std::string>& lines, std::vector<NoteRecord> notes, long long stepsPerEpoch);
    void addError(const QString& text) { append(tr("error: %1").arg(text), Kind::Error); }
    QString text() const { return text_->toPlainText(); }

  private:
    enum class Kind { Plain, Info, Warning, Error };
    static QTextCharFormat formatOf(Kind kind);
    void addLines(std::span<const std::string> lines);
    void addNotes(std::span<const NoteRecord> notes);
    void append(const QString& text, Kind kind);
    /// After a change of the theme.
    void recolour();

    QPlainTextEdit* text_;
};

}  // namespace pf::ui
