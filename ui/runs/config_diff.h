// The options in which runs differ, one column per run.
#pragma once

#include <utility>
#include <vector>

#include <QString>
#include <QTableWidget>

#include "core/base/config/options.h"

namespace pf::ui {

/// A key with one value per compared run.
struct ConfigDifference {
    QString key;
    QStringList values;
};

/// Keys whose text is not the same in all of `all`. The run's name and folder say nothing and are left out.
std::vector<ConfigDifference> configDifferences(const std::vector<const Options*>& all);

class ConfigDiff : public QTableWidget {
    Q_OBJECT
  public:
    explicit ConfigDiff(QWidget* parent = nullptr);
    /// Runs with their names; fewer than two show what to do.
    void setRuns(const std::vector<std::pair<QString, const Options*>>& runs);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString message_;
};

}  // namespace pf::ui
