// The current pair large: both faces, its scores and what its MLS is made of.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/evaluate/pairs/pair_tile.h"

class QBoxLayout;
class QGridLayout;
class QLabel;

namespace pf::ui {

class ElidedLabel;
class MlsBar;
class PairFacesView;
class ThumbnailLoader;

class PairDetail : public QWidget {
    Q_OBJECT
  public:
    explicit PairDetail(ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// `pictures`: the faces are drawn (once decoded, when `open`); otherwise the names stand alone.
    void setPair(const std::optional<PairFacts>& facts, bool pictures, bool open);
    /// Name of the risk shown, e.g. "sigma_sq max".
    void setRiskName(const QString& name);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Side {
        void showName(const QString& text);

        ElidedLabel* name = nullptr;
        QLabel* sigma = nullptr;
    };

    Side makeSide(const QString& letter);
    QWidget* makeFact(const QString& word, const QString& objectName, QLabel*& value);
    void limitHeight();

    QBoxLayout* columns_ = nullptr;
    QGridLayout* pictures_ = nullptr;
    QLabel* kind_ = nullptr;
    PairFacesView* faces_ = nullptr;
    Side a_;
    Side b_;
    QLabel* cosine_ = nullptr;
    QLabel* mls_ = nullptr;
    QLabel* risk_ = nullptr;
    MlsBar* bar_ = nullptr;
    QLabel* noTerms_ = nullptr;
};

}  // namespace pf::ui
