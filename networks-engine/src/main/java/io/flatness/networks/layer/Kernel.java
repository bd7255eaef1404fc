package io.flatness.networks.layer;

import io.flatness.networks.tile.Shape;
import java.util.List;

/**
 * The sizes of a convolution over any number of axes, in their order.
 *
 * @param sizes entries of the window
 * @param strides steps between windows
 * @param before padding before the first entry
 * @param after padding after the last entry
 * @param dilations distances between neighbouring entries of the window
 */
public record Kernel(
        List<Integer> sizes,
        List<Integer> strides,
        List<Integer> before,
        List<Integer> after,
        List<Integer> dilations) {
    /** Checks that there is a number for each axis, and its range. */
    public Kernel {
        sizes = List.copyOf(sizes);
        strides = List.copyOf(strides);
        before = List.copyOf(before);
        after = List.copyOf(after);
        dilations = List.copyOf(dilations);
        for (List<Integer> numbers : List.of(strides, before, after, dilations)) {
            if (numbers.size() != sizes.size()) {
                throw new IllegalArgumentException("a window of " + sizes + " needs " + sizes.size()
                        + " strides, paddings and dilations but has " + numbers);
            }
        }
        if (sizes.isEmpty() || least(sizes) < 1 || least(strides) < 1 || least(dilations) < 1) {
            throw new IllegalArgumentException("the sizes, strides and dilations of a window must be at least 1");
        }
        if (least(before) < 0 || least(after) < 0) {
            throw new IllegalArgumentException("the padding of a window must not be negative");
        }
    }

    /** A window of one axis. */
    public static Kernel of(int size, int stride, int padding) {
        return new Kernel(List.of(size), List.of(stride), List.of(padding), List.of(padding), List.of(1));
    }

    private static int least(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).min().orElse(1);
    }

    /** Number of axes. */
    public int rank() {
        return sizes.size();
    }

    /** Number of entries. */
    public int size() {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    /** Length of the window along an axis, with the gaps of dilation. */
    int span(int axis) {
        return dilations.get(axis) * (sizes.get(axis) - 1) + 1;
    }

    /** Number of windows along an axis of so many entries. */
    int windows(int axis, int extent) {
        int room = extent + before.get(axis) + after.get(axis) - span(axis);
        return room < 0 ? 0 : room / strides.get(axis) + 1;
    }

    /** The entry that place k of window number {@code window} sees; outside when it is padding. */
    int entry(int axis, int window, int k) {
        return window * strides.get(axis) - before.get(axis) + k * dilations.get(axis);
    }

    /** Checks that an input has channels and as many axes as the window. */
    void requireAxes(Shape input) {
        if (input.rank() != rank() + 1) {
            throw new IllegalArgumentException("has a window of " + sizes + " and needs channels and " + rank()
                    + (rank() == 1 ? " axis" : " axes") + " but its input has the shape " + input);
        }
    }
}
