# The library: all floors in one, static or shared as BUILD_SHARED_LIBS says.

configure_file(cmake/version.hpp.in "${PROJECT_BINARY_DIR}/include/tenure/core/version.hpp" @ONLY)

# The public headers, for the library, its installation and the test that each compiles alone.
file(GLOB_RECURSE TENURE_PUBLIC_HEADERS CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/include/tenure/*.hpp"
    "${PROJECT_SOURCE_DIR}/include/tenure/*.h")

function(tenure_add_library)
    get_property(floors GLOBAL PROPERTY TENURE_ALL_FLOORS)
    get_property(linked GLOBAL PROPERTY TENURE_LINKED_PACKAGES)
    list(REMOVE_DUPLICATES linked)

    # Objects, not targets: nothing that a floor was compiled with enters the export set.
    list(TRANSFORM floors REPLACE "(.+)" "$<TARGET_OBJECTS:tenure_floor_\\1>" OUTPUT_VARIABLE objects)
    get_property(kernels GLOBAL PROPERTY TENURE_KERNEL_TARGETS)
    list(TRANSFORM kernels REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>")
    add_library(tenure ${objects} ${kernels})
    add_library(tenure::tenure ALIAS tenure)
    target_link_libraries(tenure PRIVATE ${linked})
    target_compile_features(tenure PUBLIC cxx_std_20)
    target_sources(tenure PUBLIC FILE_SET HEADERS
        BASE_DIRS "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/include"
        FILES ${TENURE_PUBLIC_HEADERS} "${PROJECT_BINARY_DIR}/include/tenure/core/version.hpp")
    set_target_properties(tenure PROPERTIES
        LINKER_LANGUAGE CXX
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}) # below 1.0 a minor release may change the ABI
    if(NOT BUILD_SHARED_LIBS)
        target_compile_definitions(tenure PUBLIC TENURE_STATIC)
    elseif(UNIX AND NOT APPLE)
        set(map "${PROJECT_SOURCE_DIR}/cmake/tenure.map")
        target_link_options(tenure PRIVATE "LINKER:--version-script=${map}")
        set_target_properties(tenure PROPERTIES LINK_DEPENDS "${map}")
    endif()

    # Threads belong to the host. This target is for hosts that want our std::thread pool (core/thread_pool.hpp).
    find_package(Threads QUIET)
    if(Threads_FOUND)
        add_library(tenure_threads INTERFACE)
        add_library(tenure::threads ALIAS tenure_threads)
        target_link_libraries(tenure_threads INTERFACE tenure Threads::Threads)
        set_target_properties(tenure_threads PROPERTIES EXPORT_NAME threads)
    endif()
endfunction()
