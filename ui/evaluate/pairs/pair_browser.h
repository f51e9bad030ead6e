// Pairs side by side: what lies behind a point of a curve.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QPointer>
#include <QStringList>
#include <QWidget>

#include "core/session/evaluate/evaluation.h"
#include "core/session/images.h"

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace pf::ui {

class BackgroundTask;
class EmptyState;
class PairDetail;
class PairListModel;
class PairListView;
class ThumbnailLoader;
struct PairImages;

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
    bool isOpening() const;
    /// Writes the list in a worker, as a table (.csv) or a contact sheet (.png).
    void exportTo(const QString& path);

  public Q_SLOTS:
    void showExportMenu();

  Q_SIGNALS:
    void currentPairChanged(std::uint32_t pair);
    /// For the status bar: where an export went.
    void messageRequested(const QString& text);
    /// The pair's two files are to be compared with the model that was evaluated.
    void compareRequested(const QString& model, const QString& left, const QString& right);
    /// The set is to be looked at in the gallery with that model.
    void galleryRequested(const QString& model, const QString& source);

  private:
    QWidget* makeHeader();
    void openImages();
    void imagesOpened(PairImages images);
    void showCurrent();
    void refreshHeader();
    void refreshProblems();
    void setNote(const QString& text);
    void setError(const QString& text);
    void exportAs(const QString& suffix);
    /// The file of an image of the current pair, empty where the image has none of its own.
    QString fileOf(const std::optional<std::size_t>& image) const;
    QString model() const;
    void comparePair();
    void showPairMenu(const QPoint& place);

    PairListModel* model_ = nullptr;
    ThumbnailLoader* loader_ = nullptr;
    QString setPath_;
    ImageCatalog catalog_;  ///< the loader's, opened from catalogPath_
    QString catalogPath_;
    std::optional<std::uint32_t> announced_;
    QStringList broken_;  ///< found while decoding, "name: reason"
    QPointer<BackgroundTask> opening_;
    QPointer<BackgroundTask> exporting_;
    bool openAgain_ = false;

    QLabel* caption_ = nullptr;
    QLabel* count_ = nullptr;
    QLabel* note_ = nullptr;
    QLabel* error_ = nullptr;
    QPushButton* problems_ = nullptr;
    QToolButton* previous_ = nullptr;
    QToolButton* next_ = nullptr;
    QToolButton* export_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    QSplitter* splitter_ = nullptr;
    PairDetail* detail_ = nullptr;
    PairListView* list_ = nullptr;
};

}  // namespace pf::ui
