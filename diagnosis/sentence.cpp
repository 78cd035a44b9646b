#include "diagnosis/sentence.h"

#include <array>
#include <cctype>

namespace bncheck::diagnosis {
namespace {

/// A name of the code, which keeps its small letters, and what is said before it at the start.
struct Name {
  std::string_view name;
  std::string_view introduced_by;
};

constexpr std::array kNames = {
    Name{"x", "the input "},
    Name{"y", "the output "},
    Name{"xhat", "the normalized "},
    Name{"eps", "the "},
    Name{"invstd", "the factor "},
    Name{"save_mean", "the statistic "},
    Name{"save_invstd", "the statistic "},
    Name{"running_mean", "the statistic "},
    Name{"running_var", "the statistic "},
    Name{"dy", "the gradient "},
    Name{"dx", "the gradient "},
    Name{"dweight", "the gradient "},
    Name{"dbias", "the gradient "},
};

}  // namespace

std::string as_sentence(std::string_view clause) {
  const std::string_view first = clause.substr(0, clause.find_first_of(" ,:"));
  std::string sentence;
  for (const Name& each : kNames) {
    if (each.name == first) sentence = each.introduced_by;
  }
  sentence += clause;
  if (sentence.empty()) return sentence;
  sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
  if (sentence.back() != '.') sentence += '.';
  return sentence;
}

}  // namespace bncheck::diagnosis
