# Runs the portfile of packaging/vcpkg as it stands, with stand-ins for the functions of vcpkg that it calls. They do
# what vcpkg's documentation says of them, as far as this port goes; dependencies come from the system.
#
#   cmake -D PACKAGES=<folder> -D BUILD=<folder> -D LINKAGE=static|dynamic -D TYPES="release [debug]" -D JOBS=<n>
#       -P run_port.cmake
#
# PACKAGES becomes what vcpkg would install. BUILD may have objects of an earlier build in release/ and debug/.
cmake_minimum_required(VERSION 3.23)

get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(PORT tenure)
set(CURRENT_PORT_DIR "${root}/packaging/vcpkg/ports/tenure")
set(CURRENT_PACKAGES_DIR "${PACKAGES}")
set(VCPKG_LIBRARY_LINKAGE "${LINKAGE}")
set(type_release Release)
set(type_debug Debug)
string(REPLACE " " ";" configurations "${TYPES}")

function(run)
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

# The folder of a configuration in the package.
function(place configuration result)
    if(configuration STREQUAL "debug")
        set(${result} "${CURRENT_PACKAGES_DIR}/debug" PARENT_SCOPE)
    else()
        set(${result} "${CURRENT_PACKAGES_DIR}" PARENT_SCOPE)
    endif()
endfunction()

function(vcpkg_cmake_configure)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS;OPTIONS_RELEASE;OPTIONS_DEBUG")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "vcpkg_cmake_configure: unexpected ${arg_UNPARSED_ARGUMENTS}")
    endif()
    string(COMPARE EQUAL "${VCPKG_LIBRARY_LINKAGE}" dynamic shared)
    foreach(configuration IN LISTS configurations)
        string(TOUPPER "${configuration}" upper)
        place(${configuration} prefix)
        file(REMOVE "${BUILD}/${configuration}/CMakeCache.txt") # an option that the port forgets must be missing
        run("${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${BUILD}/${configuration}"
            ${arg_OPTIONS} ${arg_OPTIONS_${upper}}
            -DCMAKE_BUILD_TYPE=${type_${configuration}}
            -DBUILD_SHARED_LIBS=${shared}
            "-DCMAKE_INSTALL_PREFIX=${prefix}"
            -DCMAKE_INSTALL_LIBDIR:STRING=lib
            -DCMAKE_INSTALL_BINDIR:STRING=bin
            -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON)
        string(REGEX MATCH "Manually-specified variables were not used.*" unused "${output}")
        if(unused)
            message(FATAL_ERROR "the port sets what the project does not know: ${unused}")
        endif()
        file(STRINGS "${BUILD}/${configuration}/CMakeCache.txt" parts REGEX "^TENURE_BUILD_[A-Z]+:BOOL=ON$")
        if(parts)
            message(FATAL_ERROR "the port builds more than the library: ${parts}")
        endif()
    endforeach()
endfunction()

function(vcpkg_cmake_install)
    foreach(configuration IN LISTS configurations)
        run("${CMAKE_COMMAND}" --build "${BUILD}/${configuration}" --parallel ${JOBS} --target install)
    endforeach()
endfunction()

# Moves the package files to share/tenure, one folder nearer to the prefix, and corrects how far that is.
function(vcpkg_cmake_config_fixup)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
    set(share "${CURRENT_PACKAGES_DIR}/share/${PORT}")
    foreach(configuration IN LISTS configurations)
        place(${configuration} prefix)
        file(GLOB files "${prefix}/${arg_CONFIG_PATH}/*.cmake")
        if(NOT files)
            message(FATAL_ERROR "no package files in ${prefix}/${arg_CONFIG_PATH}")
        endif()
        file(MAKE_DIRECTORY "${share}")
        foreach(file IN LISTS files)
            get_filename_component(name "${file}" NAME)
            file(READ "${file}" text)
            if(configuration STREQUAL "debug")
                if(NOT name MATCHES "-debug\\.cmake$")
                    continue()
                endif()
                string(REPLACE "\${_IMPORT_PREFIX}/lib" "\${_IMPORT_PREFIX}/debug/lib" text "${text}")
            endif()
            set(up "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
            string(REPLACE "${up}${up}${up}" "${up}${up}" text "${text}")
            string(REPLACE "{CMAKE_CURRENT_LIST_DIR}/../../../\"" "{CMAKE_CURRENT_LIST_DIR}/../../\"" text "${text}")
            string(REPLACE "${CURRENT_PACKAGES_DIR}" "\${_IMPORT_PREFIX}" text "${text}")
            file(WRITE "${share}/${name}" "${text}")
        endforeach()
        file(REMOVE_RECURSE "${prefix}/lib/cmake")
    endforeach()
endfunction()

# vcpkg's makes paths relative to the file; ours are.
function(vcpkg_fixup_pkgconfig)
    file(GLOB_RECURSE files "${CURRENT_PACKAGES_DIR}/*.pc")
    foreach(file IN LISTS files)
        file(READ "${file}" text)
        if(NOT text MATCHES "prefix=\\\${pcfiledir}" OR text MATCHES "${CURRENT_PACKAGES_DIR}")
            message(FATAL_ERROR "${file} cannot be moved")
        endif()
    endforeach()
endfunction()

function(vcpkg_install_copyright)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
    file(INSTALL ${arg_FILE_LIST} DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}" RENAME copyright)
endfunction()

# What vcpkg looks for when a port has been built.
function(check_package)
    foreach(file IN ITEMS
            share/tenure/copyright share/tenure/usage share/tenure/tenureConfig.cmake include/tenure/tenure.hpp)
        if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/${file}")
            message(FATAL_ERROR "the package has no ${file}")
        endif()
    endforeach()
    foreach(folder IN ITEMS lib/cmake debug/lib/cmake debug/include debug/share bin tools)
        if(EXISTS "${CURRENT_PACKAGES_DIR}/${folder}")
            message(FATAL_ERROR "the package has ${folder}")
        endif()
    endforeach()
    file(GLOB_RECURSE files "${CURRENT_PACKAGES_DIR}/share/*.cmake")
    foreach(file IN LISTS files)
        file(READ "${file}" text)
        if(text MATCHES "${root}" OR text MATCHES "${CURRENT_PACKAGES_DIR}")
            message(FATAL_ERROR "${file} names the place where it was built")
        endif()
    endforeach()
endfunction()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}")
# CMAKE_CURRENT_LIST_DIR is the port's inside, as it is when vcpkg includes it.
include("${CURRENT_PORT_DIR}/portfile.cmake")
check_package()
