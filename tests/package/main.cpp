// A user's program: a shop from end to end, and nothing that this program did not ask for.

#include <cstdio>
#include <tenure/tenure.hpp>

int main() {
    using namespace tenure::literals;
    std::printf("tenure %s\n", TENURE_VERSION_STRING);

    const tenure::models::SimulateOptions shop{
        .purchases = {0.24, 4.4, 0.8, 2.4}, .from = 2024y / 1 / 1, .until = 2024y / 12 / 31};
    const auto orders = tenure::models::simulate_transactions(shop).value();
    const auto base = tenure::summarize(orders).value();
    const auto fitted = tenure::models::BgNbd::fit(base).value();
    const auto scores = tenure::score(base, {.purchases = fitted}).value();
    std::printf("%zu customers scored, r = %.3f\n", scores.size(), fitted.model.r);

    // Reaches zlib, which who links the static library must find.
    const bool refused = !tenure::persist::inspect_from({});
    return refused && fitted.report.usable() && scores.size() == base.size() ? 0 : 1;
}
