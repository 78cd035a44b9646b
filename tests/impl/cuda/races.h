#pragma once

#include <functional>
#include <string>
#include <vector>

/// Runs a launch in a program built with ThreadSanitizer. For each race that it reports: the two
/// accesses, each as the lines of the calls that led there, "file:line file:line ...".
std::vector<std::string> races_of(const std::function<void()>& launch);

/// Whether one was while the launch runs.
bool race_was_reported();
