#include "ui/shell/program_card.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QLabel* makeWords(const char* name, const QString& text, QWidget* parent) {
    QLabel* label = makeText(QString::fromLatin1(name), parent);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

/// Groups of eight, so that it can wrap and be compared by eye.
QString grouped(const std::string& hash) {
    QString text;
    for (std::size_t i = 0; i < hash.size(); i += 8) {
        text += (i == 0 ? QString() : QStringLiteral(" ")) + QString::fromStdString(hash.substr(i, 8));
    }
    return text;
}

}  // namespace

ProgramCard::ProgramCard(const ForeignProgram& program, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("programCard"));
    setWindowTitle(tr("Open this program?"));
    setModal(false);
    const int gap = Theme::spacing();
    auto* icon = new QLabel(this);
    icon->setPixmap(Theme::instance().pixmap(QStringLiteral("warning"), 32, Theme::Role::Warning));
    auto* title =
        makeWords("programTitle", tr("This %1 is a program").arg(QString::fromStdString(program.kind)), this);
    title->setFont(Theme::instance().titleFont());
    auto* meaning = makeWords(
        "programMeaning",
        tr("Opening it runs the code in the file with your rights: it can read and change what you can. Open "
           "it only if you made it or trust whoever gave it to you. The work that needs it waits for your "
           "answer; a yes is remembered for exactly this content, and a changed file is asked about again."),
        this);
    auto* file = makeWords("programFile", QString::fromStdString(program.file.string()), this);
    auto* hash = makeWords("programSha", grouped(program.sha256), this);
    hash->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* facts = new QFormLayout;
    facts->setSpacing(gap / 2);
    facts->addRow(tr("File"), file);
    facts->addRow(tr("SHA-256"), hash);
    QPushButton* open = makeButton(QStringLiteral("openProgram"), tr("Open it"), this);
    open->setAutoDefault(false);
    QPushButton* keep = makeButton(QStringLiteral("keepClosed"), tr("Keep it closed"), this);
    keep->setProperty("primary", true);
    keep->setDefault(true);

    QBoxLayout* buttons = makeRow(nullptr, gap, {Spring{}, open, keep});
    QBoxLayout* column = makeColumn(nullptr, gap, {title, meaning, facts, Spring{}, buttons});
    makeRow(this, 2 * gap, {{icon, 0, Qt::AlignTop}, {column, 1}})
        ->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    resize(560, 300);
    connect(open, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    keep->setFocus();
}

}  // namespace pf::ui
