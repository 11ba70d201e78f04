#include "io/system_error.hpp"

#include <cerrno>

namespace tenure::inline v0::detail::io {

std::string describe_errno(int number) {
    switch (number) {
        case ENOENT:
            return "no such file or directory";
        case ENOTDIR:
            return "a path through something that is not a directory";
        case EISDIR:
            return "a directory";
        case EACCES:
        case EPERM:
            return "no permission";
        case EROFS:
            return "a read-only file system";
        case ENOSPC:
            return "no space left";
        case EDQUOT:
            return "a quota that is used up";
        case EFBIG:
            return "a file that would be too large";
        case EMFILE:
        case ENFILE:
            return "too many open files";
        case ENAMETOOLONG:
            return "a name that is too long";
        case EPIPE:
            return "a pipe that nobody reads";
        default:
            return "system error " + std::to_string(number);
    }
}

}  // namespace tenure::inline v0::detail::io
