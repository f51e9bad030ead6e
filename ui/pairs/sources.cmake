target_sources(pf_ui PRIVATE
  pairs/drop_well.cpp
  pairs/mls_bar.cpp
  pairs/pairs_alignment.cpp
  pairs/pairs_page.cpp)
