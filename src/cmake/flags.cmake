# Two INTERFACE targets hold every flag: nothing is set globally.
add_library(gongwen_flags INTERFACE)
target_compile_features(gongwen_flags INTERFACE cxx_std_20)
target_include_directories(gongwen_flags INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(gongwen_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wsuggest-override>
  # g++ 12 sees overlapping copies inside std::string's operator+ at -O2 where there are none (GCC bug 105651)
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # … and, when a variant is moved, members of the alternatives it does not hold as read uninitialised (GCC bug 105562); the
  # sanitized build and valgrind see what is really uninitialised
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<BOOL:${GONGWEN_WERROR}>:-Werror>)
target_compile_definitions(gongwen_flags INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(GONGWEN_SANITIZE)
  target_compile_options(gongwen_flags INTERFACE -fsanitize=${GONGWEN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(gongwen_flags INTERFACE -fsanitize=${GONGWEN_SANITIZE})
endif()

# gongwen_module(<wing>/<room> [DEPS room ...] [LIBS ...]): one folder = one namespace = one static library gongwen::<room>.
# DEPS repeats src/layers.txt in the link graph.
function(gongwen_module path)
  cmake_parse_arguments(M "" "" "DEPS;LIBS" ${ARGN})
  get_filename_component(name "${path}" NAME)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${path}/*.cpp")
  list(TRANSFORM M_DEPS PREPEND gongwen::)
  if(NOT sources)
    message(FATAL_ERROR "src/${path} has no sources")
  endif()
  add_library(gongwen_${name} STATIC ${sources})
  add_library(gongwen::${name} ALIAS gongwen_${name})
  set_target_properties(gongwen_${name} PROPERTIES LINKER_LANGUAGE CXX CXX_EXTENSIONS OFF UNITY_BUILD ${GONGWEN_UNITY} UNITY_BUILD_BATCH_SIZE 12)
  target_link_libraries(gongwen_${name} PUBLIC gongwen_flags ${M_DEPS} PRIVATE ${M_LIBS})
endfunction()
