#pragma once

/// @file
/// All of Tenure.
///
///     #include <tenure/tenure.hpp>
///     using namespace tenure::literals;

#include "tenure/core.hpp"
#include "tenure/data.hpp"
#include "tenure/io.hpp"
#include "tenure/models.hpp"
#include "tenure/persist.hpp"
#include "tenure/reports.hpp"
#include "tenure/scores.hpp"
#include "tenure/segments.hpp"
