// Pages, widgets by the names that the pages give them, and context menus as a person opens them.
#pragma once

#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTemporaryDir>
#include <QTimer>

#include "ui/kit/model_service.h"

namespace pf::ui {

/// The widget of that name below another one; its absence fails the test.
template <class Widget>
Widget* found(const QObject& in, const QString& name) {
    auto* widget = in.findChild<Widget*>(name);
    EXPECT_NE(widget, nullptr) << name.toStdString();
    return widget;
}

/// A page in a window of its own.
template <class ThePage>
class PageTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(1290, 700);
        page.show();
    }
    template <class Widget>
    Widget* find(const char* name) {
        return found<Widget>(page, QString::fromLatin1(name));
    }

    ThePage page{std::make_shared<ModelService>()};
    QTemporaryDir folder;
};

/// Right click on a place of a list; `use` gets the menu, which is closed then.
template <class Use>
void withMenuAt(QAbstractItemView* view, const QPoint& place, Use use) {
    bool asked = false;
    QTimer::singleShot(50, view, [&] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        ASSERT_NE(menu, nullptr);
        asked = true;
        use(*menu);
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &event);
    EXPECT_TRUE(asked);
}

}  // namespace pf::ui
