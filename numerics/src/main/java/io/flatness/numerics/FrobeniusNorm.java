package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/**
 * Estimates ‖A‖_F from E‖Az‖² = ‖A‖²_F over vectors of signs; one product a probe.
 *
 * <p>The square is unbiased; the error of the root is that of the square over twice the root.
 */
public final class FrobeniusNorm {
    private final SymmetricOperator operator;
    private final int n;
    private final Sample squares = new Sample();
    /** The first ‖Az‖: squares are kept in its unit, so that none overflows. */
    private double unit;

    private FrobeniusNorm(SymmetricOperator operator) {
        this.operator = operator;
        this.n = operator.dimension();
    }

    /** Estimates the norm; with a tolerance, as precisely as {@link Hutchinson} would its trace. */
    public static Estimate estimate(SymmetricOperator operator, Effort effort, RandomGenerator random) {
        return new FrobeniusNorm(operator).run(effort, random);
    }

    private Estimate run(Effort effort, RandomGenerator random) {
        int wanted = effort.probes() > 0 ? effort.probes() : Math.min(Hutchinson.PILOT, effort.maxProducts());
        while (true) {
            while (squares.count() < wanted) {
                add(Hutchinson.rademacher(n, random));
            }
            Estimate estimate = root();
            boolean reached = effort.reached(estimate.value(), estimate.standardError());
            if (reached || effort.probes() > 0 || squares.count() >= effort.maxProducts()) {
                boolean converged = reached || effort.probes() > 0;
                return new Estimate(estimate.value(), estimate.standardError(), converged, false, squares.count());
            }
            double ratio = StudentT.NORMAL * estimate.standardError() / (effort.tolerance() * estimate.value());
            double needed = Math.ceil(1.2 * squares.count() * ratio * ratio);
            if (needed - squares.count() >= n && squares.count() + n <= effort.maxProducts()) {
                return exactly();
            }
            wanted = (int) Math.min(effort.maxProducts(), needed);
        }
    }

    private void add(double[] z) {
        double norm = Vectors.norm(operator.apply(z));
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("a product with the operator is not finite");
        }
        unit = unit == 0 ? norm : unit;
        double ratio = unit == 0 ? 0 : norm / unit;
        squares.add(ratio * ratio);
    }

    private Estimate root() {
        double mean = squares.mean();
        if (mean == 0) {
            return new Estimate(0, 0, true, false, squares.count());
        }
        double root = Math.sqrt(mean);
        return new Estimate(unit * root, unit * squares.standardError() / (2 * root), true, false, squares.count());
    }

    /** The norms of all columns. */
    private Estimate exactly() {
        double[] columns = new double[n];
        double[] basis = new double[n];
        for (int i = 0; i < n; i++) {
            basis[i] = 1;
            columns[i] = Vectors.norm(operator.apply(basis));
            basis[i] = 0;
        }
        return new Estimate(Vectors.norm(columns), 0, true, true, squares.count() + n);
    }
}
