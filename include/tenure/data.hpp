#pragma once

/// @file
/// Everything of the floor `data`.

#include "tenure/data/base_csv.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/log_report.hpp"
#include "tenure/data/merge.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/data/transactions.hpp"
