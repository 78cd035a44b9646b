// Two passes in order, and a contract that says nothing at all: every zero has a meaning.
#include "kernel/plugin.h"

namespace {

struct Unspecified : variants::Plain {
  static void declare(bn_contract&, const variants::Problem&) {}
};

}  // namespace

BN_VARIANT(Unspecified)
