#pragma once

/// @file
/// Everything of the floor `scores`.

#include "tenure/scores/holdout.hpp"
#include "tenure/scores/score.hpp"
