#include "ui/train/recipe_form.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/base/config/field_table.h"
#include "ui/train/essential_fields.h"
#include "ui/train/field_editor.h"
#include "ui/train/list_field.h"

namespace pf::ui {
namespace {

class RecipeFormTest : public testing::Test {
  protected:
    void SetUp() override {
        options.data.train = {"synthetic:identities=4,images=4"};
        options.model.backbone.file = PF_SOURCE_DIR "/CMakeLists.txt";
        form.resize(380, 1200);
        form.setOptions(options);
        form.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&form));
    }
    QLineEdit* line(const char* key) {
        return form.findChild<QLineEdit*>(QStringLiteral("field-") + QString::fromLatin1(key));
    }
    QWidget* control(const char* key) {
        return form.findChild<QWidget*>(QStringLiteral("field-") + QString::fromLatin1(key));
    }
    ListField* list(const char* key) { return qobject_cast<ListField*>(control(key)); }
    void type(const char* key, const QString& text) {
        QLineEdit* edit = line(key);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    Options options;
    RecipeForm form;
};

TEST_F(RecipeFormTest, HasOneEditorForEveryFieldOfTheTable) {
    int expected = 0;
    for (const Field& field : fieldTable()) {
        if (field.section() != "pretrain") {
            ++expected;
            EXPECT_NE(form.findChild<QWidget*>(QStringLiteral("field-") + QString::fromStdString(field.key)),
                      nullptr)
                << field.key;
        }
    }
    EXPECT_EQ(form.findChildren<FieldEditor*>().size(), expected);
}

TEST_F(RecipeFormTest, TypingChangesTheOptions) {
    type("train.epochs", QStringLiteral("7"));
    EXPECT_EQ(form.options().train.epochs, 7);
    type("run.name", QStringLiteral("mine"));
    EXPECT_EQ(form.options().run.name, "mine");
    auto* kind = form.findChild<QComboBox*>(QStringLiteral("field-loss.constraint.kind"));
    ASSERT_NE(kind, nullptr);
    kind->setCurrentText(QStringLiteral("l1"));
    EXPECT_EQ(form.options().loss.constraintKind, "l1");
}

TEST_F(RecipeFormTest, AnImpossibleValueIsSaidBesideTheFieldAndKeepsTheOldOne) {
    type("train.epochs", QStringLiteral("none"));
    EXPECT_EQ(form.options().train.epochs, options.train.epochs);
    EXPECT_FALSE(form.isValid());
    auto* editor = qobject_cast<FieldEditor*>(line("train.epochs")->parentWidget());
    ASSERT_NE(editor, nullptr);
    EXPECT_TRUE(editor->problem().contains(QStringLiteral("none"))) << editor->problem().toStdString();
    EXPECT_TRUE(form.firstProblem().startsWith(QStringLiteral("train.epochs")));
    type("train.epochs", QStringLiteral("3"));
    EXPECT_TRUE(editor->problem().isEmpty());
}

TEST_F(RecipeFormTest, CombinationsAreCheckedInTheBackground) {
    type("model.backbone.file", QStringLiteral("/no/such/file.pt"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !form.isValid(); }));
    EXPECT_TRUE(form.firstProblem().contains(QStringLiteral("/no/such/file.pt")))
        << form.firstProblem().toStdString();
}

TEST_F(RecipeFormTest, SectionsFoldAndAProblemUnfoldsThem) {
    auto* head = form.findChild<QPushButton*>(QStringLiteral("section-loss"));
    ASSERT_NE(head, nullptr);
    EXPECT_FALSE(line("loss.mls.weight")->isVisible());
    QTest::mouseClick(head, Qt::LeftButton);
    EXPECT_TRUE(line("loss.mls.weight")->isVisible());
    QTest::mouseClick(head, Qt::LeftButton);
    EXPECT_FALSE(line("loss.mls.weight")->isVisible());
    auto* editor = qobject_cast<FieldEditor*>(line("loss.mls.weight")->parentWidget());
    Q_EMIT editor->edited(QStringLiteral("heavy"));
    EXPECT_TRUE(line("loss.mls.weight")->isVisible());
}

TEST_F(RecipeFormTest, AChosenFileIsAddedToAMapOfSets) {
    Q_EMIT list("evaluation.sets")->pathChosen(QStringLiteral("/data/lfw.bin"));
    EXPECT_EQ(form.options().evaluation.sets.at("lfw"), "/data/lfw.bin");
    Q_EMIT list("data.train")->pathChosen(QStringLiteral("/data/more faces"));
    ASSERT_EQ(form.options().data.train.size(), 2U);
    EXPECT_EQ(form.options().data.train[1], "/data/more faces");
    EXPECT_EQ(list("data.train")->rowCount(), 2);
}

TEST_F(RecipeFormTest, ListsHaveARowForEachEntryToTypeAddAndTakeAway) {
    ListField* rates = list("train.schedule.steps");
    ASSERT_EQ(rates->rowCount(), static_cast<int>(form.options().train.schedule.steps.size()));
    auto* add = form.findChild<QToolButton*>(QStringLiteral("add-train.schedule.steps"));
    ASSERT_NE(add, nullptr);
    QTest::mouseClick(add, Qt::LeftButton);
    const int row = rates->rowCount();
    EXPECT_TRUE(form.isValid()) << "a row that was not filled in yet is no mistake";
    auto* edits = form.focusWidget();
    ASSERT_NE(edits, nullptr);
    QTest::keyClicks(edits, QStringLiteral("90%"));
    QTest::keyClick(edits, Qt::Key_Tab);
    QTest::keyClicks(form.focusWidget(), QStringLiteral("0.0001"));
    ASSERT_TRUE(form.options().train.schedule.steps.contains("90%"));
    EXPECT_EQ(form.options().train.schedule.steps.at("90%"), "0.0001");

    auto* away = form.findChild<QToolButton*>(QStringLiteral("train.schedule.steps-%1-remove").arg(row));
    ASSERT_NE(away, nullptr);
    QTest::mouseClick(away, Qt::LeftButton);
    EXPECT_FALSE(form.options().train.schedule.steps.contains("90%"));
    EXPECT_EQ(rates->rowCount(), row - 1);
}

TEST_F(RecipeFormTest, ListsRefuseWhatCannotBe) {
    auto* edit = form.findChild<QLineEdit*>(QStringLiteral("evaluation.discard-1-value"));
    ASSERT_NE(edit, nullptr);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QStringLiteral("1.5"));
    EXPECT_TRUE(form.firstProblem().startsWith(QStringLiteral("evaluation.discard")))
        << form.firstProblem().toStdString();
    EXPECT_EQ(edit->text(), QStringLiteral("1.5")) << "what was typed stays";
}

TEST_F(RecipeFormTest, GainingFocusMovesNothing) {
    std::vector<QWidget*> all;
    std::vector<QPoint> places;
    for (QWidget* widget : form.findChildren<QWidget*>()) {
        if (widget->isVisible()) {
            all.push_back(widget);
            places.push_back(widget->mapTo(&form, QPoint()));
        }
    }
    ASSERT_GT(all.size(), 20U);
    for (FieldEditor* editor : form.editors()) {
        if (!editor->isVisible()) {
            continue;
        }
        editor->control()->setFocus();
        QApplication::processEvents();
        for (std::size_t i = 0; i < all.size(); ++i) {
            ASSERT_EQ(all[i]->mapTo(&form, QPoint()), places[i])
                << editor->field().key << " moved " << all[i]->objectName().toStdString();
        }
    }
}

TEST_F(RecipeFormTest, EssentialOptionsAndTheChangedOnesAreShownAtFirst) {
    for (const std::string& key : essentialKeys()) {
        EXPECT_NE(findField(key), nullptr) << key;
    }
    const auto shown = [this](const char* key) { return !control(key)->parentWidget()->isHidden(); };
    EXPECT_TRUE(shown("train.epochs"));
    EXPECT_FALSE(shown("train.momentum"));
    form.setFilter({}, true);
    EXPECT_TRUE(shown("train.momentum"));
    form.setFilter(QStringLiteral("momentum"), false);
    EXPECT_TRUE(shown("train.momentum"));
    EXPECT_FALSE(shown("train.epochs"));
    form.setFilter({}, false);
    EXPECT_FALSE(shown("train.momentum"));
    options.train.momentum = 0.5;
    form.setOptions(options);
    EXPECT_TRUE(shown("train.momentum")) << "a recipe hides nothing that it changes";
}

TEST_F(RecipeFormTest, OneGoesToTheFirstProblemInTheFormsOrder) {
    options.data.train.clear();
    options.model.backbone.file = "/no/such/file.pt";
    form.setOptions(options);
    QSignalSpy wanted(&form, &RecipeForm::wanted);
    form.goToFirstProblemWhenChecked();
    ASSERT_TRUE(QTest::qWaitFor([&] { return wanted.count() == 1; }));
    EXPECT_EQ(form.firstProblemKey(), QStringLiteral("data.train"));
    EXPECT_EQ(form.problemCount(), 2);
    EXPECT_TRUE(control("data.train")->isAncestorOf(form.focusWidget()));
    form.goTo(QStringLiteral("model.backbone.file"));
    EXPECT_EQ(form.focusWidget(), line("model.backbone.file"));
}

TEST_F(RecipeFormTest, ARunThatGoesOnChangesOnlyWhatMeasuresIt) {
    form.setEditing(RecipeForm::Editing::Evaluation);
    EXPECT_FALSE(line("train.epochs")->isEnabled());
    EXPECT_TRUE(control("evaluation.sets")->isEnabled());
    Options before = form.options();
    EXPECT_TRUE(form.evaluationChanges(before).isEmpty());
    Q_EMIT list("evaluation.sets")->pathChosen(QStringLiteral("/data/lfw.bin"));
    EXPECT_EQ(form.evaluationChanges(before),
              QStringList{QStringLiteral("evaluation.sets={lfw: /data/lfw.bin}")});
}

TEST_F(RecipeFormTest, PathsShowTheirEnd) {
    options.model.backbone.file = "/a/very/long/path/" + std::string(200, 'x') + "/net.onnx";
    form.setOptions(options);
    QLineEdit* edit = line("model.backbone.file");
    EXPECT_EQ(edit->cursorPosition(), edit->text().size());
    EXPECT_EQ(edit->toolTip(), edit->text());
}

}  // namespace
}  // namespace pf::ui
