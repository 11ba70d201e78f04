#pragma once

/// The largest residual of dense problems solved with the host's own Eigen: 0 but for rounding.
double host_residual(int size);
