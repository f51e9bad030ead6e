target_sources(pf_ui PRIVATE
  evaluate/evaluate_page.cpp
  evaluate/evaluation_job.cpp
  evaluate/pair_browser.cpp
  evaluate/pair_browser_actions.cpp
  evaluate/pair_browser_detail.cpp
  evaluate/pair_browser_export.cpp
  evaluate/pair_browser_faces.cpp
  evaluate/pair_browser_list.cpp
  evaluate/pair_browser_model.cpp
  evaluate/pair_tile.cpp
  evaluate/plan_panel.cpp
  evaluate/result_table.cpp
  evaluate/result_views.cpp
  evaluate/tick_list.cpp)
