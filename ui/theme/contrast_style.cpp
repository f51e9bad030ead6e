#include "ui/theme/contrast_style.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

void outline(QPainter* painter, const QRect& rect, double radius, bool enabled) {
    QColor ink = Theme::instance().colour(Theme::Role::MutedText);
    ink.setAlphaF(enabled ? 1.0F : 0.5F);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(ink);
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

}  // namespace

ContrastStyle::ContrastStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ContrastStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                  const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (!Theme::instance().isDark()) {
        return;
    }
    const bool enabled = option->state.testFlag(State_Enabled);
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) {
        outline(painter, option->rect, 1.5, enabled);
    } else if (element == PE_IndicatorRadioButton) {
        outline(painter, option->rect, option->rect.width() / 2.0, enabled);
    }
}

void ContrastStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                       QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_Slider && Theme::instance().isDark() && option->subControls.testFlag(SC_SliderHandle)) {
        const QRect handle = subControlRect(CC_Slider, option, SC_SliderHandle, widget);
        outline(painter, handle, 2, option->state.testFlag(State_Enabled));
    }
}

}  // namespace pf::ui
