#include "ui/train/hint_bar.h"

#include <algorithm>

#include <QLabel>
#include <QToolButton>

#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

HintBar::HintBar(QWidget* parent) : QFrame(parent), label_(named(new QLabel(this), "hintText")) {
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QToolButton* close =
        makeFlatButton(QStringLiteral("hintClose"), QStringLiteral("close"), tr("Dismiss this hint"), this);
    makeRow(this, kUsualGap, {{label_, 1}, {close, 0, Qt::AlignTop}})->setContentsMargins(10, 4, 4, 4);
    connect(close, &QToolButton::clicked, this, [this] {
        if (const Hint* hint = worst()) {
            putAway_.insert(hint->key);
            remove(QString(hint->key));
        }
    });
    refresh();
}

void HintBar::add(const QString& key, Level level, const QString& text) {
    if (text.isEmpty()) {
        return remove(key);
    }
    if (putAway_.contains(key)) {
        return;
    }
    const auto same =
        std::find_if(hints_.begin(), hints_.end(), [&](const Hint& hint) { return hint.key == key; });
    if (same != hints_.end()) {
        *same = {key, level, text};
    } else {
        hints_.append({key, level, text});
    }
    refresh();
}

void HintBar::remove(const QString& key) {
    hints_.removeIf([&](const Hint& hint) { return hint.key == key; });
    refresh();
}

void HintBar::clear() {
    hints_.clear();
    putAway_.clear();
    refresh();
}

const HintBar::Hint* HintBar::worst() const {
    // Of equal ones the newest.
    const auto at = std::max_element(hints_.begin(), hints_.end(),
                                     [](const Hint& a, const Hint& b) { return a.level <= b.level; });
    return at == hints_.end() ? nullptr : &*at;
}

void HintBar::refresh() {
    const Hint* hint = worst();
    setVisible(hint != nullptr);
    if (hint == nullptr) {
        return;
    }
    label_->setText(hint->text);
    const QString level = hint->level == Level::Error  ? QStringLiteral("error")
                          : hint->level != Level::Info ? QStringLiteral("warning")
                                                       : QStringLiteral("info");
    if (property("hint").toString() != level) {
        setProperty("hint", level);
        Theme::restyle(this);
    }
}

}  // namespace pf::ui
