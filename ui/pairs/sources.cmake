target_sources(pf_ui PRIVATE
  pairs/drop_well.cpp
  pairs/mls_bar.cpp
  pairs/pair_report.cpp
  pairs/pairs_alignment.cpp
  pairs/pairs_page.cpp
  pairs/pairs_page_report.cpp)
