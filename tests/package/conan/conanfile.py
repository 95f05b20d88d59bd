# The recipe of defer.h for Conan 2. To build a version that is listed in conandata.yml:
# conan create . --version 0.1.0
import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, get
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class DeferConan(ConanFile):
    name = "defer"
    description = "Scope guards, a stack of releases, panic and recovery for C, in one header"
    license = "MIT"
    topics = ("defer", "raii", "cleanup", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def layout(self):
        basic_layout(self, src_folder="src")

    def package_id(self):
        self.info.clear()  # a header: one package for all settings

    def validate(self):
        if self.settings.get_safe("compiler") == "msvc":
            raise ConanInvalidConfiguration("MSVC has no __attribute__((cleanup))")

    def source(self):
        get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for name in "defer.h", "defer_panic.h", "defer_audit.h":
            copy(self, name, os.path.join(self.source_folder, "include"),
                 os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "defer")
        self.cpp_info.set_property("cmake_target_name", "defer::all")
        self.cpp_info.set_property("pkg_config_name", "defer-all")

        header = self.cpp_info.components["defer"]
        header.set_property("cmake_target_name", "defer::defer")
        header.set_property("pkg_config_name", "defer")
        header.bindirs = header.libdirs = []

        panic = self.cpp_info.components["panic"]
        panic.set_property("cmake_target_name", "defer::panic")
        panic.set_property("pkg_config_name", "defer-panic")
        panic.requires = ["defer"]
        panic.cflags = panic.cxxflags = ["-fexceptions"]
        panic.bindirs = panic.libdirs = []
