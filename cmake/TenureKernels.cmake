# Kernels: one source, compiled once for each level of vector instructions (include/tenure/core/simd_level.hpp). This is
# the only place with flags for instructions.
#
# Each level has an Eigen of its own name, for the reason that stands in TenureFloor.cmake: here the copies that must not
# be mixed are all ours. They are optimized in every configuration, since without it small functions of the standard
# library stay functions, which are weak symbols: the linker might keep the copy with AVX for everybody. For the same
# reason nothing may be inlined across these objects after they were compiled: no link-time optimization, no unity build.

# The levels that there are: all of them where the compiler is GCC or Clang and what it compiles for is x86-64. It is
# asked itself, since CMake's name of the processor is the host's where one compiles for another, or for two.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_QUIET ON)
check_cxx_source_compiles("
#if !defined(__GNUC__) || !defined(__x86_64__) || defined(__ILP32__)
#error
#endif
int main() {}" TENURE_HAS_X86_LEVELS)
unset(CMAKE_REQUIRED_QUIET)

function(tenure_kernel_levels result)
    if(TENURE_HAS_X86_LEVELS)
        set(${result} baseline avx2 avx512 PARENT_SCOPE)
    else()
        set(${result} baseline PARENT_SCOPE)
    endif()
endfunction()

function(tenure_kernel_options level result)
    # Vectors as template arguments lose attributes that we do not use; and GCC 12's own AVX-512 intrinsics start from
    # values that they leave undefined on purpose.
    set(options $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-O3>
        "$<$<CXX_COMPILER_ID:GNU>:-Wno-ignored-attributes;-Wno-maybe-uninitialized;-Wno-uninitialized>")
    if(level STREQUAL avx2)
        list(APPEND options -mavx2 -mfma)
    elseif(level STREQUAL avx512)
        list(APPEND options -mavx2 -mfma -mavx512f -mavx512dq -mavx512bw -mavx512vl)
    endif()
    set(${result} ${options} PARENT_SCOPE)
endfunction()

# tenure_add_kernel_objects(<name> <source>...): the objects of kernel sources at every level, as <name>_<level>.
#
# A kernel source sees TENURE_KERNEL_LEVEL, the level that it is compiled for.
function(tenure_add_kernel_objects name)
    tenure_kernel_levels(levels)
    foreach(level IN LISTS levels)
        set(target ${name}_${level})
        tenure_kernel_options(${level} options)
        add_library(${target} OBJECT ${ARGN})
        tenure_inner_target(${target} EIGEN tenure_eigen_${level})
        target_link_libraries(${target} PRIVATE Eigen3::Eigen)
        target_compile_definitions(${target} PRIVATE
            TENURE_KERNEL_LEVEL=${level}
            EIGEN_NO_DEBUG
            EIGEN_NO_IO)
        target_compile_options(${target} PRIVATE ${options})
        set_target_properties(${target} PROPERTIES
            INTERPROCEDURAL_OPTIMIZATION OFF
            UNITY_BUILD OFF)
    endforeach()
endfunction()

# tenure_use_kernel_levels(<target>): its sources see TENURE_X86_LEVELS where there is more than the baseline.
function(tenure_use_kernel_levels target)
    tenure_kernel_levels(levels)
    list(LENGTH levels count)
    if(count GREATER 1)
        target_compile_definitions(${target} PRIVATE TENURE_X86_LEVELS)
    endif()
endfunction()

# tenure_add_kernels(<floor> <source>...): adds to a floor the objects of its kernels, at every level.
function(tenure_add_kernels floor)
    tenure_add_kernel_objects(tenure_kernels ${ARGN})
    tenure_kernel_levels(levels)
    foreach(level IN LISTS levels)
        target_sources(tenure_floor_${floor} INTERFACE $<TARGET_OBJECTS:tenure_kernels_${level}>)
        set_property(GLOBAL APPEND PROPERTY TENURE_KERNEL_TARGETS tenure_kernels_${level})
    endforeach()
    tenure_use_kernel_levels(tenure_floor_${floor})
endfunction()
