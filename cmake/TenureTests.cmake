# Test executables and how ctest sees them: one test per GoogleTest case, GTEST_SKIP shown as Skipped.

# Every executable with a suite for the thread sanitizer, so that its build need not build the rest. Found by reading
# the sources when CMake runs.
add_custom_target(tenure_threads_tests)

# A suite whose name contains the word gets the label: `ctest -L threads`, `ctest -LE extended`.
set(TENURE_TEST_LABELS
    "Threads:threads"    # run again under the thread sanitizer
    "Extended:extended"  # takes minutes: scripts/test-extended.sh only
    "Isa:isa")           # each level of vector instructions; run again on emulated CPUs (tests/kernels/emulated.py)

# Discovery happens when ctest starts, so that what was not built (or cannot run here) does not stop a build.
function(tenure_discover_tests target)
    set(properties TIMEOUT 600)
    if(TENURE_DATA_DIR)
        list(APPEND properties ENVIRONMENT "TENURE_DATA_DIR=${TENURE_DATA_DIR}")
    endif()
    string(REGEX REPLACE "^tenure_(.+)_tests$" "\\1." prefix ${target})

    # GoogleTest filters: "a:b-c:d" is a or b, but neither c nor d.
    set(unlabelled "-")
    foreach(entry IN LISTS TENURE_TEST_LABELS)
        string(REPLACE ":" ";" entry "${entry}")
        list(GET entry 0 word)
        list(GET entry 1 label)
        gtest_discover_tests(${target}
            TEST_PREFIX ${prefix}
            TEST_FILTER "*${word}*.*${unlabelled}"
            DISCOVERY_MODE PRE_TEST
            DISCOVERY_TIMEOUT 60
            PROPERTIES ${properties} LABELS ${label})
        string(APPEND unlabelled "*${word}*.*:")
    endforeach()
    gtest_discover_tests(${target}
        TEST_PREFIX ${prefix}
        TEST_FILTER "${unlabelled}"
        DISCOVERY_MODE PRE_TEST
        DISCOVERY_TIMEOUT 60
        PROPERTIES ${properties})
endfunction()

# tenure_add_tests(<name> [SOURCES <file>...] [LINKS <target>...] [USES <package target>...] [DEFINES <definition>...])
#
# The executable tenure_<name>_tests. TENURE_TEST_DATA and TENURE_EXAMPLE_DATA name the folders that the repository
# carries; data sets that it does not carry are found at run time through the environment variable TENURE_DATA_DIR.
function(tenure_add_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;USES;DEFINES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tenure_add_tests(${name}): unexpected ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_SOURCES)
        return()
    endif()

    set(target tenure_${name}_tests)
    add_executable(${target} ${arg_SOURCES})
    tenure_own_target(${target})
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_compile_definitions(${target} PRIVATE
        TENURE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
        TENURE_EXAMPLE_DATA="${PROJECT_SOURCE_DIR}/examples/data"
        ${arg_DEFINES})
    target_link_libraries(${target} PRIVATE ${arg_LINKS} ${arg_USES} GTest::gmock GTest::gtest_main)
    # What is tested is optimized in full; tests are run once, and compile in two thirds of the time.
    target_compile_options(${target} PRIVATE
        $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU,Clang,AppleClang>>:-O1>)
    tenure_discover_tests(${target})

    foreach(source IN LISTS arg_SOURCES)
        file(STRINGS "${source}" suites REGEX "^(TYPED_)?TEST(_F|_P)?\\([A-Za-z0-9_]*Threads")
        if(suites)
            add_dependencies(tenure_threads_tests ${target})
        endif()
    endforeach()
endfunction()

# tenure_add_floor_tests(<floor> [SOURCES <file>...] [USES <package target>...])
#
# tenure_<floor>_tests: linked with the objects of the floor and of those below it only.
function(tenure_add_floor_tests floor)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tenure_add_floor_tests(${floor}): unexpected ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_SOURCES)
        return()
    endif()
    get_target_property(floors tenure_floor_${floor} TENURE_FLOORS)
    find_package(Threads REQUIRED) # for tests of what must not depend on the number of threads
    if("kernels" IN_LIST floors)
        list(APPEND arg_SOURCES "${PROJECT_SOURCE_DIR}/tests/support/simd_level.cpp") # the level of the run
    endif()
    list(TRANSFORM floors PREPEND tenure_floor_)
    tenure_add_tests(${floor}
        SOURCES ${arg_SOURCES}
        LINKS ${floors} Threads::Threads
        USES ${arg_USES})
    tenure_inner_target(tenure_${floor}_tests)
endfunction()
