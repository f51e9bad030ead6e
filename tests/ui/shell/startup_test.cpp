// The program as it is started: with no screen, and on a desktop in another language.
#include <gtest/gtest.h>

#include <clocale>

#include <QDoubleSpinBox>
#include <QLocale>
#include <QProcess>
#include <QTest>

#include "tests/support/comma_locale.h"
#include "ui/shell/plain_locale.h"

namespace pf::ui {
namespace {

struct Ended {
    QProcess::ExitStatus status;
    int code;
    QString out;
    QString err;
};

Ended studio(const QStringList& arguments, const QString& display = {}) {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY"}) {
        environment.remove(QString::fromLatin1(name));
    }
    if (!display.isEmpty()) {
        environment.insert(QStringLiteral("DISPLAY"), display);
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(PF_STUDIO_BINARY), arguments);
    EXPECT_TRUE(process.waitForFinished(60000));
    return {process.exitStatus(), process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

TEST(Startup, WithoutAScreenEndsWithASentence) {
    for (const QString& display : {QString(), QStringLiteral(":987")}) {
        const Ended ended = studio({QStringLiteral("--demo")}, display);
        EXPECT_EQ(ended.status, QProcess::NormalExit) << "it aborted";
        EXPECT_EQ(ended.code, 1);
        EXPECT_EQ(ended.err.count('\n'), 1) << ended.err.toStdString();
        EXPECT_TRUE(ended.err.startsWith("probface-studio: no screen was found")) << ended.err.toStdString();
        EXPECT_TRUE(ended.err.contains("ssh -X")) << ended.err.toStdString();
    }
}

TEST(Startup, QuestionsAreAnsweredWithoutAScreen) {
    for (const char* word : {"--help", "-h"}) {
        const Ended ended = studio({QString::fromLatin1(word)});
        EXPECT_EQ(ended.code, 0) << ended.err.toStdString();
        EXPECT_TRUE(ended.out.contains("--demo")) << ended.out.toStdString();
        EXPECT_TRUE(ended.err.isEmpty()) << ended.err.toStdString();
    }
    const Ended version = studio({QStringLiteral("--version")});
    EXPECT_EQ(version.code, 0);
    EXPECT_TRUE(version.out.startsWith("probface-studio ")) << version.out.toStdString();
}

TEST(Startup, FieldsTakeAPointInAnyLanguage) {
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    const test::CommaLocale comma;
    usePlainNumbers();
    EXPECT_STREQ(std::localeconv()->decimal_point, ".");
    QDoubleSpinBox field;
    field.setDecimals(4);
    field.selectAll();
    QTest::keyClicks(&field, QStringLiteral("0.25"));
    EXPECT_EQ(field.value(), 0.25);
    QTest::keyClick(&field, Qt::Key_Return);
    EXPECT_EQ(field.text(), QStringLiteral("0.2500"));
    QLocale::setDefault(before);
}

}  // namespace
}  // namespace pf::ui
