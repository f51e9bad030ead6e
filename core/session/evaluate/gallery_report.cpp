#include "core/session/evaluate/gallery_report.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/records.h"
#include "core/base/text.h"
#include "core/eval/charts/svg_text.h"
#include "core/metrics/percentiles.h"

namespace pf {
namespace {

constexpr int kThumbnail = 112;

/// Four decimals, of a small number four digits: what the window shows.
std::string sigmaText(double sigmaSq) {
    if (sigmaSq != 0 && std::abs(sigmaSq) < 1e-3) {
        return formatNumber(sigmaSq);
    }
    const double rounded = std::round(sigmaSq * 1e4) / 1e4;
    return formatNumber(rounded);
}

std::string base64(const std::vector<unsigned char>& bytes) {
    constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (k < count ? bytes[i + k] : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= count ? kDigits[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

/// The face as an image of the page itself, or a grey place for one that cannot be read any more.
std::string pictureTag(const ImageCatalog& images, std::size_t index) {
    try {
        RgbImage face = images.image(index, kThumbnail);
        const cv::Mat rgb(face.height, face.width, CV_8UC3, face.pixels.data());
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<unsigned char> bytes;
        cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, 88});
        return "<img alt=\"\" src=\"data:image/jpeg;base64," + base64(bytes) + "\">";
    } catch (const std::exception&) {
        return "<div class=\"gone\"></div>";
    }
}

std::string faceFigure(const ImageCatalog& images, const FaceMeasurements& measured, std::size_t index) {
    const std::string name = images.name(index);
    const std::string shortName = std::filesystem::path(name).filename().string();
    std::string html = "<figure title=\"" + escapeMarkup(name) + "\">" + pictureTag(images, index) +
                       "<figcaption><b>" + sigmaText(measured.faces[index].sigmaSq) + "</b>";
    if (const double norm = measured.faces[index].norm; std::isfinite(norm)) {
        html += "<br>norm " + formatNumber(std::round(norm * 100) / 100);
    }
    if (const std::string identity = images.identity(index); !identity.empty()) {
        html += "<br>" + escapeMarkup(identity);
    }
    return html + "<br><span>" + escapeMarkup(shortName) + "</span></figcaption></figure>\n";
}

std::string percentileTable(const FaceMeasurements& measured, const std::vector<std::size_t>& order) {
    std::vector<double> sigmaSq;
    for (const std::size_t index : order) {
        sigmaSq.push_back(measured.faces[index].sigmaSq);
    }
    std::string head;
    std::string values;
    for (const double percent : kSigmaPercentiles) {
        head += "<th>" + formatNumber(percent) + " %</th>";
        values += "<td>" + sigmaText(percentile(sigmaSq, percent)) + "</td>";
    }
    return "<table><tr><th>percentile</th>" + head + "</tr><tr><th>&sigma;&sup2;</th>" + values +
           "</tr></table>\n";
}

/// By catalog index: whether the face is in the part; without one all are.
std::vector<bool> facesOf(const std::optional<GalleryPart>& part, std::size_t images) {
    std::vector<bool> wanted(images, !part);
    if (part) {
        for (const std::size_t index : part->faces) {
            wanted.at(index) = true;
        }
    }
    return wanted;
}

constexpr const char* kStyle =
    "<style>body{font:14px/1.4 "
    "system-ui,sans-serif;margin:24px;color:#222;background:#fff}h1{font-size:20px}h2{font-size:16px;margin-"
    "top:24px}code{background:#eee;padding:2px 4px}table{border-collapse:collapse}th,td{padding:2px "
    "10px;text-align:right;border-bottom:1px solid "
    "#ddd}.faces{display:flex;flex-wrap:wrap;gap:8px}figure{margin:0;width:112px}img,.gone{width:112px;"
    "height:112px;object-fit:contain;background:#eee}figcaption{font-size:12px;overflow-wrap:anywhere}"
    "figcaption "
    "span{color:#666}@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}code,img,.gone{"
    "background:#333}}</style>\n";

}  // namespace

std::string galleryCsv(const ImageCatalog& images, const FaceMeasurements& measured,
                       const std::optional<GalleryPart>& part) {
    const std::vector<std::size_t> order = measured.bySigma();
    std::vector<double> ascending;
    for (const std::size_t index : order) {
        ascending.push_back(measured.faces[index].sigmaSq);
    }
    const std::vector<bool> wanted = facesOf(part, images.size());
    CsvWriter csv;
    csv.columns(part ? "rank,sigma_sq,percentile,identity,degradation,file,norm,part"
                     : "rank,sigma_sq,percentile,identity,degradation,file,norm");
    csv.endLine();
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t index = order[order.size() - 1 - i];
        if (!wanted[index]) {
            continue;
        }
        const double sigmaSq = measured.faces[index].sigmaSq;
        // Two decimals tell 10,000 faces apart.
        const double percentile = std::round(1e4 * shareBelow(ascending, sigmaSq)) / 100;
        csv.add(i + 1, sigmaSq, percentile, images.identity(index), images.degradation(index),
                images.name(index), measured.faces[index].norm);
        if (part) {
            csv.add(part->filter);
        }
        csv.endLine();
    }
    return csv.take();
}

std::string galleryHtml(const ImageCatalog& images, const FaceMeasurements& measured,
                        const GalleryReportFacts& facts, const std::optional<GalleryPart>& part,
                        std::size_t perBand) {
    const std::vector<std::size_t> all = measured.bySigma();
    const std::vector<bool> wanted = facesOf(part, images.size());
    std::vector<std::size_t> order;
    std::copy_if(all.begin(), all.end(), std::back_inserter(order),
                 [&wanted](std::size_t index) { return wanted[index]; });
    failDataIf(order.empty(), "", "there is no face with a known sigma² to report on");
    const std::string filtered =
        part ? "<br><b>A part of them: " + escapeMarkup(part->filter) + "</b>; percentiles are of all faces"
             : "";
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Faces by "
        "uncertainty</title>\n" +
        std::string(kStyle) +
        "</head><body>\n<h1>Faces by uncertainty &sigma;&sup2;</h1>\n<p>Model: " + escapeMarkup(facts.model) +
        "<br>Images: " + escapeMarkup(facts.images) + "<br>" + formatCount(order.size()) + " of " +
        formatCount(images.size()) + " images" + filtered +
        (facts.command.empty() ? "" : "<br><code>" + escapeMarkup(facts.command) + "</code>") + "</p>\n";
    for (const std::string& warning : measured.warnings) {
        html += "<p><b>Not as in training:</b> " + escapeMarkup(warning) + "</p>\n";
    }
    html += percentileTable(measured, all);
    // Fewer faces than three bands hold are shown once, all of them.
    const bool few = order.size() <= 3 * perBand;
    const std::size_t count = few ? order.size() : perBand;
    const std::vector<std::pair<const char*, std::size_t>> bands =
        few ? std::vector<std::pair<const char*, std::size_t>>{{"All, from low to high", 0}}
            : std::vector<std::pair<const char*, std::size_t>>{
                  {"Lowest", 0}, {"Middle", (order.size() - count) / 2}, {"Highest", order.size() - count}};
    for (const auto& [title, start] : bands) {
        html += "<h2>" + std::string(title) + "</h2>\n<div class=\"faces\">\n";
        for (std::size_t i = 0; i < count; ++i) {
            html += faceFigure(images, measured, order[start + i]);
        }
        html += "</div>\n";
    }
    if (!measured.skipped.empty()) {
        html += "<h2>Left out</h2>\n<ul>\n";
        for (const std::string& line : measured.skipped) {
            html += "<li>" + escapeMarkup(line) + "</li>\n";
        }
        html += "</ul>\n";
    }
    return html + "</body></html>\n";
}

}  // namespace pf
