// The log of a run as it is written, with notes, warnings and errors in colour.
#pragma once

#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/base/records.h"

class QLabel;
class QPlainTextEdit;

namespace pf::ui {

class LogPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LogPanel(QWidget* parent = nullptr);

    void clear();
    void addLines(const std::vector<std::string>& lines);
    void addNotes(const std::vector<NoteRecord>& notes);
    void addError(const QString& text);
    QString text() const;

  private:
    enum class Kind { Plain, Info, Warning, Error };
    void append(const QString& text, Kind kind);

    QPlainTextEdit* text_;
};

}  // namespace pf::ui
