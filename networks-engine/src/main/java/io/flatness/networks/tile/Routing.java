package io.flatness.networks.tile;

import java.util.Arrays;

/**
 * Which elements of one array go where in another, in runs of equal length: element {@code from[k] + i} goes to {@code to[k]
 * + i} for i below {@code run}. Permutations of axes, slices, repetitions and sums are of this kind. The arrays are not
 * written to.
 *
 * @param from starts of the runs in the source
 * @param to starts of the runs in the target
 * @param run length of every run
 * @param repeats whether some element of the target is written several times, and so is a sum
 * @param covers whether every element of the target is written
 */
public record Routing(int[] from, int[] to, int run, boolean repeats, boolean covers) {
    /**
     * A routing from its pairs.
     *
     * @param from element of the source, for each pair
     * @param to element of the target, for each pair
     * @param targetSize elements of the target
     */
    public static Routing of(int[] from, int[] to, int targetSize) {
        boolean[] written = new boolean[targetSize];
        boolean repeats = false;
        for (int element : to) {
            repeats |= written[element];
            written[element] = true;
        }
        boolean covers = true;
        for (boolean one : written) {
            covers &= one;
        }
        int run = runLength(from, to);
        int[] starts = new int[from.length / run];
        int[] ends = new int[starts.length];
        for (int k = 0; k < starts.length; k++) {
            starts[k] = from[k * run];
            ends[k] = to[k * run];
        }
        return new Routing(starts, ends, run, repeats, covers);
    }

    /** A routing that gives each element of the target its source, or none where that is negative. */
    public static Routing bySource(int[] source) {
        int count = 0;
        for (int element : source) {
            count += element >= 0 ? 1 : 0;
        }
        int[] from = new int[count];
        int[] to = new int[count];
        int k = 0;
        for (int target = 0; target < source.length; target++) {
            if (source[target] >= 0) {
                from[k] = source[target];
                to[k++] = target;
            }
        }
        return of(from, to, source.length);
    }

    /** A routing that adds each element of the source to one of the target. */
    public static Routing byTarget(int[] target, int targetSize) {
        int[] from = new int[target.length];
        Arrays.setAll(from, k -> k);
        return of(from, target, targetSize);
    }

    /** The routing back: its transpose as a linear map. */
    public Routing reversed(int sourceSize) {
        int[] starts = new int[from.length * run];
        int[] ends = new int[starts.length];
        for (int k = 0; k < starts.length; k++) {
            starts[k] = from[k / run] + k % run;
            ends[k] = to[k / run] + k % run;
        }
        return of(ends, starts, sourceSize);
    }

    /** The longest run of which all stretches of neighbours are multiples. */
    private static int runLength(int[] from, int[] to) {
        int length = 0;
        int stretch = 0;
        for (int k = 0; k < from.length; k++) {
            stretch++;
            boolean ends = k + 1 == from.length || from[k + 1] != from[k] + 1 || to[k + 1] != to[k] + 1;
            if (ends) {
                length = gcd(length, stretch);
                stretch = 0;
            }
        }
        return Math.max(1, length);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
