# An overlay port: it builds the checkout in which it lies. In a registry, where a port has no checkout around it, a
# vcpkg_from_git or vcpkg_from_github of a release takes the place of this line; nothing else differs.
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../../.." ABSOLUTE)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DTENURE_BUILD_TOOLS=OFF
        -DTENURE_BUILD_TESTS=OFF
        -DTENURE_BUILD_BENCHMARKS=OFF
        -DTENURE_BUILD_EXAMPLES=OFF
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/tenure)
vcpkg_fixup_pkgconfig()

# Headers and CMake files are the same for both configurations.
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")

vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
