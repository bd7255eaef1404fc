package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/**
 * Estimates tr(A) by Hutchinson's method with Rademacher probes.
 *
 * <p>Unbiased; variance 2(‖A‖²_F − Σ a²_ii)/probes; exact for a diagonal matrix. One product a probe. Under a tolerance a
 * pilot of {@value #PILOT} probes foretells how many are needed, and no more than a few further looks are taken: a rule
 * that looked after every probe would stop when the deviation happens to be small. Source: Hutchinson (1989), Comm.
 * Statist. Simulation Comput. 18.
 */
public final class Hutchinson {
    static final int PILOT = 32;
    private static final int BLOCK = 8;
    /** The pilot's deviation may be too small by luck: ask for a little more than it says. */
    private static final double MARGIN = 1.2;

    private final SymmetricOperator operator;
    private final Parts parts;
    private final RandomGenerator random;
    private final double exact;
    private final double[] exactParts;
    private final Sample total = new Sample();
    private final Sample[] samples;

    private Hutchinson(
            SymmetricOperator operator, Parts parts, double exact, double[] exactParts, RandomGenerator random) {
        this.operator = operator;
        this.parts = parts;
        this.exact = exact;
        this.exactParts = exactParts;
        this.random = random;
        this.samples = new Sample[parts.count()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new Sample();
        }
    }

    /** Estimates the trace and that of each part's diagonal block. */
    public static TraceEstimate estimate(
            SymmetricOperator operator, Parts parts, Effort effort, RandomGenerator random) {
        return estimate(operator, parts, 0, new double[parts.count()], effort, random);
    }

    /** The same of an operator whose trace beyond the given one is known; errors are relative to the sum. */
    static TraceEstimate estimate(
            SymmetricOperator operator,
            Parts parts,
            double exact,
            double[] exactParts,
            Effort effort,
            RandomGenerator random) {
        return new Hutchinson(operator, parts, exact, exactParts, random).run(effort);
    }

    private TraceEstimate run(Effort effort) {
        if (effort.probes() > 0) {
            draw(effort.probes());
            return result(true);
        }
        draw(Math.min(PILOT, effort.maxProducts()));
        while (true) {
            double value = exact + total.mean();
            boolean reached = effort.reached(value, total.standardError());
            if (reached || total.count() >= effort.maxProducts()) {
                return result(reached);
            }
            double ratio = StudentT.NORMAL * total.standardError() / (effort.tolerance() * Math.abs(value));
            double needed = Math.ceil(MARGIN * total.count() * ratio * ratio);
            int n = operator.dimension();
            if (effort.mayBeExact() && needed - total.count() >= n && total.count() + n <= effort.maxProducts()) {
                return TraceEstimate.diagonal(operator, parts, exact, exactParts, total.count(), total.count());
            }
            draw((int) Math.min(effort.maxProducts(), needed));
        }
    }

    /** Draws until there are so many probes in all. */
    private void draw(int count) {
        while (total.count() < count) {
            int block = Math.min(BLOCK, count - total.count());
            double[][] probes = new double[block][];
            for (int j = 0; j < block; j++) {
                probes[j] = rademacher(operator.dimension(), random);
            }
            double[][] images = new double[block][operator.dimension()];
            operator.applyBlock(probes, images);
            for (int j = 0; j < block; j++) {
                double sum = 0;
                double[] dots = parts.dots(probes[j], images[j]);
                for (int i = 0; i < dots.length; i++) {
                    samples[i].add(dots[i]);
                    sum += dots[i];
                }
                if (!Double.isFinite(sum)) {
                    throw new ArithmeticException("a product with the operator is not finite");
                }
                total.add(sum);
            }
        }
    }

    /** A vector of independent signs. */
    static double[] rademacher(int n, RandomGenerator random) {
        double[] z = new double[n];
        long bits = 0;
        for (int i = 0; i < n; i++) {
            if ((i & 63) == 0) {
                bits = random.nextLong();
            }
            z[i] = (bits & 1) == 0 ? -1 : 1;
            bits >>>= 1;
        }
        return z;
    }

    private TraceEstimate result(boolean converged) {
        return TraceEstimate.of(total, exact, samples, exactParts, converged, total.count(), total.count());
    }
}
