#include "core/eval/report/html_style.h"

namespace pf {

std::string htmlStyle() {
    // Three parts, as compilers need not accept string literals beyond 64 KiB, and readers get lost before.
    static constexpr const char* kColours = R"css(
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --muted: #5b6470; --line: #d3d7dd;
  --grid: #e2e5e9; --minor: #f1f2f4; --axis: #9aa2ad; --accent: #0b6bb0; --base: #7a838e;
  --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #cc79a7;
  --s4: #56b4e9; --s5: #e69f00; --s6: #20242a; --s7: #b8a800;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #1d2025; --raised: #262a30; --ink: #e8eaed; --muted: #9ea7b3; --line: #3a4049;
    --grid: #343a42; --minor: #282c33; --axis: #6b7480; --accent: #4aa8e8; --base: #8b949f;
    --s0: #3ba0dd; --s1: #f0803c; --s2: #22bf95; --s3: #dc95bd;
    --s4: #8accf2; --s5: #f2b530; --s6: #e8eaed; --s7: #f0e442;
  }
}
)css";
    static constexpr const char* kPage = R"css(
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1180px; padding: 24px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 40px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; margin: 28px 0 8px; }
p { max-width: 78ch; margin: 8px 0; }
a { color: var(--accent); }
.lead, figcaption, caption, small { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 0; margin: 16px 0; list-style: none; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 6px; font-size: 13px; max-width: 100ch; }
th, td { padding: 5px 14px 5px 0; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 400; text-align: left; min-width: 9em; max-width: 26em; }
tbody th.group { font-weight: 600; padding-top: 14px; }
th.words, td.words { text-align: left; max-width: 44em; }
td { min-width: 5.5em; }
td:not(.words) { white-space: nowrap; }
td:not(.words) small { white-space: normal; overflow-wrap: normal; }
thead th { max-width: 16em; overflow-wrap: break-word; vertical-align: bottom; }
small { display: block; font-size: 12px; font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr)); gap: 24px 32px;
  margin: 16px 0; }
figure { margin: 0; max-width: 720px; }
figcaption { font-size: 13px; line-height: 1.45; margin-top: 4px; }
details { margin: 12px 0; border: 1px solid var(--line); border-radius: 6px; padding: 0 14px; }
summary { cursor: pointer; padding: 8px 0; font-weight: 600; }
details[open] { padding-bottom: 10px; }
footer { margin-top: 40px; color: var(--muted); font-size: 13px; }
)css";
    static constexpr const char* kChartsAndPrint = R"css(
svg.pf-chart { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; }
.pf-ink { fill: var(--ink); } .pf-muted { fill: var(--muted); } .pf-halo { stroke: var(--page); }
.pf-grid { stroke: var(--grid); } .pf-minor { stroke: var(--minor); } .pf-axis { stroke: var(--axis); }
.pf-marker { stroke: var(--muted); }
.pf-sb { stroke: var(--base); } .pf-fb { fill: var(--base); } .pf-fg { fill: var(--muted); } .pf-fi { fill: var(--axis); }
.pf-s0 { stroke: var(--s0); } .pf-s1 { stroke: var(--s1); } .pf-s2 { stroke: var(--s2); } .pf-s3 { stroke: var(--s3); }
.pf-s4 { stroke: var(--s4); } .pf-s5 { stroke: var(--s5); } .pf-s6 { stroke: var(--s6); } .pf-s7 { stroke: var(--s7); }
.pf-f0 { fill: var(--s0); } .pf-f1 { fill: var(--s1); } .pf-f2 { fill: var(--s2); } .pf-f3 { fill: var(--s3); }
.pf-f4 { fill: var(--s4); } .pf-f5 { fill: var(--s5); } .pf-f6 { fill: var(--s6); } .pf-f7 { fill: var(--s7); }
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2, h3, caption, thead { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .figures { grid-template-columns: 1fr 1fr; gap: 12px 16px; }
  table { font-size: 8pt; }
  th, td { padding-right: 8px; min-width: 0; }
  small, figcaption { font-size: 7.5pt; }
  .scroll { overflow: visible; }
  details:not([open]) { display: none; }
}
)css";
    return std::string(kColours) + kPage + kChartsAndPrint;
}

}  // namespace pf
