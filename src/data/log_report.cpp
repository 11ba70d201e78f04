#include "tenure/data/log_report.hpp"

#include <algorithm>
#include <utility>

namespace tenure::inline v0 {
namespace {

// The rows of that code, which are added where there are none yet.
RefusedRows& refused_as(std::vector<RefusedRows>& refused, Code code) {
    const auto at =
        std::lower_bound(refused.begin(), refused.end(), code,
                         [](const RefusedRows& kind, Code wanted) { return kind.code < wanted; });
    if (at != refused.end() && at->code == code) return *at;
    return *refused.insert(at, RefusedRows{code});
}

void keep_first(RefusedRows& kind, Error error) {
    if (kind.first.size() < RefusedRows::kept_errors) kind.first.push_back(std::move(error));
}

}  // namespace

void LogReport::refuse(Error error) {
    RefusedRows& kind = refused_as(refused, error.code);
    ++kind.rows;
    keep_first(kind, std::move(error));
    ++bad_rows;
}

LogReport& LogReport::operator+=(const LogReport& later) {
    rows += later.rows;
    kept += later.kept;
    bad_rows += later.bad_rows;
    missing_ids += later.missing_ids;
    returns_dropped += later.returns_dropped;
    zero_amounts_dropped += later.zero_amounts_dropped;
    outliers_dropped += later.outliers_dropped;
    outliers_kept += later.outliers_kept;
    for (const RefusedRows& kind : later.refused) {
        RefusedRows& sum = refused_as(refused, kind.code);
        sum.rows += kind.rows;
        for (const Error& error : kind.first) keep_first(sum, error);
    }
    return *this;
}

}  // namespace tenure::inline v0
