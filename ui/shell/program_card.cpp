#include "ui/shell/program_card.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QVariant>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QLabel* makeText(const char* name, const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
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
        makeText("programTitle", tr("This %1 is a program").arg(QString::fromStdString(program.kind)), this);
    title->setFont(Theme::instance().titleFont());
    auto* meaning = makeText(
        "programMeaning",
        tr("Opening it runs the code in the file with your rights: it can read and change what you can. Open "
           "it only if you made it or trust whoever gave it to you. The work that needs it waits for your "
           "answer; a yes is remembered for exactly this content, and a changed file is asked about again."),
        this);
    auto* file = makeText("programFile", QString::fromStdString(program.file.string()), this);
    auto* hash = makeText("programSha", grouped(program.sha256), this);
    hash->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* facts = new QFormLayout;
    facts->setSpacing(gap / 2);
    facts->addRow(tr("File"), file);
    facts->addRow(tr("SHA-256"), hash);
    auto* open = new QPushButton(tr("Open it"), this);
    open->setObjectName(QStringLiteral("openProgram"));
    open->setAutoDefault(false);
    auto* keep = new QPushButton(tr("Keep it closed"), this);
    keep->setObjectName(QStringLiteral("keepClosed"));
    keep->setProperty("primary", true);
    keep->setDefault(true);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(gap);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(keep);
    auto* column = new QVBoxLayout;
    column->setSpacing(gap);
    column->addWidget(title);
    column->addWidget(meaning);
    column->addLayout(facts);
    column->addStretch(1);
    column->addLayout(buttons);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    row->setSpacing(2 * gap);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    resize(560, 300);
    connect(open, &QPushButton::clicked, this, &QDialog::accept);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    keep->setFocus();
}

}  // namespace pf::ui
