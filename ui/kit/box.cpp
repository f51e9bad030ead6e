#include "ui/kit/box.h"

namespace pf::ui {

namespace {

QBoxLayout* makeBox(QBoxLayout::Direction direction, QWidget* owner, int gap,
                    std::initializer_list<Part> parts) {
    auto* box = new QBoxLayout(direction, owner);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(gap);
    for (const Part& part : parts) {
        if (part.widget != nullptr) {
            box->addWidget(part.widget, part.stretch, part.alignment);
        } else if (part.layout != nullptr) {
            box->addLayout(part.layout, part.stretch);
        } else if (part.px > 0) {
            box->addSpacing(part.px);
        } else {
            box->addStretch(part.stretch);
        }
    }
    return box;
}

}  // namespace

QBoxLayout* makeRow(QWidget* owner, int gap, std::initializer_list<Part> parts) {
    return makeBox(QBoxLayout::LeftToRight, owner, gap, parts);
}

QBoxLayout* makeColumn(QWidget* owner, int gap, std::initializer_list<Part> parts) {
    return makeBox(QBoxLayout::TopToBottom, owner, gap, parts);
}

}  // namespace pf::ui
