#pragma once

/// @file
/// `TENURE_API` marks what the library exports. Everything else is hidden, so that a host which
/// links Tenure sees no symbol of ours, or of what we build on, that it did not ask for.

#if defined(TENURE_STATIC)
#define TENURE_API
#elif defined(_WIN32)
#if defined(TENURE_BUILDING)
#define TENURE_API __declspec(dllexport)
#else
#define TENURE_API __declspec(dllimport)
#endif
#else
#define TENURE_API __attribute__((visibility("default")))
#endif
