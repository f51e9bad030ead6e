#include "app/cli/commands/convert.h"

#include <algorithm>
#include <cstdio>

#include "app/cli/options/flag_reader.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

constexpr std::size_t kSkippedShown = 20;

std::string countText(std::size_t count) {
    return formatCount(count) + (count == 1 ? " image" : " images");
}

void printOutcome(const ConvertOutcome& outcome) {
    if (!outcome.skipped.empty()) {
        std::fprintf(stderr, "left out:\n");
        const std::size_t shown = std::min(outcome.skipped.size(), kSkippedShown);
        for (std::size_t i = 0; i < shown; ++i) {
            std::fprintf(stderr, "  %s\n", outcome.skipped[i].c_str());
        }
        if (shown < outcome.skipped.size()) {
            std::fprintf(stderr, "  and %s more, all in the .skipped.txt\n",
                         formatCount(outcome.skipped.size() - shown).c_str());
        }
    }
    for (const auto& note : outcome.notes) {
        std::fprintf(stderr, "note: %s\n", note.c_str());
    }
    if (!outcome.complete) {
        std::fprintf(stderr, "stopped after %s; the same command with --resume continues\n",
                     countText(outcome.images).c_str());
        return;
    }
    for (const auto& file : outcome.files) {
        std::printf("%s\n", file.c_str());
    }
    std::printf(
        "%s%s\n", countText(outcome.images).c_str(),
        outcome.resumedAt > 0 ? (", " + countText(outcome.resumedAt) + " of them from before").c_str() : "");
}

int convert(const ConvertRequest& request) {
    RunControl control;
    const ConvertOutcome outcome = withProgress(
        control, [&](auto& stop, const auto& observer) { return convertImages(request, stop, observer); });
    printOutcome(outcome);
    return outcome.complete ? kOk : kInterrupted;
}

}  // namespace

void addConvert(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(verbOf(ConvertRequest()),
                                       "Copy faces between folder, list, RecordIO and .bin without loss");
    command->footer(
        "Encoded images are copied byte for byte; header and end of each are checked, and unusable ones are "
        "listed in OUT.skipped.txt.\n"
        "rec needs identities and bin needs pairs; the pairs of a .bin that becomes a folder go to "
        "OUT.pairs.csv,\nwhich --pairs takes, as LFW's pairs.txt.\n"
        "OUT appears when it is complete; until then the work is in OUT.part, where --resume continues.\n"
        "Examples:\n"
        "  probface convert /data/faces_emore/train.rec --out /data/ms1m --resume\n"
        "  probface convert /data/faces --out faces.rec\n"
        "  probface convert /data/lfw.bin --out lfw\n"
        "  probface convert lfw --pairs lfw.pairs.csv --out lfw.bin");
    const auto request = std::make_shared<ConvertRequest>();
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(convert));
}

}  // namespace pf::cli
