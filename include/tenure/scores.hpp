#pragma once

/// @file
/// Everything of the floor `scores`.

#include "tenure/scores/customer_state.hpp"
#include "tenure/scores/frequency_fit.hpp"
#include "tenure/scores/holdout.hpp"
#include "tenure/scores/score.hpp"
#include "tenure/scores/tracking.hpp"
