// Fusion, with outlines that are seen on a dark window too.
#pragma once

#include <QProxyStyle>

namespace pf::ui {

/// Fusion derives the outlines of what is ticked, chosen or pulled from the window's colour made darker: on a
/// dark window that is nearly black on black. There they are drawn once more in the colour of muted text.
class ContrastStyle : public QProxyStyle {
    Q_OBJECT
  public:
    ContrastStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget = nullptr) const override;
};

}  // namespace pf::ui
