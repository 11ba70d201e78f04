// Writes the pages that other programs look at (an XML parser, a browser) into a folder.

#include <cstdio>
#include <fstream>
#include <string>

#include "reports/uneven_shops.hpp"

namespace {

bool write(const std::string& path, const tenure::test::Shop& shop, const std::string& title) {
    auto content = shop.content();
    content.title = title;
    std::ofstream file(path, std::ios::binary);
    file << tenure::reports::customer_page(content).value();
    return static_cast<bool>(file.flush());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: write_pages FOLDER\n", stderr);
        return 2;
    }
    using namespace tenure::test;
    const std::string folder = std::string(argv[1]) + "/";
    const bool written =
        write(folder + "cdnow.html", cdnow_shop(), "CDNOW") &&
        write(folder + "hostile.html", hostile_shop(), "<i>\"Shop\" & </title> \u202E") &&
        write(folder + "one_customer.html", one_customer_shop(), "One customer") &&
        write(folder + "one_segment.html", one_segment_shop(), "All alike") &&
        write(folder + "without_amounts.html", shop_without_amounts(), "No amounts") &&
        write(folder + "long.html", long_shop(), "Sixteen years") &&
        write(folder + "six_days.html", six_days_shop(), "Six days") &&
        write(folder + "without_dates.html", shop_without_dates(), "No dates") &&
        write(folder + "empty.html", empty_shop(), "Nobody");
    return written ? 0 : 1;
}
