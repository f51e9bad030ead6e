// Pairs side by side: what lies behind a point of a curve.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QPointer>
#include <QString>
#include <QWidget>

#include "core/session/evaluate/evaluation.h"
#include "core/session/images.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace pf::ui {

class BackgroundTask;
class EmptyState;
class PairActions;
class PairDetail;
class PairListModel;
class PairListView;
class ThumbnailLoader;
class UnreadableImages;

class PairBrowser : public QWidget {
    Q_OBJECT
  public:
    explicit PairBrowser(QWidget* parent = nullptr);

    /// Shows pairs of an evaluation in the order given. `setPath` is where its images come from (opened in a
    /// worker, once for as long as it stays the same); empty for ready embeddings. The pair that is current
    /// stays current when it is in the new list of the same evaluation, else the first becomes it.
    /// Throws: std::out_of_range for a pair that the evaluation does not have.
    void showPairs(PairEvaluationPtr evaluation, const QString& setPath, std::vector<std::uint32_t> pairs,
                   const QString& caption);
    /// Shows the empty state and lets go of evaluation and images.
    void clear();

    /// Index into the evaluation's pairs; nothing while the list is empty.
    std::optional<std::uint32_t> currentPair() const;
    int pairCount() const;
    /// The images are being opened.
    bool isOpening() const { return !opening_.isNull(); }
    /// What can be done with the pairs.
    PairActions* actions() const { return actions_; }

  private:
    QWidget* makeHeader();
    void openImages();
    void showCurrent();
    void refreshHeader();

    PairListModel* model_ = nullptr;
    ThumbnailLoader* loader_ = nullptr;
    QString setPath_;
    ImageCatalog catalog_;  ///< the loader's, opened from catalogPath_
    QString catalogPath_;
    QPointer<BackgroundTask> opening_;
    bool openAgain_ = false;

    QLabel* caption_ = nullptr;
    QLabel* count_ = nullptr;
    QLabel* note_ = nullptr;
    QLabel* error_ = nullptr;
    UnreadableImages* problems_ = nullptr;
    QToolButton* previous_ = nullptr;
    QToolButton* next_ = nullptr;
    QToolButton* export_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    PairDetail* detail_ = nullptr;
    PairListView* list_ = nullptr;
    PairActions* actions_ = nullptr;
};

}  // namespace pf::ui
