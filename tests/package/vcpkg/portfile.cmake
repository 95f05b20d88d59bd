# To be sent with vcpkg.json, when a release is there: REPO is its place, and SHA512 that of its
# archive, which vcpkg prints.
vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO "<owner>/defer"
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main
)

set(VCPKG_BUILD_TYPE release) # a header only
vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        -DDEFER_BUILD_TESTS=OFF
        -DDEFER_BUILD_EXAMPLES=OFF
        -DDEFER_INSTALL=ON
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/defer)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/doc") # the licence, which goes here:
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
