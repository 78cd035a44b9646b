#include "grading/form.h"

namespace bncheck::grading {
namespace {

// Convolutions have four, and what serves nothing else has no fewer.
constexpr std::size_t kImageAxes = 4;

bool is_refused(const Subject& subject) {
  properties::Trial trial(subject.court, expand(training_case(subject, {8, 2, {}})));
  const auto ended = properties::judge_status(trial.forward());
  return ended && ended->verdict == Verdict::skip;
}

}  // namespace

Form accepted_form(Subject subject) {
  for (const bool affine : {true, false}) {
    for (const bool running : {true, false}) {
      for (const std::size_t axes : {Form{}.axes, kImageAxes}) {
        subject.form = {affine, running, axes};
        if (!is_refused(subject)) return subject.form;
      }
    }
  }
  return {};
}

std::string to_string(const Form& form) {
  std::string text;
  const auto add = [&](bool needed, const std::string& words) {
    if (needed) text += (text.empty() ? "" : ", ") + words;
  };
  add(!form.running, "without running statistics");
  add(!form.affine, "without weight and bias");
  add(form.axes != Form{}.axes, "on tensors of " + std::to_string(form.axes) + " axes or more");
  return text;
}

}  // namespace bncheck::grading
