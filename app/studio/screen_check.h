// A window needs a screen: what happens where there is none.
#pragma once

namespace pf::app {

/// While it lives, a Qt that finds no screen to open its windows on ends the program with one sentence and
/// exit status 1, instead of aborting. Meant for the moment in which the application object is made.
class ScreenCheck {
  public:
    ScreenCheck();
    ~ScreenCheck();
    ScreenCheck(const ScreenCheck&) = delete;
    ScreenCheck& operator=(const ScreenCheck&) = delete;
};

}  // namespace pf::app
