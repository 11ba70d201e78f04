#include "two_units.hpp"

Seen seen_elsewhere() { return see(); }
