#pragma once

/// @file
/// Everything of the floor `segments`.

#include "tenure/segments/clusters.hpp"
#include "tenure/segments/cohorts.hpp"
#include "tenure/segments/concentration.hpp"
#include "tenure/segments/matrix.hpp"
#include "tenure/segments/migration.hpp"
#include "tenure/segments/rfm.hpp"
