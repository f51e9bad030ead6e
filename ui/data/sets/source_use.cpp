#include "ui/data/sets/source_use.h"

#include <array>

#include <QCoreApplication>

namespace pf::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pf::ui::SourceCardView", text);
}

struct Words {
    const char* text;
    const char* help;
};

/// In the order of SourceUse.
constexpr std::array<Words, static_cast<std::size_t>(SourceUse::OpenRun) + 1> kWords = {
    {{"Train with these faces", "Opens Train; nothing starts yet"},
     {"Look at in Gallery", "Opens Gallery"},
     {"Evaluate", "Adds it to the lists of Evaluate"},
     {"Compare in Pairs", "Puts it into Pairs"},
     {"Use as backbone", "Tries it with a few images before a recipe uses it"},
     {"Import weights", "Turns the tensors into a native backbone"},
     {"Align", "Cuts aligned faces out of photos"},
     {"Convert", "Copies the set into another format"},
     {"Export", "Writes the model for use elsewhere"},
     {"Open run", "Shows its curves, live or finished"}}};

const Words& wordsOf(SourceUse use) {
    return kWords[static_cast<std::size_t>(use)];
}

}  // namespace

QString useText(SourceUse use, SourceKind kind) {
    if (use == SourceUse::Train && kind == SourceKind::Config) {
        return tr("Train with this recipe");
    }
    if (use == SourceUse::Gallery && kind == SourceKind::Model) {
        return tr("Use in Gallery");
    }
    if (use == SourceUse::OpenRun && kind == SourceKind::Runs) {
        return tr("Open runs");
    }
    return tr(wordsOf(use).text);
}

QString useHelp(SourceUse use) {
    return tr(wordsOf(use).help);
}

}  // namespace pf::ui
