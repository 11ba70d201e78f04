#pragma once

/// @file
/// Everything of the floor `models`.

#include "tenure/models/any_model.hpp"
#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/gamma_gamma.hpp"
#include "tenure/models/history.hpp"
#include "tenure/models/model_file.hpp"
#include "tenure/models/simulate.hpp"
