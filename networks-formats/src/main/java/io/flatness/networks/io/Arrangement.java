package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the axes of an ONNX value lie around its samples.
 *
 * <p>The layers here compute a sample at a time; a file computes with all samples at once and may keep them on any axis, or
 * fold them into one with others, as [batch · heads, positions, features]. The values of one sample, in row-major order, are
 * those of the file with the samples taken out.
 *
 * @param extents of all axes, the number of samples among them
 * @param axis the axis that holds the samples; −1 when the value is the same for all of them
 * @param outer factor before the samples in that axis
 * @param samples the number of samples with which shapes are computed
 */
record Arrangement(List<Integer> extents, int axis, int outer, int samples) {
    Arrangement {
        extents = List.copyOf(extents);
    }

    /** Samples first, then what each holds. */
    static Arrangement plain(List<Integer> sample, int samples) {
        List<Integer> extents = new ArrayList<>(sample);
        extents.add(0, samples);
        return new Arrangement(extents, 0, 1, samples);
    }

    /** The same for all samples. */
    static Arrangement fixed(List<Integer> extents, int samples) {
        return new Arrangement(extents, -1, 1, samples);
    }

    boolean isPlain() {
        return axis == 0 && isPure();
    }

    /** Whether the axis of the samples holds nothing else. */
    boolean isPure() {
        return axis >= 0 && outer == 1 && extents.get(axis) == samples;
    }

    int rank() {
        return extents.size();
    }

    /** The axis meant by a number that may count from the end. */
    int axis(long number) {
        return (int) Math.floorMod(number, (long) Math.max(1, rank()));
    }

    /** Whether an axis holds samples. */
    boolean holdsSamples(int index) {
        return index == axis;
    }

    /** Extents of one sample: the number of samples is divided out, and an axis of samples alone is gone. */
    List<Integer> sample() {
        List<Integer> sample = new ArrayList<>();
        for (int i = 0; i < extents.size(); i++) {
            if (i != axis) {
                sample.add(extents.get(i));
            } else if (!isPure()) {
                sample.add(extents.get(i) / samples);
            }
        }
        return sample.isEmpty() ? List.of(1) : sample;
    }

    /** The axis of a sample that an axis is; −1 for an axis of samples alone. */
    int sampleAxis(int index) {
        if (!isPure()) {
            return index;
        }
        return index == axis ? -1 : index > axis ? index - 1 : index;
    }

    /** The same arrangement with another extent of one axis. */
    Arrangement with(int index, int extent) {
        List<Integer> changed = new ArrayList<>(extents);
        changed.set(index, extent);
        return new Arrangement(changed, axis, outer, samples);
    }

    /** The same without one axis, which holds no samples. */
    Arrangement without(int index) {
        List<Integer> changed = new ArrayList<>(extents);
        changed.remove(index);
        return new Arrangement(changed, axis > index ? axis - 1 : axis, outer, samples);
    }

    /** The same with an axis put in. */
    Arrangement inserted(int index, int extent) {
        List<Integer> changed = new ArrayList<>(extents);
        changed.add(index, extent);
        return new Arrangement(changed, axis >= index ? axis + 1 : axis, outer, samples);
    }

    /** Axis i of the result is axis order[i]. */
    Arrangement permuted(int[] order) {
        List<Integer> changed = new ArrayList<>();
        int moved = -1;
        for (int i = 0; i < order.length; i++) {
            changed.add(extents.get(order[i]));
            moved = order[i] == axis ? i : moved;
        }
        return new Arrangement(changed, moved, outer, samples);
    }

    /** The same elements in other axes; empty when the samples would be cut apart. */
    Optional<Arrangement> reshaped(List<Integer> target) {
        if (axis < 0) {
            return Optional.of(fixed(target, samples));
        }
        long before = outer;
        for (int i = 0; i < axis; i++) {
            before *= extents.get(i);
        }
        Optional<Arrangement> found = Optional.empty();
        long prefix = 1;
        for (int j = 0; j < target.size(); j++) {
            long own = before / prefix;
            if (before % prefix == 0 && target.get(j) % (own * samples) == 0) {
                Arrangement candidate = new Arrangement(target, j, (int) own, samples);
                if (candidate.isPure()) {
                    return Optional.of(candidate);
                }
                found = found.isPresent() ? found : Optional.of(candidate);
            }
            prefix *= target.get(j);
        }
        return found;
    }
}
