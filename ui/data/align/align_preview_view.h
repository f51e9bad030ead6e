// The first photos of an alignment: what is found in each, and the crops that come out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QStackedWidget>
#include <QWidget>

#include "core/session/alignment/alignment.h"
#include "core/session/alignment/alignment_preview.h"

class QBoxLayout;

namespace pf::ui {

class EmptyState;

class AlignPreviewView : public QWidget {
    Q_OBJECT
  public:
    using Previews = std::vector<std::pair<std::string, AlignPreview>>;

    explicit AlignPreviewView(QWidget* parent = nullptr);

    void setPreviews(const Previews& previews);
    /// Shown instead of photos: what is missing, that it is being made, or an error.
    void setMessage(const QString& title, const QString& text);
    /// The photos that are shown now.
    int count() const { return stack_->currentIndex() == 1 ? count_ : 0; }

  private:
    QWidget* makeCard(const QString& name, const AlignPreview& preview);

    QStackedWidget* stack_ = nullptr;
    EmptyState* message_ = nullptr;
    QWidget* rows_ = nullptr;
    QBoxLayout* column_ = nullptr;
    int count_ = 0;
};

}  // namespace pf::ui
