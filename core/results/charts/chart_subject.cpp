#include "core/results/charts/chart_subject.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace pf {
namespace {

constexpr double kThin = 1.4;

double targetOf(const EdcReport& edc) {
    return edc.fixed.fmrTarget;
}

double targetOf(const ErcCurve& erc) {
    return erc.fmrTarget;
}

template <typename Curve>
std::vector<double> distinctTargets(const ChartSubjects& subjects, const std::string& score,
                                    std::vector<Curve> ScoreReport::*curves) {
    std::vector<double> distinct;
    for (const auto& subject : subjects) {
        for (const auto* report : subject.curves) {
            for (const Curve& curve : report->*curves) {
                if ((score.empty() || report->score == score) &&
                    std::ranges::find(distinct, targetOf(curve)) == distinct.end()) {
                    distinct.push_back(targetOf(curve));
                }
            }
        }
    }
    return distinct;
}

template <typename Curve>
const Curve* curveAt(const std::vector<Curve>& curves, double fmrTarget) {
    const auto found =
        std::ranges::find_if(curves, [fmrTarget](const Curve& each) { return targetOf(each) == fmrTarget; });
    return found == curves.end() ? nullptr : &*found;
}

}  // namespace

const ScoreReport* ChartSubject::find(const std::string& score,
                                      const std::function<bool(const ScoreReport&)>& holds) const {
    const auto found = std::find_if(curves.begin(), curves.end(), [&](const ScoreReport* each) {
        return (score.empty() || each->score == score) && holds(*each);
    });
    return found == curves.end() ? nullptr : *found;
}

std::vector<std::string> scoresOf(const ChartSubjects& subjects) {
    std::vector<std::string> names;
    for (const auto& subject : subjects) {
        for (const auto* curve : subject.curves) {
            if (std::find(names.begin(), names.end(), curve->score) == names.end()) {
                names.push_back(curve->score);
            }
        }
    }
    return names;
}

std::vector<double> edcTargets(const ChartSubjects& subjects, const std::string& score) {
    return distinctTargets(subjects, score, &ScoreReport::edc);
}

std::vector<double> ercTargets(const ChartSubjects& subjects, const std::string& score) {
    return distinctTargets(subjects, score, &ScoreReport::erc);
}

const EdcReport* edcAt(const ScoreReport& report, double fmrTarget) {
    return curveAt(report.edc, fmrTarget);
}

const ErcCurve* ercAt(const ScoreReport& report, double fmrTarget) {
    return curveAt(report.erc, fmrTarget);
}

std::string scoreLabel(const std::string& score) {
    if (score == "mls") {
        return "MLS";
    }
    if (score == "attention") {
        return "distance term";
    }
    return score == "negative_squared_distance" ? "negative squared distance" : score;
}

std::string riskLabel(const std::string& risk) {
    constexpr std::string_view kSigma = "sigma_sq";
    return risk.starts_with(kSigma) ? "σ²" + risk.substr(kSigma.size()) : risk;
}

CurveStyles::CurveStyles(const ChartSubjects& subjects, const std::string& score, bool byScore,
                         const std::function<bool(const ScoreReport&)>& holds)
    : hasSeveral_(subjects.size() > 1), byScore_(byScore) {
    for (const auto& subject : subjects) {
        for (const auto* curve : subject.curves) {
            if ((!score.empty() && curve->score != score) || !holds(*curve)) {
                continue;
            }
            const std::string name = byScore_ ? scoreLabel(curve->score) : riskLabel(curve->riskName);
            auto found = std::find(variants_.begin(), variants_.end(), name);
            if (found == variants_.end()) {
                found = variants_.insert(variants_.end(), name);
            }
            curves_.push_back({&subject, curve, static_cast<std::size_t>(found - variants_.begin())});
        }
    }
}

std::string CurveStyles::ofScore() const {
    const std::string score = curves_.empty() ? "" : curves_.front().report->score;
    const bool isCommon = std::all_of(curves_.begin(), curves_.end(),
                                      [&](const auto& each) { return each.report->score == score; });
    return score.empty() || score == "score" || !isCommon ? "" : ": " + scoreLabel(score);
}

bool CurveStyles::isFirstOfSubject(const SubjectCurve& curve) const {
    const auto first = std::find_if(curves_.begin(), curves_.end(),
                                    [&](const auto& each) { return each.subject == curve.subject; });
    return first->report == curve.report;
}

ChartSeries CurveStyles::line(const SubjectCurve& curve, ChartMark mark) const {
    constexpr std::array kDashes = {ChartDash::Solid, ChartDash::Dashed, ChartDash::DashDotted};
    const std::string& variant = variants_[curve.variant];
    ChartSeries series;
    series.mark = mark;
    series.id = curve.subject->id + (variants_.size() > 1 ? " " + variant : "");
    if (hasSeveral_) {
        series.name = curve.subject->name + (variants_.size() > 1 ? ", " + variant : "");
        series.group = curve.subject->id;
        series.dash = kDashes[curve.variant % kDashes.size()];
        series.colour = curve.subject->colour;
    } else {
        series.name = variant.empty() ? curve.subject->name : variant;
        series.colour = static_cast<int>(curve.variant);
    }
    return series;
}

ChartSeries CurveStyles::band(const SubjectCurve& curve) const {
    ChartSeries band = line(curve, ChartMark::Band);
    band.group = hasSeveral_ ? band.group : band.id;
    band.id += " band";
    band.name += ", 95 % interval";
    band.meaning = "95 % interval";
    band.inLegend = false;
    return band;
}

ChartSeries CurveStyles::companion(const SubjectCurve& curve, const char* key, const char* words,
                                   ChartDash dash) const {
    ChartSeries series = line(curve);
    series.id += std::string(" ") + key;
    series.name = hasSeveral_ ? series.name + ", " + words : words;
    series.meaning = words;
    series.inLegend = !hasSeveral_;
    series.dash = dash;
    series.width = kThin;
    return series;
}

ChartSeries CurveStyles::baseline(const SubjectCurve& curve, const char* key, const char* words,
                                  ChartDash dash) const {
    ChartSeries series = companion(curve, key, words, dash);
    series.name = hasSeveral_ ? curve.subject->name + ", " + words : words;
    series.colour = hasSeveral_ ? series.colour : kBaselineColour;
    return series;
}

std::string CurveStyles::bandSentence() const {
    for (const auto& curve : curves_) {
        if (curve.report->replicates > 0) {
            return " Bands: 95 % intervals of " + formatCount(curve.report->replicates) +
                   " bootstrap replicates over " + (curve.report->overIdentities ? "identities." : "pairs.");
        }
    }
    return "";
}

}  // namespace pf
