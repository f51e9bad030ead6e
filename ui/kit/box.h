// Widgets in rows and columns, without margins around them.
#pragma once

#include <initializer_list>

#include <QBoxLayout>

namespace pf::ui {

/// The gap that the window's style has between widgets.
inline constexpr int kUsualGap = -1;

/// Empty room of so many px.
struct Space {
    int px = 0;
};
/// Takes what room is left.
struct Spring {};

/// What stands in a box: a widget or a box within it, with its share of the room that is left, or nothing.
struct Part {
    Part(QWidget* one, int share = 0, Qt::Alignment place = {})
        : widget(one), stretch(share), alignment(place) {}
    Part(QLayout* inner, int share = 0) : layout(inner), stretch(share) {}
    Part(Space space) : px(space.px) {}
    Part(Spring) : stretch(1) {}

    QWidget* widget = nullptr;
    QLayout* layout = nullptr;
    int stretch = 0;
    int px = 0;
    Qt::Alignment alignment = {};
};

/// From left to right with a gap between them; without an owner, to be put into another box.
QBoxLayout* makeRow(QWidget* owner, int gap, std::initializer_list<Part> parts);
/// From top to bottom.
QBoxLayout* makeColumn(QWidget* owner, int gap, std::initializer_list<Part> parts);

}  // namespace pf::ui
