// What a reader of the results must know beside the numbers.
#pragma once

#include <vector>

#include <QLabel>
#include <QString>
#include <QStringList>
#include <QWidget>

#include "ui/evaluate/plan/evaluation_job.h"

namespace pf::ui {

/// Of one evaluation, a sentence each: the engine's warnings and notes, and what was left out.
QStringList notesOf(const PairReport& report);

/// What went wrong, and the notes of all results, in one place of the page that takes no more than a few
/// lines; hidden while there is nothing to say.
class EvaluationNotes : public QWidget {
    Q_OBJECT
  public:
    explicit EvaluationNotes(QWidget* parent = nullptr);

    void setResults(const std::vector<EvaluationResult>& results);
    /// Something beyond a result went wrong; shown until the next setResults.
    void showError(const QString& message);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fit();

    QLabel* errors_ = nullptr;
    QLabel* notes_ = nullptr;
    QWidget* inside_ = nullptr;
};

}  // namespace pf::ui
