#include "ui/train/recipe_form.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/base/field_table.h"
#include "ui/train/field_editor.h"

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
    auto* editor = qobject_cast<FieldEditor*>(line("evaluation.sets")->parentWidget());
    Q_EMIT editor->pathChosen(QStringLiteral("/data/lfw.bin"));
    EXPECT_EQ(form.options().evaluation.sets.at("lfw"), "/data/lfw.bin");
    auto* sources = qobject_cast<FieldEditor*>(line("data.train")->parentWidget());
    Q_EMIT sources->pathChosen(QStringLiteral("/data/more faces"));
    ASSERT_EQ(form.options().data.train.size(), 2U);
    EXPECT_EQ(form.options().data.train[1], "/data/more faces");
}

}  // namespace
}  // namespace pf::ui
