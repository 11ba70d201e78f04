# Installation: headers, library, CMake package (find_package(tenure)), pkg-config file.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(TENURE_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/tenure")

install(TARGETS tenure EXPORT tenureTargets FILE_SET HEADERS)
install(EXPORT tenureTargets NAMESPACE tenure:: DESTINATION "${TENURE_CMAKE_DIR}")

# In a file of its own, because it needs Threads::Threads, which a consumer without threads need not have.
if(TARGET tenure_threads)
    install(TARGETS tenure_threads EXPORT tenureThreadsTargets)
    install(EXPORT tenureThreadsTargets NAMESPACE tenure:: DESTINATION "${TENURE_CMAKE_DIR}")
endif()

# A shared library brings what it links; who links the static one must find it.
set(TENURE_FIND_DEPENDENCIES "")
set(TENURE_PC_REQUIRES_PRIVATE "")
if(NOT BUILD_SHARED_LIBS)
    get_property(linked GLOBAL PROPERTY TENURE_LINKED_PACKAGES)
    list(REMOVE_DUPLICATES linked)
    foreach(package IN LISTS linked)
        if(package STREQUAL "ZLIB::ZLIB")
            string(APPEND TENURE_FIND_DEPENDENCIES "find_dependency(ZLIB)\n")
            list(APPEND TENURE_PC_REQUIRES_PRIVATE zlib)
        else()
            message(FATAL_ERROR "TenureInstall.cmake: say here how a static consumer finds ${package}")
        endif()
    endforeach()
    list(JOIN TENURE_PC_REQUIRES_PRIVATE ", " TENURE_PC_REQUIRES_PRIVATE)
endif()

configure_package_config_file(cmake/tenureConfig.cmake.in "${PROJECT_BINARY_DIR}/tenureConfig.cmake"
    INSTALL_DESTINATION "${TENURE_CMAKE_DIR}"
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tenureConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/tenureConfig.cmake" "${PROJECT_BINARY_DIR}/tenureConfigVersion.cmake"
    DESTINATION "${TENURE_CMAKE_DIR}")

# pkg-config: relative to the file itself, so that a moved prefix works; absolute directories (as Nix and some
# distributions set) are taken as they are.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    set(TENURE_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
    set(TENURE_PC_LIBDIR "${CMAKE_INSTALL_LIBDIR}")
else()
    file(RELATIVE_PATH up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
    string(REGEX REPLACE "/$" "" up "${up}")
    set(TENURE_PC_PREFIX "\${pcfiledir}/${up}")
    set(TENURE_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(TENURE_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}")
else()
    set(TENURE_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
set(TENURE_PC_CFLAGS "")
if(NOT BUILD_SHARED_LIBS)
    set(TENURE_PC_CFLAGS " -DTENURE_STATIC")
endif()
configure_file(cmake/tenure.pc.in "${PROJECT_BINARY_DIR}/tenure.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/tenure.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
