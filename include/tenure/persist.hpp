#pragma once

/// @file
/// Everything of the floor `persist`.

#include "tenure/persist/inspect.hpp"
#include "tenure/persist/limits.hpp"
