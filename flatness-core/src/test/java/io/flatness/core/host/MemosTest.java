package io.flatness.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.spi.MetricContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemosTest {
    private static final Runnable GO_ON = () -> {};

    private final Memos memos = new Memos();

    private static Host host(int workers) {
        return new Host(
                7,
                new WorkerPool(workers),
                new OjalgoLinearAlgebra(new JavaGemm()),
                1 << 20,
                new InputFiles(Path.of("")),
                List.of(),
                List.of(),
                false);
    }

    @Test
    void aStreamInsideDependsOnTheKeyAndNotOnWhoCameFirst() {
        try (Host host = host(1)) {
            long[] seen = new long[3];
            String[] metrics = {"first", "second", "third"};
            for (int i = 0; i < 3; i++) {
                MetricContext context = new PointContext(host.context("p", metrics[i], "{}"), "jar", new Memos());
                String key = i < 2 ? "key" : "other key";
                seen[i] = context.memo(
                        key, Long.class, shared -> shared.random("s").nextLong());
            }
            assertEquals(seen[0], seen[1]);
            assertNotEquals(seen[0], seen[2]);
        }
    }

    @Test
    void pluginsDoNotShareTheirMemos() {
        try (Host host = host(1)) {
            MetricContext mine = new PointContext(host.context("p", "m", "{}"), "mine", memos);
            MetricContext yours = new PointContext(host.context("p", "m", "{}"), "yours", memos);
            assertEquals("a", mine.memo("key", String.class, shared -> "a"));
            assertEquals("b", yours.memo("key", String.class, shared -> "b"));
            assertEquals("a", mine.memo("key", String.class, shared -> "c"));
        }
    }

    @Test
    void aMemoThatAsksForItselfIsAFaultAndNoDeadlock() {
        IllegalStateException direct =
                assertThrows(IllegalStateException.class, () -> memos.get("a", String.class, () -> ask("a"), GO_ON));
        assertEquals("the memo a asks for itself while it is computed", direct.getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> memos.get("a", String.class, () -> memos.get("b", String.class, () -> ask("a"), GO_ON), GO_ON));
        try (WorkerPool pool = new WorkerPool(3)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> memos.get(
                            "a",
                            String.class,
                            () -> {
                                pool.forEach(50, (worker, index) -> ask("a"));
                                return "never";
                            },
                            GO_ON));
        }
        assertEquals("fine", memos.get("a", String.class, () -> "fine", GO_ON));
    }

    private String ask(String key) {
        return memos.get(key, String.class, () -> "from the inside", GO_ON);
    }

    @Test
    void aCircleOverTwoThreadsIsAFault() {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> crossing("a", "b", both));
        assertThrows(IllegalStateException.class, () -> {
            crossing("b", "a", both);
            try {
                other.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    private String crossing(String own, String wanted, CountDownLatch both) {
        return memos.get(
                own,
                String.class,
                () -> {
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return ask(wanted);
                },
                GO_ON);
    }

    @Test
    void aComputationThatIsStoppedIsTakenOverByOneWhoWaits() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch stop = new CountDownLatch(1);
        CompletableFuture<String> stopped = CompletableFuture.supplyAsync(() -> memos.get(
                "a",
                String.class,
                () -> {
                    started.countDown();
                    try {
                        stop.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    throw new CancellationException("out of time");
                },
                GO_ON));
        started.await();
        CompletableFuture<String> waits =
                CompletableFuture.supplyAsync(() -> memos.get("a", String.class, () -> "mine", GO_ON));
        stop.countDown();
        assertEquals("mine", waits.get());
        ExecutionException e = assertThrows(ExecutionException.class, stopped::get);
        assertInstanceOf(CancellationException.class, e.getCause());
    }

    @Test
    void aValueOfAnotherTypeOrNoneIsAFault() {
        memos.get("a", String.class, () -> "text", GO_ON);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> memos.get("a", Integer.class, () -> 1, GO_ON));
        assertEquals("the memo a is a java.lang.String, but a java.lang.Integer was asked for", e.getMessage());
    }
}
