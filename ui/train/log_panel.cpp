#include "ui/train/log_panel.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QToolButton>

#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {
constexpr int kMaxLines = 20000;
constexpr std::size_t kHeadLength = 40;

/// The step of a line "[epoch][step of the epoch] ..."; -1: it belongs to the line before it.
long long stepOf(const std::string& line, long long stepsPerEpoch) {
    static const QRegularExpression head(QStringLiteral("^\\[(\\d+)\\]\\[(\\d+)\\]"));
    const QRegularExpressionMatch match = head.match(QString::fromStdString(line.substr(0, kHeadLength)));
    return match.hasMatch()
               ? (match.captured(1).toLongLong() - 1) * stepsPerEpoch + match.captured(2).toLongLong()
               : -1;
}

}  // namespace

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent), text_(named(new QPlainTextEdit(this), "logText", tr("Training log"))) {
    auto* title = new QLabel(tr("Log"), this);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    QToolButton* copy = makeFlatButton(QStringLiteral("copyLogButton"), QStringLiteral("copy"),
                                       tr("Copy the whole log"), this);
    QBoxLayout* row = makeRow(nullptr, kUsualGap, {title, Spring{}, copy});
    row->setContentsMargins(8, 4, 4, 0);
    text_->setReadOnly(true);
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setMaximumBlockCount(kMaxLines);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(text_->font().pointSizeF() * 0.92);
    text_->setFont(fixed);
    text_->setPlaceholderText(tr("The lines of training-log.txt appear here as they are written."));
    makeColumn(this, 0, {row, {text_, 1}})->setContentsMargins(1, 1, 1, 1);
    connect(copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    connect(&Theme::instance(), &Theme::changed, this, &LogPanel::recolour);
}

void LogPanel::add(const std::vector<std::string>& lines, std::vector<NoteRecord> notes,
                   long long stepsPerEpoch) {
    // What is said before the first step comes before everything.
    std::stable_partition(notes.begin(), notes.end(), [](const NoteRecord& note) { return note.step <= 0; });
    // A run that is read from its files hands over all its lines at once and all its notes: a note stands
    // behind the line of its step and what belongs to that, before the line of the next one.
    std::size_t next = 0;
    std::size_t begin = 0;
    long long last = 0;
    const auto show = [&](std::size_t lineEnd, std::size_t noteEnd) {
        if (noteEnd > next) {
            addLines(std::span(lines).subspan(begin, lineEnd - begin));
            begin = lineEnd;
            addNotes(std::span(notes).subspan(next, noteEnd - next));
            next = noteEnd;
        }
    };
    for (std::size_t i = 0; i <= lines.size() && next < notes.size(); ++i) {
        const long long step = i < lines.size() ? stepOf(lines[i], stepsPerEpoch) : -1;
        std::size_t until = next;
        if (i == 0 || step > 0) {
            // Resumed from an earlier step: what was said of the steps that it takes back comes before.
            for (std::size_t note = next; step > 0 && step <= last && note < notes.size(); ++note) {
                if (notes[note].step < step) {
                    until = note + 1;
                    break;
                }
            }
            while (until < notes.size() && (step > 0 ? notes[until].step < step : notes[until].step <= 0)) {
                ++until;
            }
        }
        show(i, until);
        last = step > 0 ? step : last;
    }
    show(lines.size(), notes.size());
    addLines(std::span(lines).subspan(begin));
}

void LogPanel::addLines(std::span<const std::string> lines) {
    QStringList block;
    // Beyond the panel's capacity only the end would survive.
    for (const std::string& line : lines.last(std::min<std::size_t>(lines.size(), kMaxLines))) {
        block << QString::fromStdString(line);
    }
    if (!block.isEmpty()) {
        append(block.join(QLatin1Char('\n')), Kind::Plain);
    }
}

void LogPanel::addNotes(std::span<const NoteRecord> notes) {
    for (const NoteRecord& note : notes) {
        const QString where = note.step > 0 ? tr("step %1: ").arg(note.step) : QString();
        const QString text = QString::fromStdString(note.text);
        using Level = NoteRecord::Level;
        const auto [words, kind] = note.level == Level::Info ? std::pair(tr("note: %1%2"), Kind::Info)
                                   : note.level == Level::Warning
                                       ? std::pair(tr("warning: %1%2"), Kind::Warning)
                                       : std::pair(tr("error: %1%2"), Kind::Error);
        append(words.arg(where, text), kind);
    }
}

void LogPanel::append(const QString& text, Kind kind) {
    QScrollBar* bar = text_->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 1;
    QTextCursor cursor(text_->document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    if (!text_->document()->isEmpty()) {
        cursor.insertBlock();
    }
    const int first = cursor.blockNumber();
    cursor.insertText(text, formatOf(kind));
    cursor.endEditBlock();
    for (QTextBlock block = text_->document()->findBlockByNumber(first); block.isValid();
         block = block.next()) {
        block.setUserState(static_cast<int>(kind));
    }
    if (atEnd) {
        bar->setValue(bar->maximum());
    }
}

QTextCharFormat LogPanel::formatOf(Kind kind) {
    QTextCharFormat format;
    if (kind != Kind::Plain) {
        format.setForeground(Theme::instance().colour(kind == Kind::Info      ? Theme::Role::Accent
                                                      : kind == Kind::Warning ? Theme::Role::Warning
                                                                              : Theme::Role::Error));
    }
    return format;
}

void LogPanel::recolour() {
    QTextCursor cursor(text_->document());
    cursor.beginEditBlock();
    for (QTextBlock block = text_->document()->begin(); block.isValid(); block = block.next()) {
        // An empty document's only block has no kind.
        if (block.userState() > static_cast<int>(Kind::Plain)) {
            cursor.setPosition(block.position());
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            cursor.setCharFormat(formatOf(static_cast<Kind>(block.userState())));
        }
    }
    cursor.endEditBlock();
}

}  // namespace pf::ui
