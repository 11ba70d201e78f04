// A consumer that takes our thread pool too.
#include <atomic>
#include <cstddef>

#include <tenure/core/thread_pool.hpp>
#include <tenure/tenure.hpp>

int main() {
    tenure::ThreadPool pool(2);
    const tenure::Executor executor = pool.executor();
    std::atomic<int> calls{0};
    executor.parallel_for(
        executor.self, 8,
        [](void* calls, std::size_t) { ++*static_cast<std::atomic<int>*>(calls); }, &calls);
    return calls == 8 ? 0 : 1;
}
