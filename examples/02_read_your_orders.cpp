// How orders come in: a text in the form that your system exports, what a wrong row is told, and
// the columns that the host has in memory already.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tenure/tenure.hpp>

using namespace tenure::literals;

// A `ByteSource` reads from wherever the host's bytes are: here, what is left of a text.
std::ptrdiff_t read_text(void* self, char* buffer, std::size_t size) {
    auto& rest = *static_cast<std::string_view*>(self);
    const std::size_t count = std::min(size, rest.size());
    std::memcpy(buffer, rest.data(), count);
    rest.remove_prefix(count);
    return static_cast<std::ptrdiff_t>(count);
}

void report(std::string_view text) {
    const auto orders = tenure::read_transactions_from(
        {&read_text, &text, "export.csv"},
        {.csv = {.delimiter = ';', .decimal = {.decimal = ',', .group = '.'}},
         .columns = {.customer = "Kunde", .date = "Datum", .amount = "Menge*Preis"},
         .date_format = "%d.%m.%Y"});
    if (!orders) {
        const tenure::Error& error = orders.error();
        std::printf("%s (%s, %d)\n", error.to_string().c_str(),
                    std::string(to_string(error.code)).c_str(), static_cast<int>(error.code));
        return;
    }
    const auto base = tenure::summarize(*orders).value();
    const tenure::Money revenue{base.revenue()[0], base.revenue_scale()};  // exact, no doubles
    std::printf("export.csv: %zu rows, %zu customer, revenue of %s: %s\n", orders->size(),
                base.size(), base.customer(0).to_string().c_str(),
                revenue.at_scale(2).value().to_string().c_str());
}

int main() {
    const std::string good =
        "Kunde;Datum;Menge;Preis\n"
        "A-1;03.02.2025;3;1.199,90\n"
        "A-1;17.02.2025;1;4,50\n";
    report(good);
    report(good + "A-2;31.02.2025;1;4,50\n");  // there is no such day

    const std::vector<std::int64_t> customers{17, 17, 42};
    const std::vector<tenure::Date> dates{2025y / 2 / 3, 2025y / 2 / 17, 2025y / 2 / 9};
    const std::vector<std::int64_t> cents{359970, 450, 1200};
    const auto orders =
        tenure::Transactions::from_columns(
            {.customer_numbers = customers, .dates = dates, .amounts = cents, .amount_scale = 2})
            .value();
    std::printf("host columns: %zu rows, last on %s\n", orders.size(),
                orders.last_date()->to_string().c_str());
}
