package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Estimates tr(A) by Hutch++: exactly on a sketched range Q, by Hutchinson's method on the rest.
 *
 * <p>Unbiased given Q, so the standard error of the second part is that of the whole. Under a tolerance the sketch doubles
 * while that is cheaper than the probes it saves. Source: Meyer, Musco, Musco and Woodruff (2021), SOSA.
 */
public final class HutchPlusPlus {
    private static final int FIRST = 8;
    private static final long MAX_DOUBLES = 1L << 27;

    private final SymmetricOperator operator;
    private final int n;
    private final Parts parts;
    private final RandomGenerator random;
    private final RangeFinder range = new RangeFinder();
    private final List<double[]> images = new ArrayList<>();
    private final Sample squares = new Sample();
    private int products;

    private HutchPlusPlus(SymmetricOperator operator, Parts parts, RandomGenerator random) {
        this.operator = operator;
        this.n = operator.dimension();
        this.parts = parts;
        this.random = random;
    }

    /** Estimates the trace and that of each part's diagonal block. */
    public static TraceEstimate estimate(
            SymmetricOperator operator, Parts parts, Effort effort, RandomGenerator random) {
        return new HutchPlusPlus(operator, parts, random).run(effort);
    }

    private TraceEstimate run(Effort effort) {
        int most = (int) Math.max(1, Math.min(n, MAX_DOUBLES / 2 / n));
        if (effort.probes() > 0) {
            sketch(Math.min(most, effort.probes() / 2));
            return rest(Effort.probes(Math.max(2, effort.probes() - effort.probes() / 2)));
        }
        int size = Math.min(most, FIRST);
        while (true) {
            int before = range.size();
            sketch(size - before);
            boolean exhausted = range.size() < size || size == most;
            if (exhausted || !worthDoubling(effort) || products + 4 * size > effort.maxProducts()) {
                return rest(Effort.tolerance(effort.tolerance(), Math.max(2, effort.maxProducts() - products)));
            }
            size = Math.min(most, 2 * size);
        }
    }

    /** Adds random products to the range. */
    private void sketch(int vectors) {
        double[][] signs = new double[vectors][];
        for (int j = 0; j < vectors; j++) {
            signs[j] = Hutchinson.rademacher(n, random);
        }
        double[][] y = new double[vectors][n];
        operator.applyBlock(signs, y);
        int first = range.size();
        for (double[] image : y) {
            squares.add(Vectors.norm(image));
            range.append(image);
        }
        double[][] added = range.columns(first);
        double[][] z = new double[added.length][n];
        operator.applyBlock(added, z);
        images.addAll(List.of(z));
        products += vectors + added.length;
    }

    /** Whether the probes that the rest would take outnumber those of a sketch twice as large. */
    private boolean worthDoubling(Effort effort) {
        double scale = 0;
        for (int i = 0; i < squares.count(); i++) {
            scale = Math.max(scale, squares.value(i));
        }
        if (scale == 0) {
            return false;
        }
        // ‖PAP‖² = ‖A‖² − 2‖AQ‖² + ‖QᵀAQ‖² in the Frobenius norm, with E‖Aω‖² = ‖A‖².
        double frobenius = 0;
        for (int i = 0; i < squares.count(); i++) {
            double norm = squares.value(i) / scale;
            frobenius += norm * norm / squares.count();
        }
        double trace = 0;
        for (int j = 0; j < range.size(); j++) {
            double norm = Vectors.norm(images.get(j)) / scale;
            frobenius -= 2 * norm * norm;
            trace += Vectors.dot(range.column(j), images.get(j)) / scale;
            for (int i = 0; i < range.size(); i++) {
                double entry = Vectors.dot(range.column(i), images.get(j)) / scale;
                frobenius += entry * entry;
            }
        }
        double half = effort.tolerance() * Math.abs(trace) / StudentT.NORMAL;
        return 2 * Math.max(0, frobenius) / (half * half) > 2.0 * range.size();
    }

    private TraceEstimate rest(Effort effort) {
        double[] exact = new double[parts.count()];
        double sum = 0;
        for (int j = 0; j < range.size(); j++) {
            double[] image = images.get(j);
            Vectors.axpy(2, parts.dots(range.column(j), image), exact);
            double[] projected = new double[n];
            for (int i = 0; i < range.size(); i++) {
                Vectors.axpy(Vectors.dot(range.column(i), image), range.column(i), projected);
            }
            Vectors.axpy(-1, parts.dots(range.column(j), projected), exact);
        }
        for (double part : exact) {
            sum += part;
        }
        TraceEstimate rest = Hutchinson.estimate(deflated(), parts, sum, exact, effort, random);
        return new TraceEstimate(
                rest.value(),
                rest.standardError(),
                rest.exact() || range.size() == n,
                rest.converged(),
                squares.count() + rest.probes(),
                products + rest.products(),
                rest.parts(),
                rest.partErrors());
    }

    /** P A P with P = I − QQᵀ. */
    private SymmetricOperator deflated() {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return n;
            }

            @Override
            public void apply(double[] x, double[] into) {
                applyBlock(new double[][] {x}, new double[][] {into});
            }

            @Override
            public void applyBlock(double[][] xs, double[][] into) {
                double[][] inside = new double[xs.length][];
                for (int i = 0; i < xs.length; i++) {
                    inside[i] = xs[i].clone();
                    project(inside[i]);
                }
                operator.applyBlock(inside, into);
                for (double[] image : into) {
                    project(image);
                }
            }
        };
    }

    private void project(double[] x) {
        for (int j = 0; j < range.size(); j++) {
            Vectors.axpy(-Vectors.dot(range.column(j), x), range.column(j), x);
        }
    }
}
