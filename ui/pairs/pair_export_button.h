// A comparison of two faces as a page, a table or a command.
#pragma once

#include <functional>
#include <optional>

#include <QToolButton>

#include "ui/pairs/pair_report.h"

namespace pf::ui {

class ExportJob;

class PairExportButton : public QToolButton {
    Q_OBJECT
  public:
    /// `report` is asked when something is written: nothing while there is no comparison.
    explicit PairExportButton(std::function<std::optional<PairReport>()> report, QWidget* parent = nullptr);

    /// Asks for the file and writes the page.
    void ask();
    /// Writes a page with both faces and the numbers.
    void write(const QString& path);

  Q_SIGNALS:
    void messageRequested(const QString& text);

  private:
    std::function<std::optional<PairReport>()> report_;
    ExportJob* job_;
};

}  // namespace pf::ui
