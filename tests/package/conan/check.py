"""check.py <source> <package>: runs the methods of conanfile.py without Conan, with small stand-ins
for what it imports, and prints the flags of each component. test_package/ is only parsed. Not
checked: that Conan accepts the recipe, what its generators do with package_info, the download."""
import ast
import os
import shutil
import sys
from types import ModuleType, SimpleNamespace

here = os.path.dirname(os.path.abspath(__file__))
source, package = sys.argv[1:]


class ConanInvalidConfiguration(Exception):
    pass


class Component:
    def __init__(self):
        self.properties = {}
        self.includedirs, self.requires, self.cflags = ["include"], [], []
        self.components = Components()

    def set_property(self, name, value):
        assert name in ("cmake_file_name", "cmake_target_name", "pkg_config_name"), name
        self.properties[name] = value


class Components(dict):
    def __missing__(self, name):
        self[name] = Component()
        return self[name]


def copy(conanfile, pattern, src, dst):
    os.makedirs(dst, exist_ok=True)
    shutil.copy(os.path.join(src, pattern), dst)


def get(conanfile, url, sha256, strip_root):
    assert conanfile.version in url and strip_root


def provide(name, **members):
    sys.modules[name] = ModuleType(name)
    sys.modules[name].__dict__.update(members)


provide("conan", ConanFile=object)
provide("conan.errors", ConanInvalidConfiguration=ConanInvalidConfiguration)
provide("conan.tools")
provide("conan.tools.files", copy=copy, get=get)
provide("conan.tools.layout", basic_layout=lambda conanfile, src_folder: None)

with open(os.path.join(here, "test_package", "conanfile.py"), encoding="utf-8") as f:
    ast.parse(f.read())
sys.dont_write_bytecode = True
sys.path.insert(0, here)
from conanfile import DeferConan  # noqa: E402

with open(os.path.join(source, "include", "defer.h"), encoding="utf-8") as f:
    version = next(line.split('"')[1] for line in f if "DEFER_VERSION_STRING" in line)
with open(os.path.join(here, "conandata.yml"), encoding="utf-8") as f:
    lines = [line.strip() for line in f]
at = lines.index(f'"{version}":')  # the library of Python has no YAML
entry = dict(line.replace('"', "").split(": ", 1) for line in lines[at + 1:at + 3])

recipe = DeferConan()
recipe.version = version
recipe.conan_data = {"sources": {version: entry}}
recipe.source_folder, recipe.package_folder = source, package
recipe.info = SimpleNamespace(clear=lambda: None)
recipe.cpp_info = Component()
for compiler in "gcc", "clang", "apple-clang":
    recipe.settings = SimpleNamespace(get_safe={"compiler": compiler}.get)
    recipe.validate()
recipe.settings = SimpleNamespace(get_safe={"compiler": "msvc"}.get)
try:
    recipe.validate()
    sys.exit("MSVC was accepted")
except ConanInvalidConfiguration:
    pass
recipe.layout()
recipe.package_id()
recipe.source()
recipe.package()
recipe.package_info()

components = recipe.cpp_info.components
for name, c in components.items():
    parts = [c] + [components[other] for other in c.requires]
    assert c.properties["cmake_target_name"] == f"defer::{name}", c.properties
    flags = [f"-I{os.path.join(package, d)}" for p in parts for d in p.includedirs]
    flags += [f for p in parts for f in p.cflags]
    print(*(f"{name} {flag}" for flag in flags), sep="\n")
