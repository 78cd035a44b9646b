#pragma once

#include "rounding/found_key.h"
#include "rounding/line.h"
#include "rounding/long_near.h"
#include "rounding/near.h"
#include "rounding/statistics.h"

namespace cpu {
using namespace rounding;  // NOLINT(google-build-using-namespace): this is where they came to be
}
