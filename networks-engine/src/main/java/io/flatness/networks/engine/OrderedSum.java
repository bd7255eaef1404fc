package io.flatness.networks.engine;

import io.flatness.networks.tile.Arithmetic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
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
    private final int parameters;
    private final int length;
    private final int arrays;
    private final Deque<@Nullable A[]> free = new ArrayDeque<>();
    private int room;
    private double[][] into = new double[0][];
    private final List<@Nullable A[]> finished = new ArrayList<>();
    private int begun;
    private int added;
    private boolean failed;

    OrderedSum(Program<A> program, int workers) {
        this.arithmetic = program.arithmetic;
        this.parameters = program.parameters();
        this.length = program.gradientLength;
        this.arrays = workers + 1;
    }

    /** Begins a sum over {@code lanes} lanes of gradients of as many tangents as there are arrays. */
    synchronized void begin(int lanes, double[][] target) {
        into = target;
        begun = 0;
        added = 0;
        while (finished.size() < lanes) {
            finished.add(null);
        }
        if (room < target.length || failed || free.size() < Math.min(lanes, arrays)) {
            room = Math.max(room, target.length);
            Collections.fill(finished, null);
            free.clear();
            while (free.size() < Math.min(lanes, arrays)) {
                free.add(allocate());
            }
        }
        failed = false;
    }

    private @Nullable A[] allocate() {
        @Nullable A[] gradients = arithmetic.places(room);
        for (int tangent = 0; tangent < room; tangent++) {
            gradients[tangent] = arithmetic.allocate(length);
        }
        return gradients;
    }

    /** Lets go of the caller's arrays. */
    synchronized void end() {
        into = new double[0][];
    }

    /** Zeros for the next lane, an array for each tangent, as soon as there are; null when a lane has failed. */
    @Nullable
    A @Nullable [] take() {
        @Nullable A[] gradients = await();
        for (int tangent = 0; gradients != null && tangent < into.length; tangent++) {
            arithmetic.fill(Objects.requireNonNull(gradients[tangent]), 0, length, 0);
        }
        return gradients;
    }

    private synchronized @Nullable A @Nullable [] await() {
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
    synchronized void give(int lane, @Nullable A[] gradients) {
        finished.set(lane, gradients);
        while (added < begun && finished.get(added) != null) {
            @Nullable A[] next = finished.set(added, null);
            add(next, added == 0);
            added++;
            free.push(next);
        }
        notifyAll();
    }

    /** A lane will not be given: the sum fails. */
    synchronized void fail() {
        failed = true;
        notifyAll();
    }

    private void add(@Nullable A[] gradients, boolean first) {
        for (int tangent = 0; tangent < into.length; tangent++) {
            A gradient = Objects.requireNonNull(gradients[tangent]);
            if (first) {
                arithmetic.widen(gradient, 0, into[tangent], 0, parameters);
            } else {
                arithmetic.widenAndAdd(gradient, into[tangent], parameters);
            }
        }
    }
}
