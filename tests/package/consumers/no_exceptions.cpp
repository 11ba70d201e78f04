// A program compiled without exceptions: everything that can fail is asked before it is used.
#include <cstdio>

#include <tenure/tenure.hpp>

using namespace tenure::literals;

// What would throw, or end this program, is found out beforehand.
static bool refuses_what_is_wrong() {
    tenure::models::SimulateOptions shop{
        .purchases = {0.24, 4.4, 0.8, 2.4}, .from = 2024y / 12 / 31, .until = 2024y / 1 / 1};
    const tenure::Result<void> checked = shop.check();
    if (checked) return false;
    std::printf("refused: %s\n", checked.error().to_string().c_str());

    const tenure::Result<tenure::Transactions> missing =
        tenure::read_transactions("there is no such file");
    return !missing && missing.error().code == tenure::Code::cannot_open;
}

static bool scores_what_is_right() {
    const tenure::models::SimulateOptions shop{
        .purchases = {0.24, 4.4, 0.8, 2.4}, .from = 2024y / 1 / 1, .until = 2024y / 12 / 31};
    if (!shop.check()) return false;
    const auto orders = tenure::models::simulate_transactions(shop);
    if (!orders) return false;
    const auto base = tenure::summarize(*orders);
    if (!base) return false;
    const auto fitted = tenure::models::BgNbd::fit(*base);
    if (!fitted || !fitted->report.usable()) return false;
    const auto scores = tenure::score(*base, {.purchases = *fitted});
    return scores && scores->size() == base->size();
}

int main() { return refuses_what_is_wrong() && scores_what_is_right() ? 0 : 1; }
