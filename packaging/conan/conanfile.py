"""Tenure as a Conan 2 package: `conan create packaging/conan` in a checkout."""

import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy

required_conan_version = ">=2.0"


class TenureConan(ConanFile):
    name = "tenure"
    version = "0.1.0"
    description = "Customer retention and value models, embeddable"
    license = "Apache-2.0"
    topics = ("crm", "churn", "clv", "statistics")
    package_type = "library"
    settings = "os", "compiler", "build_type", "arch"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        # Eigen, Boost, fast_float and zlib from the system instead of from Conan.
        "system_dependencies": [True, False],
    }
    default_options = {"shared": False, "fPIC": True, "system_dependencies": False}
    implements = ["auto_shared_fpic"]

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, src=self._root, dst=self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        if self.options.system_dependencies:
            return
        # Only the library's sources see these three.
        self.requires("eigen/3.4.0", visible=False)
        self.requires("boost/[>=1.74 <2]", visible=False, options={"header_only": True})
        self.requires("fast_float/[>=3 <9]", visible=False)
        self.requires("zlib/[>=1.2.11 <2]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for part in ("TOOLS", "TESTS", "BENCHMARKS", "EXAMPLES"):
            toolchain.cache_variables[f"TENURE_BUILD_{part}"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # What CMake installed says it better than Conan could: the targets and their definitions, and threads apart.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "tenure")]
        self.cpp_info.libs = ["tenure"]
        if not self.options.shared:
            self.cpp_info.defines = ["TENURE_STATIC"]
            if self.options.system_dependencies:
                self.cpp_info.system_libs = ["z"]
