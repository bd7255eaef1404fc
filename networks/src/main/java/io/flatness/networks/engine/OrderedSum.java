package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the gradients of lanes in the order of the lanes, whatever the order in which workers finish them: the bits of the
 * sum do not depend on the workers, and one more array than there are workers is enough.
 *
 * <p>A worker takes an array, then a lane. So every lane that has begun has an array, the first of them is always at
 * work, and a worker that waits for an array holds none.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class OrderedSum<A> {
    private final Arithmetic<A> arithmetic;
    private final List<PackedBlock> blocks;
    private final int parameters;
    private final int arrays;
    private final Deque<A> free = new ArrayDeque<>();
    private int room;
    private double[][] into = new double[0][];
    private @Nullable A[] finished;
    private int begun;
    private int added;
    private boolean failed;

    OrderedSum(Program<A> program, int workers) {
        this.arithmetic = program.arithmetic;
        this.blocks = program.blocks();
        this.parameters = program.network.layout().size();
        this.arrays = workers + 1;
        this.finished = arithmetic.places(0);
    }

    /** Begins a sum over {@code lanes} lanes of gradients of as many tangents as there are arrays. */
    synchronized void begin(int lanes, double[][] target) {
        into = target;
        begun = 0;
        added = 0;
        if (finished.length < lanes) {
            finished = arithmetic.places(lanes);
        }
        if (room < target.length || failed || free.size() < Math.min(lanes, arrays)) {
            room = Math.max(room, target.length);
            free.clear();
            Arrays.fill(finished, null);
            for (int i = 0; i < Math.min(lanes, arrays); i++) {
                free.add(arithmetic.allocate(Math.multiplyExact(room, parameters)));
            }
        }
        failed = false;
    }

    /** Lets go of the caller's arrays. */
    synchronized void end() {
        into = new double[0][];
    }

    /** An array of zeros for the next lane, as soon as there is one; null when a lane has failed. */
    @Nullable
    A take() {
        A array = await();
        if (array != null) {
            arithmetic.fill(array, 0, into.length * parameters, 0);
        }
        return array;
    }

    private synchronized @Nullable A await() {
        boolean interrupted = false;
        while (free.isEmpty() && !failed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The lanes at work have to be finished all the same; the interrupt is passed on.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failed ? null : free.pop();
    }

    /** The lane to work at with an array just taken. */
    synchronized int nextLane() {
        return begun++;
    }

    /** Gives the gradients of a lane. */
    synchronized void give(int lane, A gradients) {
        finished[lane] = gradients;
        for (A next = finished[added]; next != null; next = added < begun ? finished[added] : null) {
            add(next, added == 0);
            finished[added++] = null;
            free.push(next);
        }
        notifyAll();
    }

    /** A lane will not be given: the sum fails. */
    synchronized void fail() {
        failed = true;
        notifyAll();
    }

    private void add(A gradients, boolean first) {
        int m = into.length;
        for (PackedBlock block : blocks) {
            for (int tangent = 0; tangent < m; tangent++) {
                for (int row = 0; row < block.rows(); row++) {
                    int from = block.packed(m, tangent, row);
                    int to = block.flat(row);
                    if (first) {
                        arithmetic.widen(gradients, from, into[tangent], to, block.columns());
                    } else {
                        arithmetic.widenAndAdd(gradients, from, into[tangent], to, block.columns());
                    }
                }
            }
        }
    }
}
