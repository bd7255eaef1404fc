package io.flatness.numerics;

/**
 * A vector cut into consecutive parts.
 *
 * @param ends index after the last element of each part, ascending; the last is the length of the vector
 */
public record Parts(int[] ends) {
    /** One part. */
    public static Parts whole(int n) {
        return new Parts(new int[] {n});
    }

    int count() {
        return ends.length;
    }

    /** The part to which an element belongs. */
    int of(int element) {
        int part = 0;
        while (element >= ends[part]) {
            part++;
        }
        return part;
    }

    /** Σ xᵢyᵢ over each part. */
    double[] dots(double[] x, double[] y) {
        double[] sums = new double[ends.length];
        int i = 0;
        for (int part = 0; part < ends.length; part++) {
            double sum = 0;
            for (; i < ends[part]; i++) {
                sum += x[i] * y[i];
            }
            sums[part] = sum;
        }
        return sums;
    }
}
