package io.flatness.numerics;

import io.flatness.numerics.LeadingEigenvalues.Leading;
import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The infimum of ‖D(x) H D(x)‖₂ over a group of rescalings, with a proved lower bound.
 *
 * <p>For any unitarily invariant norm and any symmetric H, x ↦ log‖D(x) H D(x)‖ is convex: z ↦ e^{−zS} H e^{−zS} is entire and
 * unitary factors do not change the norm (three lines theorem). The search descends along Schatten norms, which are smooth,
 * with growing power. The proof takes the norms Σᵢ wᵢ|λᵢ| with decreasing weights that add up to 1, the density on the
 * leading eigenvectors: they are at most the spectral norm, so that log Σ wᵢ|λᵢ| and its subgradient g at x say of every y
 *
 * <pre>log‖D(y) H D(y)‖₂ ≥ log Σ wᵢ|λᵢ(x)| + g·(y − x),  g_v = −2 Σ_k e_kv Σᵢ wᵢ|λᵢ| v_ik² / Σ wᵢ|λᵢ|.</pre>
 *
 * <p>With repeated eigenvalues at the top the weights make g vanish where no single eigenvector does. What is left of g
 * counts with the distance to the end of the box in which the diagonal of H confines every better point
 * ({@link OrbitBox}), and so does what the residuals of the eigenvectors can do to g.
 */
public final class SpectralInfimum {
    private static final double[] POWERS = {8, 64, 1 << 9, 1 << 12, 1 << 15, 1 << 18, 1 << 21};
    private static final double[] POWERS_OF_A_LARGE_HESSIAN = {32, 1 << 9, 1 << 13};
    private static final int EVALUATIONS = 60;
    private static final double ENOUGH = 1e-8;
    /** Weights below this share of the first say nothing. */
    private static final double NEGLIGIBLE = 1e-18;

    private final LinearAlgebra algebra;
    private final Supplier<RandomGenerator> random;
    private final Runnable watch;
    private final int maxProducts;

    /**
     * Creates it.
     *
     * @param random the same stream each time it is asked
     * @param watch called before every evaluation; may throw to end the search
     * @param maxProducts products with a Hessian of more than 1500 parameters that may be spent
     */
    public SpectralInfimum(LinearAlgebra algebra, Supplier<RandomGenerator> random, Runnable watch, int maxProducts) {
        this.algebra = algebra;
        this.random = random;
        this.watch = watch;
        this.maxProducts = maxProducts;
    }

    /**
     * The answer.
     *
     * @param point x, where the value is; coordinates along which the norm falls for ever stay 0
     * @param value the smallest norm found; the limit where it is not attained
     * @param lowerBound at most the norm of every point of the orbit, proved
     * @param here the norm at x = 0
     * @param attained whether a point of the orbit has the value
     * @param masses for each parameter its share in the leading eigenvectors at the point; they add up to 1
     */
    public record Infimum(
            double[] point, double value, double lowerBound, double here, boolean attained, double[] masses) {
        /** How far the value can be above the infimum, relative to it. */
        public double gap() {
            return value == lowerBound ? 0 : value / lowerBound - 1;
        }
    }

    /**
     * Searches the whole group.
     *
     * @param hessian H, kept while the search lasts
     * @param diagonal of H, which makes the lower bound possible; null where nobody knows it
     */
    public Infimum over(RescalingGroup group, SymmetricOperator hessian, double @Nullable [] diagonal) {
        return over(group.generators(), hessian, diagonal);
    }

    Infimum over(List<Generator> coordinates, SymmetricOperator hessian, double @Nullable [] diagonal) {
        return new Search(coordinates, hessian, diagonal).run();
    }

    private final class Search {
        private final Escapes escapes;
        private final List<Generator> coordinates;
        private final double[] diagonal;
        private final LeadingEigenvalues eigenvalues;
        private double[] best = new double[0];
        private double bestValue = Double.POSITIVE_INFINITY;
        private double[] bestMasses = new double[0];
        private double lower = Double.NEGATIVE_INFINITY;

        Search(List<Generator> coordinates, SymmetricOperator hessian, double @Nullable [] known) {
            int n = hessian.dimension();
            this.coordinates = coordinates;
            this.eigenvalues = new LeadingEigenvalues(hessian, algebra, random, maxProducts);
            this.diagonal = known == null ? new double[n] : known.clone();
            this.escapes = Escapes.of(coordinates, silent(hessian));
            for (int k = 0; k < n; k++) {
                this.diagonal[k] = escapes.gone()[k] ? 0 : this.diagonal[k];
            }
        }

        /** Rows of H that are zero: a random vector meets every other row, with probability 1. */
        private boolean[] silent(SymmetricOperator hessian) {
            double[] probe = random.get().doubles(diagonal.length, 1, 2).toArray();
            double[] image = hessian.apply(probe);
            boolean[] silent = new boolean[image.length];
            for (int k = 0; k < image.length; k++) {
                silent[k] = image[k] == 0 && diagonal[k] == 0;
            }
            return silent;
        }

        Infimum run() {
            double[] origin = new double[coordinates.size()];
            double here = eigenvalues.of(ones(), 1e-10).magnitudes()[0];
            Certificate start = certificate(origin, POWERS[POWERS.length - 1]);
            offer(start);
            if (coordinates.isEmpty() || start.top == 0) {
                return new Infimum(origin, start.top, start.top, here, !escapes.any(), start.masses);
            }
            double[] x = balanced(origin);
            for (double power : eigenvalues.written() ? POWERS : POWERS_OF_A_LARGE_HESSIAN) {
                if (!eigenvalues.affordable() || Math.log(bestValue) - lower < ENOUGH) {
                    break;
                }
                x = descend(power, x);
                offer(certificate(x, power));
            }
            return new Infimum(best, bestValue, Math.min(bestValue, Math.exp(lower)), here, !escapes.any(), bestMasses);
        }

        private double[] ones() {
            double[] ones = new double[diagonal.length];
            Arrays.fill(ones, 1);
            return ones;
        }

        /** The smallest sum of |H_kk|: near the goal, and cheap. */
        private double[] balanced(double[] origin) {
            double[] magnitudes = Arrays.stream(diagonal).map(Math::abs).toArray();
            double[] x =
                    RescalingGroup.infimum(coordinates, magnitudes, -2, algebra).point();
            Certificate there = certificate(x, POWERS[0]);
            double before = bestValue;
            offer(there);
            return there.top < before ? x : origin;
        }

        private double[] descend(double power, double[] from) {
            Objective objective = (x, gradient) -> {
                Certificate cut = certificate(x, power);
                System.arraycopy(cut.slopes, 0, gradient, 0, gradient.length);
                return cut.smooth;
            };
            return new Lbfgs(20, 1e-12, EVALUATIONS).minimize(objective, from).x();
        }

        /** One point: its norm, the smooth norm above it, and the tangent below all norms. */
        private record Certificate(
                double[] x,
                double top,
                double smooth,
                double tangent,
                double[] slopes,
                double[] uncertainty,
                double[] masses,
                boolean trusted) {}

        private Certificate certificate(double[] x, double power) {
            watch.run();
            double[] inverse = RescalingGroup.factors(coordinates, x, diagonal.length);
            for (int k = 0; k < inverse.length; k++) {
                inverse[k] = escapes.gone()[k] ? 0 : 1 / inverse[k];
            }
            double tolerance = eigenvalues.written() ? 1e-12 : 1e-8;
            Leading leading = eigenvalues.of(inverse, tolerance);
            double[] magnitudes = leading.magnitudes();
            double top = magnitudes[0];
            if (top == 0) {
                return new Certificate(
                        x, 0, 0, 0, new double[x.length], new double[x.length], new double[inverse.length], true);
            }
            double[] weights = weights(magnitudes, power, leading.complete());
            double smooth = 0;
            double mean = 0;
            double total = 0;
            double steepest = 0;
            int counted = 0;
            double residual = 0;
            for (int i = 0; i < weights.length; i++) {
                counted += weights[i] > 0 ? 1 : 0;
                residual = weights[i] > 0 ? Math.hypot(residual, leading.residuals()[i] / top) : residual;
                smooth += Math.exp(power * Math.log(magnitudes[i] / top));
                total += weights[i];
                mean += weights[i] * magnitudes[i];
                double below = i + 1 < weights.length ? weights[i] - weights[i + 1] : 0;
                steepest =
                        below <= 0 ? steepest : Math.max(steepest, below * top / (magnitudes[i] - magnitudes[i + 1]));
            }
            if (total == 0) {
                // More eigenvalues are alike than were computed: one of them is good for a direction, for no proof.
                weights[0] = 1;
                total = 1;
                mean = top;
            }
            double[] masses = masses(leading, weights, mean);
            residual += Math.sqrt(diagonal.length) * 0x1p-51;
            double[] slopes = new double[x.length];
            double[] uncertainty = new double[x.length];
            double blur = 2 * Math.sqrt(2.0 * counted) * (steepest / total + 1) * residual;
            for (int v = 0; v < x.length; v++) {
                Generator coordinate = coordinates.get(v);
                double largest = 0;
                for (int m = 0; m < coordinate.parameters().length; m++) {
                    slopes[v] -=
                            2 * coordinate.exponents()[m] * masses[coordinate.parameters()[m]];
                    largest = Math.max(largest, Math.abs(coordinate.exponents()[m]));
                }
                uncertainty[v] = largest * blur;
            }
            double tangent = Math.log(mean / total) - residual;
            return new Certificate(
                    x.clone(),
                    top,
                    Math.log(top) + Math.log(smooth) / power,
                    tangent,
                    slopes,
                    uncertainty,
                    masses,
                    leading.converged() && counted > 0);
        }

        /** |λᵢ|^{p−1} relative to the first; where eigenvalues are left out, what the last of these has is taken
         * off all: the weights then fall to 0 where they are last known, all of them when all are alike. */
        private double[] weights(double[] magnitudes, double power, boolean complete) {
            double[] weights = new double[magnitudes.length];
            for (int i = 0; i < weights.length; i++) {
                double weight = Math.exp((power - 1) * Math.log(magnitudes[i] / magnitudes[0]));
                weights[i] = weight < NEGLIGIBLE ? 0 : weight;
            }
            double last = weights[weights.length - 1];
            if (!complete) {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] -= last;
                }
            }
            return weights;
        }

        private double[] masses(Leading leading, double[] weights, double mean) {
            double[] masses = new double[diagonal.length];
            for (int i = 0; i < weights.length; i++) {
                double share = weights[i] * leading.magnitudes()[i] / mean;
                for (int k = 0; share > 0 && k < masses.length; k++) {
                    masses[k] += share * leading.vectors()[i][k] * leading.vectors()[i][k];
                }
            }
            return masses;
        }

        private void offer(Certificate found) {
            if (found.top < bestValue) {
                bestValue = found.top;
                best = found.x;
                bestMasses = found.masses;
            }
            if (found.top > 0 && found.trusted) {
                OrbitBox box = OrbitBox.below(Math.log(bestValue), diagonal, coordinates);
                for (int v = 0; v < found.x.length; v++) {
                    if (escapes.free()[v]) {
                        box.low()[v] = found.x[v];
                        box.high()[v] = found.x[v];
                    }
                }
                lower = Math.max(lower, found.tangent - box.drop(found.slopes, found.uncertainty, found.x));
            }
        }
    }
}
