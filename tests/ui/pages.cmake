pf_test(ui_pages_test
  SOURCES
    ui_main.cpp
    evaluate_page_test.cpp
    gallery_data_test.cpp
    gallery_page_test.cpp
    page_models_test.cpp
    pairs_page_test.cpp
    thumbnail_loader_test.cpp
  LINKS pf_ui Qt6::Test Qt6::Svg)
