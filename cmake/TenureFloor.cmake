# The house is built of floors (docs/design): one folder under src/, one OBJECT library each. A floor's tests link its
# own objects and those below it and nothing else, so that a call up the stairs does not link.

# tenure_own_target(<target> [EIGEN <namespace>])
#
# What every translation unit of ours is compiled with, tests and benchmarks included.
function(tenure_own_target target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "EIGEN" "")
    if(NOT arg_EIGEN)
        set(arg_EIGEN tenure_eigen_base)
    endif()
    target_compile_features(${target} PRIVATE cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)

    # Eigen is templates: its functions are weak symbols, and what they do depends on the flags of whoever compiled them
    # (alignment, packet size). Linked into an application that uses Eigen under other flags, the linker keeps either
    # copy and the program may crash. Under a namespace of our own nothing is shared. Header names are not
    # macro-expanded, so #include <Eigen/Core> stays what it is.
    target_compile_definitions(${target} PRIVATE
        Eigen=${arg_EIGEN}
        EIGEN_DONT_PARALLELIZE
        EIGEN_MPL2_ONLY)

    # A result must not depend on whether the compiler found a multiply-add to contract.
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-ffp-contract=off>)

    if(TENURE_WARNINGS_AS_ERRORS)
        # Clang counts sign conversions to -Wconversion, GCC does not: the same rule for both.
        target_compile_options(${target} PRIVATE
            $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall;-Wextra;-Wconversion;-Wshadow;-Werror>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-sign-conversion>)
    endif()
endfunction()

# What is linked into one image with the library's objects: the floors and their tests. Takes what tenure_own_target
# takes.
function(tenure_inner_target target)
    tenure_own_target(${target} ${ARGN})
    target_compile_definitions(${target} PRIVATE TENURE_BUILDING)
    if(NOT BUILD_SHARED_LIBS)
        target_compile_definitions(${target} PRIVATE TENURE_STATIC)
    endif()
    set_target_properties(${target} PROPERTIES
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
    target_include_directories(${target} PRIVATE
        "${PROJECT_SOURCE_DIR}/include"
        "${PROJECT_BINARY_DIR}/include"
        "${PROJECT_SOURCE_DIR}/src")
endfunction()

# tenure_add_floor(<floor> [SOURCES <file>...] [DEPENDS <floor>...] [USES <package target>...])
#
# DEPENDS names the floors that this one calls; what they stand on comes with them.
# USES names third-party targets. Header-only ones end here; one with a library to link is passed on to `tenure`.
function(tenure_add_floor floor)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;USES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tenure_add_floor(${floor}): unexpected ${arg_UNPARSED_ARGUMENTS}")
    endif()

    if(NOT arg_SOURCES) # a floor of headers only, or one not built yet
        set(arg_SOURCES "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
        file(CONFIGURE OUTPUT "${arg_SOURCES}" CONTENT "// @floor@ compiles nothing of its own.\n" @ONLY)
    endif()

    set(floors ${floor})
    foreach(lower IN LISTS arg_DEPENDS)
        if(NOT TARGET tenure_floor_${lower})
            message(FATAL_ERROR "tenure_add_floor(${floor}): no floor '${lower}' below it")
        endif()
        get_target_property(below tenure_floor_${lower} TENURE_FLOORS)
        list(APPEND floors ${below})
    endforeach()
    list(REMOVE_DUPLICATES floors)

    set(target tenure_floor_${floor})
    add_library(${target} OBJECT ${arg_SOURCES})
    tenure_inner_target(${target})
    target_link_libraries(${target} PRIVATE ${arg_USES})
    set_target_properties(${target} PROPERTIES TENURE_FLOORS "${floors}") # itself and all below

    set_property(GLOBAL APPEND PROPERTY TENURE_ALL_FLOORS ${floor})
    foreach(package IN LISTS arg_USES)
        get_target_property(type ${package} TYPE)
        if(NOT type STREQUAL "INTERFACE_LIBRARY")
            set_property(GLOBAL APPEND PROPERTY TENURE_LINKED_PACKAGES ${package})
        endif()
    endforeach()
endfunction()
