package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.linalg.JavaGemm;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.DoubleArithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderedSumTest {
    private static final int LANES = 12;

    private static Program<double[]> program() {
        return new Program<>(
                Nets.mlp(new int[] {2, 3, 2}, Rectifier.relu(), true, WeightOrder.OUT_IN),
                new DoubleArithmetic(new JavaGemm()));
    }

    private static int parameters() {
        return 2 * 3 + 3 + 3 * 2 + 2;
    }

    /** Terms whose sum depends on its order: their sizes differ by powers of two up to 2⁹⁰. */
    private static double term(int lane, int tangent, int k) {
        return Math.scalb(1 + 0.37 * lane - 0.11 * tangent + 0.05 * k, lane * 37 % 90) * (lane % 2 == 0 ? 1 : -1);
    }

    private static double[][] inOrder(int tangents) {
        double[][] sums = new double[tangents][parameters()];
        for (int lane = 0; lane < LANES; lane++) {
            for (int t = 0; t < tangents; t++) {
                for (int k = 0; k < parameters(); k++) {
                    sums[t][k] += term(lane, t, k);
                }
            }
        }
        return sums;
    }

    /** Adds its terms to the gradients of one lane; dense networks keep tangents apart. */
    private static void work(double @Nullable [][] gradients, int lane, int tangents) {
        for (int t = 0; t < tangents; t++) {
            for (int k = 0; k < parameters(); k++) {
                gradients[t][k] += term(lane, t, k);
            }
        }
    }

    @Test
    void termsOfThisTestDependOnTheirOrder() {
        double backwards = 0;
        for (int lane = LANES - 1; lane >= 0; lane--) {
            backwards += term(lane, 0, 0);
        }
        assertTrue(backwards != inOrder(1)[0][0]);
    }

    @Test
    void lanesAreAddedInOrderHoweverTheyAreFinished() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int workers = 1 + random.nextInt(4);
            OrderedSum<double[]> sum = new OrderedSum<>(program(), workers);
            for (int tangents = 1; tangents <= 3; tangents++) {
                double[][] into = new double[tangents][parameters()];
                sum.begin(LANES, into);
                List<Integer> open = new ArrayList<>();
                List<double @Nullable [][]> gradients = new ArrayList<>();
                int begun = 0;
                int given = 0;
                while (given < LANES) {
                    // an array is free as long as no more lanes are at work or wait than there are workers
                    boolean begin = begun < LANES && open.size() < workers && begun - firstOpen(open, begun) <= workers;
                    if (begin && (open.isEmpty() || random.nextBoolean())) {
                        gradients.add(sum.take());
                        open.add(sum.nextLane());
                        work(gradients.get(begun), begun, tangents);
                        begun++;
                    } else {
                        int lane = open.remove(random.nextInt(open.size()));
                        sum.give(lane, gradients.get(lane));
                        given++;
                    }
                }
                assertArrayEquals(inOrder(tangents), into, "seed " + seed + ", tangents " + tangents);
            }
        }
    }

    private static int firstOpen(List<Integer> open, int begun) {
        return open.stream().mapToInt(lane -> lane).min().orElse(begun);
    }

    @Test
    void threadsThatRunAheadWaitAndNobodyWaitsForEver() throws InterruptedException {
        OrderedSum<double[]> sum = new OrderedSum<>(program(), 3);
        for (int call = 0; call < 300; call++) {
            double[][] into = new double[2][parameters()];
            sum.begin(LANES, into);
            List<Thread> threads = new ArrayList<>();
            AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();
            for (int worker = 0; worker < 3; worker++) {
                Thread thread = new Thread(() -> {
                    for (int turn = 0; turn < LANES / 3; turn++) {
                        double[] @Nullable [] gradients = sum.take();
                        int lane = sum.nextLane();
                        work(gradients, lane, 2);
                        if (lane % 3 == 0) {
                            Thread.yield();
                        }
                        sum.give(lane, gradients);
                    }
                });
                thread.setUncaughtExceptionHandler((t, e) -> failure.set(new AssertionError(e)));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertNull(failure.get());
            assertArrayEquals(inOrder(2), into, "call " + call);
        }
    }

    @Test
    void afterAFailureNobodyGetsAnArrayAndTheNextSumIsRight() {
        OrderedSum<double[]> sum = new OrderedSum<>(program(), 1);
        sum.begin(LANES, new double[1][parameters()]);
        work(sum.take(), sum.nextLane(), 1);
        sum.fail();
        assertNull(sum.take());
        double[][] into = new double[1][parameters()];
        sum.begin(LANES, into);
        for (int i = 0; i < LANES; i++) {
            double[] @Nullable [] gradients = sum.take();
            int lane = sum.nextLane();
            assertEquals(i, lane);
            work(gradients, lane, 1);
            sum.give(lane, gradients);
        }
        assertArrayEquals(inOrder(1), into);
        assertEquals(parameters(), Arrays.stream(into[0]).filter(x -> x != 0).count());
    }
}
