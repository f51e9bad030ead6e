#include "core/session/evaluate/contact_sheet.h"

#include <algorithm>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numbers.h"

namespace pf {
namespace {

constexpr int kTile = 112;
constexpr int kGap = 8;
constexpr int kText = 18;
constexpr int kHeading = 28;
constexpr int kRow = kTile + kText + kGap;
constexpr std::size_t kGroup = 3;

void putText(cv::Mat& sheet, const std::string& text, int x, int y, double scale) {
    cv::putText(sheet, text, {x, y}, cv::FONT_HERSHEY_SIMPLEX, scale, {40, 40, 40}, 1, cv::LINE_AA);
}

int leftOf(std::size_t column) {
    return kGap + static_cast<int>(column) * (kTile + kGap);
}

/// One face with its value below, at a tile's place.
void drawTile(cv::Mat& sheet, const ImageCatalog& images, const FaceMeasurements& measured, std::size_t index,
              std::size_t column, int y) {
    RgbImage face = images.image(index, kTile);
    const cv::Mat rgb(face.height, face.width, CV_8UC3, face.pixels.data());
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    const int x = leftOf(column);
    bgr.copyTo(sheet(
        cv::Rect(x + (kTile - face.width) / 2, y + (kTile - face.height) / 2, face.width, face.height)));
    putText(sheet, formatted("%.4f", measured.faces[index].sigmaSq), x + 30, y + kTile + 14, 0.42);
}

cv::Mat blankSheet(std::size_t columns, int height) {
    return {height, leftOf(columns), CV_8UC3, cv::Scalar(255, 255, 255)};
}

void writePng(const std::filesystem::path& file, const cv::Mat& sheet) {
    std::vector<unsigned char> bytes;
    cv::imencode(".png", sheet, bytes);
    writeFileAtomically(file, [&](const ByteSink& sink) { sink(std::as_bytes(std::span(bytes))); });
}

}  // namespace

void writeContactSheet(const std::filesystem::path& file, const ImageCatalog& images,
                       const FaceMeasurements& measured, int columns) {
    const auto rows = measured.bySigma();
    failDataIf(rows.empty(), file.string(), "there is no image with a known sigma² to show");
    const std::size_t count = std::min(rows.size(), static_cast<std::size_t>(columns));
    const std::pair<const char*, std::size_t> bands[] = {{"lowest sigma^2", 0},
                                                         {"middle", (rows.size() - count) / 2},
                                                         {"highest sigma^2", rows.size() - count}};
    cv::Mat sheet = blankSheet(static_cast<std::size_t>(columns), 3 * (kHeading + kRow) + kGap);
    int y = kHeading;
    for (const auto& [heading, first] : bands) {
        putText(sheet, heading, kGap, y - 8, 0.6);
        for (std::size_t i = 0; i < count; ++i) {
            drawTile(sheet, images, measured, rows[first + i], i, y);
        }
        y += kHeading + kRow;
    }
    writePng(file, sheet);
}

void writeIdentityFigure(const std::filesystem::path& file, const ImageCatalog& images,
                         const FaceMeasurements& measured, std::size_t identities) {
    std::map<int, std::vector<std::size_t>> rowsOf;
    for (const std::size_t index : measured.bySigma()) {
        if (const int label = images.label(index); label >= 0) {
            rowsOf[label].push_back(index);
        }
    }
    const auto spread = [&measured](const std::vector<std::size_t>& ascending) {
        return measured.faces[ascending.back()].sigmaSq - measured.faces[ascending.front()].sigmaSq;
    };
    std::vector<std::vector<std::size_t>> chosen;
    for (auto& [label, rows] : rowsOf) {
        if (rows.size() >= kGroup) {
            chosen.push_back(std::move(rows));
        }
    }
    failDataIf(chosen.empty(), file.string(),
               "no identity has three images; the figure by identity needs them");
    std::ranges::stable_sort(chosen, [&](const auto& a, const auto& b) { return spread(a) > spread(b); });
    chosen.resize(std::min(identities, chosen.size()));
    cv::Mat sheet = blankSheet(3 * kGroup, kHeading + static_cast<int>(chosen.size()) * kRow + kGap);
    constexpr const char* kHeadings[] = {"low sigma^2", "medium sigma^2", "high sigma^2"};
    for (std::size_t group = 0; group < 3; ++group) {
        putText(sheet, kHeadings[group], leftOf(group * kGroup), kHeading - 8, 0.6);
    }
    int y = kHeading;
    for (const auto& rows : chosen) {
        const std::size_t perGroup = std::min(kGroup, rows.size() / 3);
        const std::size_t starts[] = {0, (rows.size() - perGroup) / 2, rows.size() - perGroup};
        for (std::size_t group = 0; group < 3; ++group) {
            for (std::size_t i = 0; i < perGroup; ++i) {
                drawTile(sheet, images, measured, rows[starts[group] + i], group * kGroup + i, y);
            }
        }
        y += kRow;
    }
    writePng(file, sheet);
}

}  // namespace pf
