#pragma once

/// @file
/// Everything of the floor `core`.

#include "tenure/core/civil_time.hpp"
#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/error.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/export.hpp"
#include "tenure/core/money.hpp"
#include "tenure/core/random.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/simd_level.hpp"
#include "tenure/core/table.hpp"
#include "tenure/core/version.hpp"
