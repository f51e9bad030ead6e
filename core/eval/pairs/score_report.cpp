#include "core/eval/pairs/score_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <stdexcept>
#include <utility>

#include "core/base/error.h"
#include "core/eval/pairs/score_findings.h"
#include "core/eval/pairs/standard_errors.h"
#include "core/metrics/accuracy_bootstrap.h"

namespace pf {
namespace detail {
namespace {

constexpr std::size_t kRocSamples = 400;
constexpr std::size_t kBandSamples = 41;
constexpr std::size_t kEdcSamples = 201;
constexpr std::size_t kRiskSamples = 51;  // every percent from 0 to 50 %
constexpr double kRiskEnd = 0.5;
constexpr std::size_t kHistogramBins = 100;

template <typename Area>
DiscardAreas areasOf(const Area& area) {
    return {area(0.2), area(0.3), area(1.0)};
}

/// Trapezoids over the FNMR at every percent from 0 to `last`.
template <typename Real>
double trapezoidsOverPercents(const BasicEdcCurve<Real>& curve, int last) {
    double area = 0;
    double before = curve.at(0.0).fnmr;
    for (int percent = 1; percent <= last; ++percent) {
        const double now = curve.at(percent / 100.0).fnmr;
        area += 0.5 * (before + now) * 0.01;
        before = now;
    }
    return area;
}

/// FMRs evenly spaced by their logarithm from one impostor pair to all of them.
std::vector<double> bandFmrs(std::size_t impostor) {
    std::vector<double> fmrs;
    const double lowest = -std::log10(static_cast<double>(std::max<std::size_t>(impostor, 2)));
    for (std::size_t i = 0; i < kBandSamples; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(kBandSamples - 1);
        fmrs.push_back(std::min(std::pow(10.0, lowest * (1.0 - part)), 1.0));
    }
    return fmrs;
}

template <typename Real>
RocReport rocReport(std::span<const Real> scores, SameFlags same, const BasicRocCurve<Real>& curve,
                    const std::vector<double>& rocTargets) {
    RocReport report;
    report.areaUnderCurve = curve.areaUnderCurve();
    report.equalError = curve.equalErrorRate();
    report.dPrime = dPrime(scores, same);
    for (const double target : rocTargets) {
        report.tmrAtFmr.push_back(curve.atFmr(target));
    }
    report.points = curve.sampled(kRocSamples);
    return report;
}

/// How many of ascending scores lie in each of the bins.
template <typename Real>
Histogram binned(std::span<const Real> ascending, double low, double high) {
    Histogram bins{low, high, std::vector<std::size_t>(kHistogramBins)};
    auto from = ascending.begin();
    for (std::size_t bin = 0; bin < kHistogramBins; ++bin) {
        const double edge = low + (high - low) * static_cast<double>(bin + 1) / kHistogramBins;
        const auto to = bin + 1 == kHistogramBins
                            ? ascending.end()
                            : std::lower_bound(from, ascending.end(), edge,
                                               [](Real value, double limit) { return value < limit; });
        bins.counts[bin] = static_cast<std::size_t>(to - from);
        from = to;
    }
    return bins;
}

template <typename Real>
double accuracyAt(const BasicRocCurve<Real>& curve, double threshold) {
    const RocPoint point = curve.at(threshold);
    const auto genuine = static_cast<double>(curve.genuineCount());
    const auto impostor = static_cast<double>(curve.impostorCount());
    return (point.tmr * genuine + (1.0 - point.fmr) * impostor) / (genuine + impostor);
}

/// The threshold of the highest accuracy among the genuine scores, the highest of them when several tie.
template <typename Real>
void findBest(const BasicRocCurve<Real>& curve, DistributionReport& report) {
    const auto genuine = curve.genuineScores();
    const auto impostor = curve.impostorScores();
    std::size_t impostorsBelow = impostor.size();
    std::size_t best = 0;
    for (std::size_t i = genuine.size(); i-- > 0;) {
        if (i > 0 && genuine[i - 1] == genuine[i]) {
            continue;  // pairs of one score are accepted together
        }
        while (impostorsBelow > 0 && impostor[impostorsBelow - 1] >= genuine[i]) {
            --impostorsBelow;
        }
        const std::size_t correct = genuine.size() - i + impostorsBelow;
        if (correct > best) {
            best = correct;
            report.bestThreshold = static_cast<double>(genuine[i]);
        }
    }
    report.bestAccuracy = static_cast<double>(best) / static_cast<double>(genuine.size() + impostor.size());
}

template <typename Real>
DistributionReport distributionReport(const BasicRocCurve<Real>& curve) {
    const auto genuine = curve.genuineScores();
    const auto impostor = curve.impostorScores();
    double low = static_cast<double>(std::min(genuine.front(), impostor.front()));
    double high = static_cast<double>(std::max(genuine.back(), impostor.back()));
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    DistributionReport report;
    report.genuine = binned(genuine, low, high);
    report.impostor = binned(impostor, low, high);
    for (std::size_t i = 0; i <= 2 * kHistogramBins; ++i) {
        const double threshold = low + (high - low) * static_cast<double>(i) / (2.0 * kHistogramBins);
        report.thresholds.push_back(threshold);
        report.accuracies.push_back(accuracyAt(curve, threshold));
    }
    findBest(curve, report);
    return report;
}

template <typename Real>
EdcReport edcReport(std::span<const Real> scores, SameFlags same, std::span<const Real> risk,
                    const OperatingPoint& fixed) {
    const BasicEdcCurve<Real> curve(scores, same, risk, fixed);
    EdcReport report;
    report.fixed = fixed;
    report.errorOrder = curve.errorOrder();
    report.riskIsConstant = curve.isConstant();
    report.area = areasOf([&](double limit) { return curve.partialArea(limit); });
    report.oracleArea = areasOf([&](double limit) { return curve.oracleArea(limit); });
    const double start = curve.at(0.0).fnmr;
    report.randomArea = areasOf([&](double limit) { return start * limit; });
    report.auerc = trapezoidsOverPercents(curve, 99);
    report.auerc30 = trapezoidsOverPercents(curve, 30);
    for (std::size_t i = 0; i < kEdcSamples; ++i) {
        const double fraction = static_cast<double>(i) / static_cast<double>(kEdcSamples - 1);
        EdcPoint point = curve.at(fraction);
        point.discardFraction = fraction;
        report.points.push_back(point);
        report.oracle.push_back(curve.oracleFnmr(fraction));
    }
    return report;
}

VerificationReport verificationReport(std::span<const double> scores, const ScoreSet& set) {
    VerificationReport report;
    report.folds = kFoldVerification(scores, set.same, kVerificationFolds, placesOf(set.absent));
    double squares = 0;
    for (const auto& fold : report.folds.folds) {
        squares += (fold.accuracy - report.folds.accuracy) * (fold.accuracy - report.folds.accuracy);
    }
    report.foldDeviation = std::sqrt(squares / static_cast<double>(report.folds.folds.size()));
    return report;
}

RiskReport riskReport(std::span<const double> scores, const ScoreSet& set,
                      const std::vector<double>& discards) {
    std::vector<double> room;
    const std::span<const double> risk = set.risk.doubles(room);
    const ListedPlaces places = placesOf(set.absent);
    RiskReport report;
    report.rows = riskControlledAccuracy(scores, set.same, risk, discards, kVerificationFolds, places);
    const auto fractions = discardFractions(kRiskSamples, kRiskEnd);
    report.curve = riskControlledAccuracy(scores, set.same, risk, fractions, kVerificationFolds, places);
    RandomDiscardOptions random;
    random.places = places;
    report.random = randomDiscardAccuracy(scores, set.same, fractions, random);
    return report;
}

/// Intervals for what the report already holds.
class Intervals {
  public:
    Intervals(const ScoreSet& set, const ScoreReportOptions& options, ScoreReport& report)
        : set_(set),
          options_(options),
          bootstrap_{options.bootstrap, options.seed, kConfidence, options.stop},
          report_(report) {}

    void add() {
        if (report_.roc) {
            addToRoc(*report_.roc);
        }
        for (auto& edc : report_.edc) {
            addToEdc(edc);
        }
        if (report_.verification ||
            (report_.risk && std::ranges::any_of(report_.risk->rows, &RiskRow::measured))) {
            addAccuracies();
        }
    }

  private:
    BootstrapIntervals resample(const BootstrapTargets& targets, bool withRisk) {
        // The intervals ask for the order of the numbers only: the kind of both need not be the same.
        std::vector<double> scoreRoom;
        std::vector<double> riskRoom;
        auto intervals =
            bootstrapIntervals(set_.values.doubles(scoreRoom), set_.same,
                               withRisk ? set_.risk.doubles(riskRoom) : std::span<const double>(),
                               {set_.subjectA, set_.subjectB}, targets, bootstrap_);
        note(intervals.replicates, intervals.overIdentities);
        return intervals;
    }

    void note(std::size_t replicates, bool overIdentities) {
        report_.replicates = report_.replicates == 0 ? replicates : std::min(report_.replicates, replicates);
        report_.overIdentities = overIdentities;
    }

    void addToRoc(RocReport& roc) {
        roc.bandFmrs = bandFmrs(report_.impostor);
        BootstrapTargets targets{options_.rocTargets, 0.0, {}};
        targets.rocTargets.insert(targets.rocTargets.end(), roc.bandFmrs.begin(), roc.bandFmrs.end());
        auto tmr = resample(targets, false).tmr;
        const auto asked = static_cast<std::ptrdiff_t>(options_.rocTargets.size());
        roc.bandIntervals.assign(tmr.begin() + asked, tmr.end());
        tmr.resize(options_.rocTargets.size());
        roc.tmrIntervals = std::move(tmr);
    }

    void addToEdc(EdcReport& edc) {
        BootstrapTargets targets{{}, edc.fixed.fmrTarget, {}};
        for (const auto& point : edc.points) {
            targets.discardFractions.push_back(point.discardFraction);
        }
        auto intervals = resample(targets, true);
        edc.intervals = std::move(intervals.fnmr);
        edc.areaIntervals = std::move(intervals.areas);
    }

    void addAccuracies() {
        std::vector<double> scoreRoom;
        std::vector<double> riskRoom;
        const std::span<const double> scores = set_.values.doubles(scoreRoom);
        std::span<const double> risk;
        std::vector<double> discards = {0.0};
        if (report_.risk) {
            risk = set_.risk.doubles(riskRoom);
            for (const auto& row : report_.risk->rows) {
                // What cannot be measured once cannot be measured in replicates either.
                discards.push_back(row.measured() ? row.discard : 0.0);
            }
        }
        auto intervals =
            accuracyIntervals(scores, set_.same, risk, {set_.subjectA, set_.subjectB}, discards, bootstrap_);
        note(intervals.replicates, intervals.overIdentities);
        if (report_.verification) {
            report_.verification->interval = intervals.accuracy.front();
        }
        if (report_.risk) {
            report_.risk->intervals.assign(intervals.accuracy.begin() + 1, intervals.accuracy.end());
            for (std::size_t i = 0; i < report_.risk->rows.size(); ++i) {
                if (!report_.risk->rows[i].measured()) {
                    report_.risk->intervals[i] = {std::nan(""), std::nan("")};
                }
            }
        }
    }

    const ScoreSet& set_;
    const ScoreReportOptions& options_;
    BootstrapOptions bootstrap_;
    ScoreReport& report_;
};

/// The curves, which compare scores and risks exactly as given: the same whichever type holds them.
template <typename Real>
void addCurves(std::span<const Real> scores, SameFlags same, std::span<const Real> risk,
               const ScoreReportOptions& options, ScoreReport& report) {
    {
        const BasicRocCurve<Real> curve(scores, same);
        report.genuine = curve.genuineCount();
        report.impostor = curve.impostorCount();
        if (options.roc) {
            report.roc = rocReport(scores, same, curve, options.rocTargets);
            report.distribution = distributionReport(curve);
        }
        if (options.edc && report.hasRisks) {
            for (const double target : options.fmrTargets) {
                report.edc.push_back(edcReport(scores, same, risk, curve.atFmr(target)));
            }
        }
    }
    if (options.erc && report.hasRisks) {
        for (const double target : options.fmrTargets) {
            report.erc.push_back(ercAtFmr<Real>(scores, same, risk, target));
        }
    }
}

}  // namespace

void requireRisks(const ScoreSet& set, const ScoreReportOptions& options) {
    failDataIf(set.risk.empty() && !options.roc && !options.verification &&
                   (options.edc || options.erc || options.risk),
               set.name,
               "has no array 'risk', which risk, EDC and ERC need: one number per pair, e.g. the larger "
               "sigma² of its faces");
}

ScoreReport measureScores(const ScoreSet& set, const ScoreReportOptions& options) {
    ScoreReport report;
    report.name = set.name;
    report.score = set.score;
    report.riskName = set.riskName;
    report.pairs = set.values.size();
    report.hasRisks = !set.risk.empty();
    if (set.values.isNarrow() && set.risk.isNarrow()) {
        addCurves(set.values.floats(), set.same, set.risk.floats(), options, report);
    } else {
        std::vector<double> scoreRoom;
        std::vector<double> riskRoom;
        addCurves(set.values.doubles(scoreRoom), set.same, set.risk.doubles(riskRoom), options, report);
    }
    std::vector<double> room;
    if (options.verification) {
        try {
            report.verification = verificationReport(set.values.doubles(room), set);
        } catch (const std::invalid_argument&) {
            // Folds are not for every set: the other protocols do without, and whoever shows the report
            // says why (whyNotMeasured).
        }
    }
    if (options.risk && report.hasRisks) {
        report.risk = riskReport(set.values.doubles(room), set, options.discards);
    }
    return report;
}

void completeReport(const ScoreSet& set, const ScoreReportOptions& options, ScoreReport& report) {
    report.warnings = scoreFindings(report);
    if (options.bootstrap > 0) {
        Intervals(set, options, report).add();
    }
}

}  // namespace detail

ScoreReport evaluateScores(const ScoreSet& set, const ScoreReportOptions& options) {
    detail::requireRisks(set, options);
    return atSet(set.name, [&] {
        const auto started = std::chrono::steady_clock::now();
        ScoreReport report = detail::measureScores(set, options);
        detail::completeReport(set, options, report);
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return report;
    });
}

}  // namespace pf
