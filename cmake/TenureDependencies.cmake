# What the library itself is built with. All of it is private: no public header names any of it, and only what must be
# linked reaches those who link us (see tenure_add_floor). Tools, tests and benchmarks find what only they need.

# Unversioned on purpose: a request for 3.4 refuses 5.x, and a range 3.4...5 refuses 3.4.
find_package(Eigen3 CONFIG REQUIRED)
if(Eigen3_VERSION VERSION_LESS 3.4)
    message(FATAL_ERROR "Tenure needs Eigen 3.4 or later; found ${Eigen3_VERSION} in ${Eigen3_DIR}")
endif()

# Headers only. Boost.Math is header-only; of Boost.Serialization we use the serialize(archive, version) concept with
# archive classes of our own, which needs no compiled part, so that a static consumer has no Boost to find.
find_package(Boost 1.74 CONFIG REQUIRED)

find_package(FastFloat CONFIG REQUIRED)
find_package(ZLIB REQUIRED)

# Not of the library: the program writes JSON with it, and the tests read JSON. Found here, once for both.
if(TENURE_BUILD_TOOLS OR TENURE_BUILD_TESTS)
    find_package(nlohmann_json CONFIG REQUIRED)
endif()
