// The window as a person finds it on a common screen.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include <QTemporaryDir>
#include <QTest>

#include "ui/shell/main_window.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

class ShownWindow : public testing::Test {
  protected:
    void SetUp() override {
        window = std::make_unique<MainWindow>();
        window->resize(1366, 768);
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    template <class Widget>
    Widget* find(const char* name) {
        return window->findChild<Widget*>(QString::fromLatin1(name));
    }
    RunPhase phase() { return window->train().session().phase(); }

    QTemporaryDir folder;
    std::unique_ptr<MainWindow> window;
};

}  // namespace pf::ui
