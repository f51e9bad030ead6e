// How a report looks.
#pragma once

#include <string>

namespace pf {

/// The style sheet of a report: light, dark as the system says, and print, which leaves out what is folded.
/// It also exchanges the charts' colours.
std::string htmlStyle();

}  // namespace pf
