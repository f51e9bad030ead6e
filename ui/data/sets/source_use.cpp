#include "ui/data/sets/source_use.h"

#include <QCoreApplication>

namespace pf::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pf::ui::SourceCardView", text);
}

}  // namespace

QString useText(SourceUse use, SourceKind kind) {
    switch (use) {
        case SourceUse::Train:
            return kind == SourceKind::Config ? tr("Train with this recipe") : tr("Train with these faces");
        case SourceUse::Gallery:
            return kind == SourceKind::Model ? tr("Use in Gallery") : tr("Look at in Gallery");
        case SourceUse::Evaluate:
            return tr("Evaluate");
        case SourceUse::Compare:
            return tr("Compare in Pairs");
        case SourceUse::UseAsBackbone:
            return tr("Use as backbone");
        case SourceUse::Import:
            return tr("Import weights");
        case SourceUse::Align:
            return tr("Align");
        case SourceUse::Convert:
            return tr("Convert");
        case SourceUse::Export:
            return tr("Export");
        case SourceUse::OpenRun:
            return kind == SourceKind::Runs ? tr("Open runs") : tr("Open run");
    }
    return {};
}

QString useHelp(SourceUse use) {
    switch (use) {
        case SourceUse::Train:
            return tr("Opens Train; nothing starts yet");
        case SourceUse::Gallery:
            return tr("Opens Gallery");
        case SourceUse::Evaluate:
            return tr("Adds it to the lists of Evaluate");
        case SourceUse::Compare:
            return tr("Puts it into Pairs");
        case SourceUse::UseAsBackbone:
            return tr("Tries it with a few images before a recipe uses it");
        case SourceUse::Import:
            return tr("Turns the tensors into a native backbone");
        case SourceUse::Align:
            return tr("Cuts aligned faces out of photos");
        case SourceUse::Convert:
            return tr("Copies the set into another format");
        case SourceUse::Export:
            return tr("Writes the model for use elsewhere");
        case SourceUse::OpenRun:
            return tr("Shows its curves, live or finished");
    }
    return {};
}

}  // namespace pf::ui
