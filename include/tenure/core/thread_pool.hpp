#pragma once

/// @file
/// A small pool of threads for hosts that have none of their own. It stands beside the library,
/// which never includes it: link `tenure::threads` to use it.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "tenure/core/executor.hpp"

namespace tenure::inline v0 {

/// `width` threads, the calling one among them, that take pieces of work as they come.
///
///     tenure::ThreadPool pool(4);
///     tenure::score(base, {.purchases = model, .run = {.executor = pool.executor()}});
///
/// `executor()` may be used from several threads at once, and from within a piece of work: the
/// calls share the pool's threads, and each returns when its own work is done. The pool must
/// outlive them. A width of 0 means 1: all work is done by the calling thread.
class ThreadPool {
public:
    explicit ThreadPool(std::size_t width) {
        for (std::size_t i = 1; i < width; ++i) crew_.threads.emplace_back([this] { serve(); });
    }
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] Executor executor() noexcept { return {&ThreadPool::parallel_for, this}; }

private:
    /// One call's work. It lives on the caller's stack and in the list of jobs until all is done.
    struct Job {
        std::size_t n;
        void (*body)(void*, std::size_t);
        void* ctx;
        std::atomic<std::size_t> next{0};
        std::size_t helpers = 0;  // workers inside, guarded by mutex_
        Job* older = nullptr;     // guarded by mutex_
    };

    /// A member of its own, so that the threads end even where the system refuses one of them and
    /// the pool's constructor throws.
    struct Crew {
        ThreadPool& pool;
        std::vector<std::thread> threads;

        ~Crew() {
            pool.stop();
            for (auto& thread : threads) thread.join();
        }
    };

    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        Job job{n, body, ctx};
        static_cast<ThreadPool*>(self)->run(job);
    }

    void run(Job& job) {
        publish(job);
        drain(job);
        std::unique_lock lock(mutex_);
        withdraw(job);  // nobody enters from here on; those inside are waited for
        idle_.wait(lock, [&job] { return job.helpers == 0; });
    }

    void publish(Job& job) {
        {
            const std::lock_guard lock(mutex_);
            job.older = newest_;
            newest_ = &job;
        }
        wake_.notify_all();
    }

    void withdraw(const Job& job) noexcept {
        Job** link = &newest_;
        while (*link != &job) link = &(*link)->older;
        *link = job.older;
    }

    /// The newest job with pieces left, since older ones may wait for it.
    [[nodiscard]] Job* open_job() const noexcept {
        Job* job = newest_;
        while (job != nullptr && job->next.load() >= job->n) job = job->older;
        return job;
    }

    void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            // Looked up once: others take pieces without the lock, and a second look may find none.
            Job* job = nullptr;
            wake_.wait(lock, [&] { return stopping_ || (job = open_job()) != nullptr; });
            if (stopping_) return;
            ++job->helpers;  // keeps the job alive without the lock
            lock.unlock();
            drain(*job);
            lock.lock();
            if (--job->helpers == 0) idle_.notify_all();
        }
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
    }

    static void drain(Job& job) {
        const auto next = [&job] { return job.next.fetch_add(1); };
        for (std::size_t i = next(); i < job.n; i = next()) job.body(job.ctx, i);
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    Job* newest_ = nullptr;  // guarded by mutex_, as is stopping_
    bool stopping_ = false;
    Crew crew_{*this, {}};  // the last member: its threads use all others
};

}  // namespace tenure::inline v0
