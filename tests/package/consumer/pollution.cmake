# Adds defer.h, and fails if that changes or adds anything whose name does not begin with `defer`.
enable_testing()
add_test(NAME own COMMAND true)

# Lists in `variables` the variables that do not belong to defer.h.
macro(list_others)
    get_cmake_property(variables VARIABLES)
    list(FILTER variables EXCLUDE REGEX "^([Dd][Ee][Ff][Ee][Rr]|was)_|^(others|variables)$")
endmacro()

set(name)
list_others()
set(others ${variables})
foreach(name IN LISTS others)
    set(was_${name} "${${name}}")
endforeach()

add_subdirectory(${SOURCE} lib)

list_others()
foreach(name IN LISTS variables)
    if(NOT name IN_LIST others OR NOT "${was_${name}}" STREQUAL "${${name}}")
        message(SEND_ERROR "variable ${name}: '${was_${name}}' became '${${name}}'")
    endif()
endforeach()
get_property(targets DIRECTORY ${SOURCE} PROPERTY BUILDSYSTEM_TARGETS)
get_property(subdirectories DIRECTORY ${SOURCE} PROPERTY SUBDIRECTORIES)
if(NOT "${targets}" STREQUAL "defer;defer_panic" OR subdirectories)
    message(SEND_ERROR "targets: ${targets}; directories: ${subdirectories}")
endif()
