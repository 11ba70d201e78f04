#pragma once

/// @file
/// Everything of the floor `io`.

#include "tenure/io/byte_source.hpp"
#include "tenure/io/csv.hpp"
#include "tenure/io/encoding.hpp"
