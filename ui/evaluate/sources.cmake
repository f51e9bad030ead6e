target_sources(pf_ui PRIVATE
  evaluate/evaluate_page.cpp
  evaluate/evaluation_job.cpp
  evaluate/plan_panel.cpp
  evaluate/result_table.cpp
  evaluate/result_views.cpp
  evaluate/tick_list.cpp)
