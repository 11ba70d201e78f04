#include "data/log_columns.hpp"

#include <span>
#include <string>
#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::string_view customer_names[] = {
    "customer", "customer_id", "customerid",    "client",         "client_id",
    "cust_id",  "user_id",     "member_number", "customernumber", "id"};
constexpr std::string_view date_names[] = {
    "date",         "order_date",    "orderdate",       "invoicedate",
    "invoice_date", "purchase_date", "transaction_date"};
constexpr std::string_view amount_names[] = {"amount", "total", "revenue", "price",       "value",
                                             "sales",  "spend", "dollars", "dollar_value"};
constexpr std::string_view order_names[] = {"order",   "order_id",      "orderid",   "order_no",
                                            "invoice", "invoice_id",    "invoiceno", "invoice_no",
                                            "receipt", "transaction_id"};
constexpr std::array<std::string_view, extras> extra_names = {"order",   "product",  "coupon",
                                                              "channel", "quantity", "time"};

using Found = Result<std::optional<std::size_t>>;

class ColumnFinder {
public:
    ColumnFinder(const ReadOptions& options, const ColumnNames& names)
        : mapping_(options.columns), cleaning_(options.cleaning), names_(names) {}

    Result<LogColumns> find() {
        const auto customer = find_needed(mapping_.customer, customer_names, "customer");
        if (!customer) return customer.error();
        const auto date = find_needed(mapping_.date, date_names, "date");
        if (!date) return date.error();
        columns_.customer = *customer;
        columns_.date = *date;
        for (const auto step : {&ColumnFinder::find_amount, &ColumnFinder::find_extras,
                                &ColumnFinder::find_return_order}) {
            if (auto found = (this->*step)(); !found) return found.error();
        }
        return std::move(columns_);
    }

private:
    Found find_by_name(std::span<const std::string_view> usual, std::string_view role) {
        auto found = names_.find_any(usual, role);
        if (found && *found) note(role, names_.name(**found), false);
        return found;
    }

    Result<std::size_t> find_given(const std::string& column, std::string_view role) {
        auto found = names_.find(column, role);
        if (found) note(role, names_.name(*found), true);
        return found;
    }

    Result<std::size_t> find_needed(const std::string& column,
                                    std::span<const std::string_view> usual,
                                    std::string_view role) {
        if (!column.empty()) return find_given(column, role);
        const auto found = find_by_name(usual, role);
        if (!found) return found.error();
        if (*found) return **found;
        return names_.missing("a column for the " + std::string(role), names_.listed(), role);
    }

    Result<void> find_amount() {
        if (mapping_.amount.empty()) {
            const auto found = find_by_name(amount_names, "amount");
            if (!found) return found.error();
            if (*found) columns_.amount = AmountExpression{{**found}, {}};
            return {};
        }
        auto parsed = parse_amount_expression(mapping_.amount, names_);
        if (!parsed) return parsed.error();
        const bool one = parsed->columns.size() == 1 && !parsed->constant;
        note("amount", one ? names_.name(parsed->columns.front()) : mapping_.amount, true);
        columns_.amount = *std::move(parsed);
        return {};
    }

    Result<void> find_extras() {
        for (std::size_t i = 0; i < extras; ++i) {
            const std::string& column = given(mapping_, Extra(i));
            if (column.empty()) continue;
            const auto found = find_given(column, extra_names[i]);
            if (!found) return found.error();
            columns_.extra[i] = *found;
        }
        return {};
    }

    Result<void> find_return_order() {
        if (cleaning_.return_prefix.empty()) return {};
        columns_.return_order = columns_.extra[static_cast<std::size_t>(Extra::order)];
        if (columns_.return_order) return {};
        const auto found = find_needed({}, order_names, "order");
        if (!found) return found.error();
        columns_.return_order = *found;
        return {};
    }

    void note(std::string_view role, std::string column, bool was_given) {
        columns_.choices.push_back({std::string(role), std::move(column), was_given});
    }

    const TransactionMapping& mapping_;
    const CleaningPolicy& cleaning_;
    const ColumnNames& names_;
    LogColumns columns_{};
};

}  // namespace

std::string_view to_string(Extra extra) noexcept {
    return extra_names[static_cast<std::size_t>(extra)];
}

const std::string& given(const TransactionMapping& mapping, Extra extra) noexcept {
    switch (extra) {
        case Extra::order:
            return mapping.order;
        case Extra::product:
            return mapping.product;
        case Extra::coupon:
            return mapping.coupon;
        case Extra::channel:
            return mapping.channel;
        case Extra::quantity:
            return mapping.quantity;
        case Extra::time:
            break;
    }
    return mapping.time;
}

Result<LogColumns> find_log_columns(const ReadOptions& options, const ColumnNames& names) {
    return ColumnFinder(options, names).find();
}

}  // namespace tenure::inline v0::detail::data
