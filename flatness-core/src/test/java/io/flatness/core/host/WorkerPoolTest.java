package io.flatness.core.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] runs(WorkerPool pool, int count) {
        AtomicIntegerArray runs = new AtomicIntegerArray(count);
        pool.forEach(count, (worker, index) -> runs.incrementAndGet(index));
        int[] plain = new int[count];
        Arrays.setAll(plain, runs::get);
        return plain;
    }

    @Test
    void everyPieceRunsOnceInEachOfManyCalls() {
        for (int workers : new int[] {1, 2, 3, 8}) {
            try (WorkerPool pool = new WorkerPool(workers)) {
                for (int call = 0; call < 2000; call++) {
                    int count = call % 7;
                    assertArrayEquals(ones(count), runs(pool, count), workers + " workers, call " + call);
                }
            }
        }
    }

    @Test
    void workersThatHaveGoneToSleepWakeUp() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int call = 0; call < 20; call++) {
                LockSupport.parkNanos(3 * WorkerPool.PATIENCE_NANOS);
                CountDownLatch all = new CountDownLatch(3);
                pool.forEach(3, (worker, index) -> {
                    all.countDown();
                    awaitQuietly(all);
                });
            }
        }
    }

    @Test
    void piecesAtWorkTogetherHaveDifferentWorkers() {
        try (WorkerPool pool = new WorkerPool(4)) {
            Set<Integer> workers = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(4);
            pool.forEach(4, (worker, index) -> {
                workers.add(worker);
                all.countDown();
                awaitQuietly(all);
            });
            assertEquals(Set.of(0, 1, 2, 3), workers);
        }
    }

    @Test
    void aFailureOfAnyWorkerReachesTheCallerAndEndsTheCall() {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int failing = 0; failing < 2; failing++) {
                int number = failing;
                IllegalStateException failure = new IllegalStateException("worker " + number);
                AtomicInteger begun = new AtomicInteger();
                CountDownLatch both = new CountDownLatch(2);
                IllegalStateException thrown = assertThrows(
                        IllegalStateException.class,
                        () -> pool.forEach(1_000_000_000, (worker, index) -> {
                            if (begun.incrementAndGet() <= 2) {
                                both.countDown();
                                awaitQuietly(both);
                            }
                            if (worker == number) {
                                throw failure;
                            }
                        }));
                assertSame(failure, thrown);
                assertArrayEquals(ones(5), runs(pool, 5), "the pool works on");
            }
        }
    }

    @Test
    void errorsPassThroughAsTheyAre() {
        try (WorkerPool pool = new WorkerPool(2)) {
            AssertionError error = new AssertionError("a piece");
            assertSame(
                    error,
                    assertThrows(
                            AssertionError.class,
                            () -> pool.forEach(2, (worker, index) -> {
                                throw error;
                            })));
        }
    }

    @Test
    void anInterruptWaitsForTheHelpersAndIsPassedOn() {
        try (WorkerPool pool = new WorkerPool(2)) {
            CountDownLatch both = new CountDownLatch(2);
            AtomicInteger done = new AtomicInteger();
            Thread caller = Thread.currentThread();
            pool.forEach(2, (worker, index) -> {
                both.countDown();
                awaitQuietly(both);
                if (worker == 1) {
                    caller.interrupt();
                    LockSupport.parkNanos(5 * WorkerPool.PATIENCE_NANOS);
                }
                done.incrementAndGet();
            });
            assertEquals(2, done.get());
            assertTrue(Thread.interrupted(), "the interrupt is passed on");
        }
    }

    @Test
    void aCallInsideAnotherRunsOnItsThread() {
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicInteger inner = new AtomicInteger();
            pool.forEach(4, (worker, index) -> {
                Thread outer = Thread.currentThread();
                pool.forEach(3, (w, i) -> {
                    assertSame(outer, Thread.currentThread());
                    inner.incrementAndGet();
                });
            });
            assertEquals(12, inner.get());
        }
    }

    @Test
    void aClosedPoolRunsOnItsCallersThread() {
        WorkerPool pool = new WorkerPool(2);
        pool.close();
        assertArrayEquals(ones(9), runs(pool, 9));
    }

    @Test
    void noWorkerIsRefused() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0));
        assertEquals("threads is 0; it must be at least 1", refusal.getMessage());
    }

    /** Waits without heeding interrupts. */
    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
