#include "cuda/emulation/fiber.h"

#include <cstdlib>

#include "cuda/emulation/sanitizers.h"

namespace emulation {
namespace {

using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

constexpr unsigned kNoOrder = 1;  // a switch says nothing of what is seen by whom

}  // namespace

Fiber::~Fiber() {
  if (tsan_fiber_ && !is_host_) __tsan_destroy_fiber(tsan_fiber_);
}

void Fiber::take_host() {
  is_host_ = true;
  if (has_tsan()) tsan_fiber_ = __tsan_get_current_fiber();
}

void Fiber::start(std::byte* stack, std::size_t bytes, Entry entry) {
  allow_access(stack, bytes);  // an abandoned fiber left its frames' red zones
  context_ = make_fcontext(stack + bytes, bytes, enter);
  entry_ = entry;
  bottom_ = stack;
  bytes_ = bytes;
  fake_stack_ = nullptr;
  if (has_tsan() && !tsan_fiber_) tsan_fiber_ = __tsan_create_fiber(0);
}

void Fiber::jump(Fiber& to) {
  leave(to, &fake_stack_);
  arrive(jump_fcontext(to.context_, this));
}

void Fiber::finish(Fiber& to) {
  leave(to, nullptr);
  jump_fcontext(to.context_, this);
  std::abort();  // never reached
}

void Fiber::abandon(Fiber& host) {
  if (!tsan_fiber_) return;
  __tsan_switch_to_fiber(tsan_fiber_, kNoOrder);
  __tsan_switch_to_fiber(host.tsan_fiber_, 0);
  __tsan_destroy_fiber(tsan_fiber_);
  tsan_fiber_ = nullptr;
}

void Fiber::leave(Fiber& to, void** save) {
  to_ = &to;
  if (__sanitizer_start_switch_fiber) __sanitizer_start_switch_fiber(save, to.bottom_, to.bytes_);
  if (has_tsan()) __tsan_switch_to_fiber(to.tsan_fiber_, kNoOrder);
}

void Fiber::arrive(transfer_t from) {
  Fiber& other = *static_cast<Fiber*>(from.data);
  other.context_ = from.fctx;
  if (__sanitizer_finish_switch_fiber)
    __sanitizer_finish_switch_fiber(fake_stack_, &other.bottom_, &other.bytes_);
}

void Fiber::enter(transfer_t from) {
  Fiber& self = *static_cast<Fiber*>(from.data)->to_;
  self.arrive(from);
  self.entry_(self);
}

}  // namespace emulation
