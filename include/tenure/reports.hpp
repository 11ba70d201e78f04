#pragma once

/// @file
/// Everything of the floor `reports`.

#include "tenure/reports/page.hpp"
