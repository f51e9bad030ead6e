// A Data page to be driven by mouse, keyboard and drops.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include <QApplication>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "tests/ui/kit/found.h"
#include "ui/data/data_page.h"
#include "ui/data/sets/open_tab.h"
#include "ui/kit/form_tab.h"

namespace pf::ui {

inline constexpr int kPatienceMs = 60000;

struct Wish {
    SourceUse use;
    SourceKind kind;
    QString path;
};

class DataPageTest : public testing::Test {
  protected:
    void SetUp() override {
        page.resize(1200, 760);
        page.show();
        QObject::connect(&page, &DataPage::useRequested, &page,
                         [this](SourceUse use, SourceKind kind, const QString& path) {
                             wish = Wish{use, kind, path};
                         });
        QObject::connect(&page, &DataPage::recipeRequested, &page,
                         [this](const Options& options) { recipe = options; });
    }
    QString path(const char* name) { return folder.filePath(QString::fromLatin1(name)); }
    template <class Widget>
    Widget* find(const QString& name) {
        return found<Widget>(page, name);
    }
    template <class Widget>
    Widget* find(const char* name) {
        return find<Widget>(QString::fromLatin1(name));
    }
    QString text(const char* label) { return find<QLabel>(label)->text(); }
    void type(const char* edit, const QString& text) {
        auto* field = find<QLineEdit>(edit);
        field->selectAll();
        QTest::keyClicks(field, text);
    }
    void click(const char* button) {
        auto* one = find<QPushButton>(button);
        ASSERT_TRUE(one->isEnabled()) << button;
        QTest::mouseClick(one, Qt::LeftButton);
    }
    /// Chooses with the keyboard, as a combo box takes it.
    void choose(const char* combo, int index) {
        auto* box = find<QComboBox>(combo);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < index; ++i) {
            QTest::keyClick(box, Qt::Key_Down);
        }
        EXPECT_EQ(box->currentIndex(), index);
    }
    void drop(QWidget* target, const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
    }
    const SourceCard* look(const QString& what) {
        EXPECT_TRUE(page.openPath(what)) << what.toStdString();
        EXPECT_TRUE(QTest::qWaitFor([this] { return !page.openTab()->isBusy(); }, kPatienceMs));
        const auto& card = page.openTab()->card();
        EXPECT_TRUE(card.has_value()) << text("openError").toStdString();
        return card ? &*card : nullptr;
    }
    void waitFor(DataPage::Tab tab) {
        ASSERT_TRUE(QTest::qWaitFor([this, tab] { return !page.formTab(tab).isBusy(); }, kPatienceMs));
    }

    QTemporaryDir folder;
    DataPage page;
    std::optional<Wish> wish;
    std::optional<Options> recipe;
};

}  // namespace pf::ui
