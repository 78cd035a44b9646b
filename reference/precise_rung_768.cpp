#include "reference/precise_channel.h"

template bncheck::reference::Rung bncheck::reference::rung<768>();
