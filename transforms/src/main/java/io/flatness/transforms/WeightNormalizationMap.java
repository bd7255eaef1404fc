package io.flatness.transforms;

import io.flatness.spi.loss.SmoothMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * (s, v) ↦ w = s v/‖v‖ for groups of weights, the identity for the other parameters (Section 5.1).
 *
 * <p>Not defined at v = 0. There is one more coordinate than parameters for each group.
 *
 * @param coordinateOf for each parameter of the base its place in (s, v): v's element for a weight
 * @param groupOf for each parameter of the base its group, −1 for one that stays as it is
 * @param scaleOf for each group the place of its s
 */
record WeightNormalizationMap(int[] coordinateOf, int[] groupOf, int[] scaleOf) implements SmoothMap {
    @Override
    public int dimension() {
        return coordinateOf.length + scaleOf.length;
    }

    @Override
    public int imageDimension() {
        return coordinateOf.length;
    }

    /** The coordinates s = ‖w‖, v = w of given weights. */
    double[] coordinatesOf(double[] theta) {
        double[] x = new double[dimension()];
        for (int k = 0; k < theta.length; k++) {
            x[coordinateOf[k]] = theta[k];
        }
        double[] norms = norms(x);
        for (int group = 0; group < scaleOf.length; group++) {
            x[scaleOf[group]] = norms[group];
        }
        return x;
    }

    /** ‖v‖ of every group. */
    double[] norms(double[] x) {
        double[] largest = new double[scaleOf.length];
        for (int k = 0; k < groupOf.length; k++) {
            if (groupOf[k] >= 0) {
                largest[groupOf[k]] = Math.max(largest[groupOf[k]], Math.abs(x[coordinateOf[k]]));
            }
        }
        double[] norms = new double[scaleOf.length];
        for (int k = 0; k < groupOf.length; k++) {
            if (groupOf[k] >= 0) {
                double scaled = x[coordinateOf[k]] / Norms.unit(largest[groupOf[k]]);
                norms[groupOf[k]] += scaled * scaled;
            }
        }
        for (int group = 0; group < norms.length; group++) {
            norms[group] = Math.sqrt(norms[group]) * Norms.unit(largest[group]);
        }
        return norms;
    }

    /** Σ over each group of a·b, with a in coordinates and b in parameters or coordinates. */
    private double[] along(double[] x, double[] norms, double[] other, boolean inCoordinates) {
        double[] sums = new double[scaleOf.length];
        for (int k = 0; k < groupOf.length; k++) {
            int group = groupOf[k];
            if (group >= 0) {
                sums[group] += x[coordinateOf[k]] / norms[group] * other[inCoordinates ? coordinateOf[k] : k];
            }
        }
        return sums;
    }

    @Override
    public double[] forward(double[] x) {
        double[] norms = norms(x);
        double[] theta = new double[coordinateOf.length];
        for (int k = 0; k < theta.length; k++) {
            double v = x[coordinateOf[k]];
            int group = groupOf[k];
            theta[k] = group < 0 ? v : x[scaleOf[group]] / norms[group] * v;
        }
        return theta;
    }

    /** dw = û ds + s/‖v‖ (dv − û ûᵀdv). */
    @Override
    public double[] pushForward(double[] x, double[] dx) {
        double[] norms = norms(x);
        double[] radial = along(x, norms, dx, true);
        double[] product = new double[coordinateOf.length];
        for (int k = 0; k < product.length; k++) {
            int group = groupOf[k];
            double dv = dx[coordinateOf[k]];
            if (group < 0) {
                product[k] = dv;
            } else {
                double unit = x[coordinateOf[k]] / norms[group];
                product[k] = unit * dx[scaleOf[group]] + x[scaleOf[group]] / norms[group] * (dv - unit * radial[group]);
            }
        }
        return product;
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        double[] norms = norms(x);
        double[] radial = along(x, norms, w, false);
        double[] product = new double[dimension()];
        for (int group = 0; group < scaleOf.length; group++) {
            product[scaleOf[group]] = radial[group];
        }
        for (int k = 0; k < w.length; k++) {
            int group = groupOf[k];
            double unit = group < 0 ? 0 : x[coordinateOf[k]] / norms[group];
            product[coordinateOf[k]] =
                    group < 0 ? w[k] : x[scaleOf[group]] / norms[group] * (w[k] - unit * radial[group]);
        }
        return product;
    }

    /** The derivative of the pull-back of a fixed w along (ds, dv). */
    @Override
    public double[] secondOrder(double[] x, double[] w, double[] dx) {
        double[] norms = norms(x);
        double[] wAlong = along(x, norms, w, false);
        double[] vAlong = along(x, norms, dx, true);
        double[] turn = new double[scaleOf.length];
        for (int k = 0; k < groupOf.length; k++) {
            int group = groupOf[k];
            if (group >= 0) {
                double unit = x[coordinateOf[k]] / norms[group];
                turn[group] += (dx[coordinateOf[k]] - unit * vAlong[group]) / norms[group] * w[k];
            }
        }
        double[] product = new double[dimension()];
        for (int group = 0; group < scaleOf.length; group++) {
            product[scaleOf[group]] = turn[group];
        }
        for (int k = 0; k < groupOf.length; k++) {
            int group = groupOf[k];
            if (group >= 0) {
                double unit = x[coordinateOf[k]] / norms[group];
                double unitTurn = (dx[coordinateOf[k]] - unit * vAlong[group]) / norms[group];
                double ratio = x[scaleOf[group]] / norms[group];
                double ratioChange = (dx[scaleOf[group]] - ratio * vAlong[group]) / norms[group];
                product[coordinateOf[k]] = ratioChange * (w[k] - unit * wAlong[group])
                        - ratio * (unitTurn * wAlong[group] + unit * turn[group]);
            }
        }
        return product;
    }

    @Override
    public List<int[]> freeScales() {
        List<int[]> groups = new ArrayList<>();
        for (int group = 0; group < scaleOf.length; group++) {
            int wanted = group;
            groups.add(IntStream.range(0, groupOf.length)
                    .filter(k -> groupOf[k] == wanted)
                    .map(k -> coordinateOf[k])
                    .toArray());
        }
        return groups;
    }

    @Override
    public boolean affine() {
        return false;
    }
}
