#include "bncheck/report/rendered.h"

namespace bncheck::report {

Rendered::Rendered(const std::string& path, Render render, const runner::CampaignOptions& options,
                   const Subject& subject)
    : JsonLines(options, subject), file_(path), render_(render) {
  file_.remove();
}

void Rendered::on_end(const runner::CampaignSummary& summary) {
  JsonLines::on_end(summary);
  file_.write(render_(parse_run(take_text(), "this run")));
}

}  // namespace bncheck::report
