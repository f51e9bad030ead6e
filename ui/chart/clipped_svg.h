// SVG in which a clip holds. Private to ui/chart.
#pragma once

#include <memory>

#include <QSvgGenerator>

namespace pf::ui {

/// Passes what is drawn on to a QSvgGenerator, cut to the painter's clip rectangle before: the generator
/// itself drops every clip, so that curves of a zoomed plot would run across the page.
class ClippedSvg : public QSvgGenerator {
  public:
    /// `generator`: with its size and output set; it must outlive this.
    explicit ClippedSvg(QSvgGenerator& generator);
    ~ClippedSvg() override;

    QPaintEngine* paintEngine() const override { return engine_.get(); }

  private:
    std::unique_ptr<QPaintEngine> engine_;
};

}  // namespace pf::ui
