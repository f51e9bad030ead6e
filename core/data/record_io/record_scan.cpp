#include "core/data/record_io/record_scan.h"

#include <algorithm>

#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

class Scanner {
  public:
    Scanner(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
            const std::function<void(const RecordProblem&)>& lost)
        : file_(file), found_(found), lost_(lost) {}

    void run() {
        while (at_ < file_.size()) {
            RecordProblem problem;
            const auto frame = file_.frameAt(at_, problem);
            if (frame) {
                keepPrevious();
                previous_ = *frame;
                at_ = frame->end;
            } else if (problem.kind == RecordProblem::Kind::NoImage) {
                keepPrevious();
                lost_(problem);
                at_ = problem.end;
            } else {
                passOver(problem);
            }
        }
        keepPrevious();
    }

  private:
    void keepPrevious() {
        if (previous_) {
            found_(*previous_);
            previous_.reset();
        }
    }

    /// Goes on behind damage at `at_`.
    void passOver(RecordProblem problem) {
        const bool isBetween = problem.kind == RecordProblem::Kind::NoRecord && problem.offset == at_;
        // Where no record follows one, its length may be what is wrong: then the next one begins inside it.
        const std::uint64_t from =
            isBetween && previous_ ? previous_->offset + 4 : std::max(problem.offset, at_ + 1);
        const auto next = file_.findRecord(from);
        if (next && *next < at_) {
            lost_({RecordProblem::Kind::Cut, previous_->offset, 0,
                   "the record says it has " + formatCount(previous_->bytes) +
                       " bytes, but another one begins " + formatCount(*next - previous_->offset) +
                       " bytes after it"});
            previous_.reset();
            at_ = *next;
            return;
        }
        keepPrevious();
        const std::uint64_t end = next.value_or(file_.size());
        const std::string passed =
            next ? "; " + formatCount(end - at_) + " bytes up to the next record are passed over"
                 : "; no record follows, the last " + formatCount(end - at_) +
                       " bytes of the file are left out";
        problem.reason +=
            (problem.offset == at_ ? "" : " (at byte " + std::to_string(problem.offset) + ")") + passed;
        problem.offset = at_;
        lost_(problem);
        at_ = end;
    }

    const RecordFile& file_;
    const std::function<void(const RecordFrame&)>& found_;
    const std::function<void(const RecordProblem&)>& lost_;
    std::uint64_t at_ = 0;
    /// A record is kept once a record follows it, or its place proves right otherwise.
    std::optional<RecordFrame> previous_;
};

}  // namespace

void scanRecords(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
                 const std::function<void(const RecordProblem&)>& lost) {
    Scanner(file, found, lost).run();
}

}  // namespace pf
