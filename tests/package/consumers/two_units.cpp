// Two units of one program see the same library, under whatever options each was compiled.
#include "two_units.hpp"

#include <cstdio>

int main() {
    const Seen here = see();
    const Seen there = seen_elsewhere();
    std::printf("%s: %s, %s, risk %.6f, \"%s\"\n", TENURE_VERSION_STRING, here.horizon.c_str(),
                here.first_day.c_str(), here.risk, here.refusal.c_str());
    const bool same = here.version == there.version && here.horizon == there.horizon &&
                      here.first_day == there.first_day && here.risk == there.risk &&
                      here.refusal == there.refusal;
    return same && here.first_day == "1997-01-01" && !here.refusal.empty() ? 0 : 1;
}
