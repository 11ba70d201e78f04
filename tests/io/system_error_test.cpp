#include "io/system_error.hpp"

#include <cerrno>
#include <set>

#include <gtest/gtest.h>

namespace tenure::detail::io {
namespace {

TEST(SystemError, SaysWhatIsCommonInWords) {
    EXPECT_EQ(describe_errno(ENOENT), "no such file or directory");
    EXPECT_EQ(describe_errno(EACCES), "no permission");
    EXPECT_EQ(describe_errno(ENOSPC), "no space left");
    std::set<std::string> all;
    for (const int number : {ENOENT, ENOTDIR, EISDIR, EACCES, EROFS, ENOSPC, EDQUOT, EFBIG, EMFILE,
                             ENAMETOOLONG, EPIPE}) {
        all.insert(describe_errno(number));
    }
    EXPECT_EQ(all.size(), 11u);
}

TEST(SystemError, NamesTheRestByNumber) { EXPECT_EQ(describe_errno(9999), "system error 9999"); }

}  // namespace
}  // namespace tenure::detail::io
