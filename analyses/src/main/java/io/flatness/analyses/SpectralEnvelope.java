package io.flatness.analyses;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.Which;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The infimum of ‖D(s) H D(s)‖₂ over a group of rescalings, D(s) = diag(exp(−c_i·s)).
 *
 * <p>log ‖·‖ is convex in s for any symmetric H (three-lines theorem applied to e^(−zS) H e^(−zS)), so that subgradients
 * bound the infimum from below: by tangents in one dimension, by the ellipsoid method in more. A subgradient of log ‖·‖
 * is −2 Σ_i c_ik v_i² with the top eigenvector v.
 */
final class SpectralEnvelope {
    private static final double GAP = 1e-7;
    private static final double FAR = 200;
    private static final double RADIUS = 20;
    private static final int LARGEST_DIMENSION = 8;
    private static final int MAX_SOLVES = 2000;

    private final AnalysisContext context;
    private final OrbitGroup group;
    private final SymmetricOperator hessian;

    SpectralEnvelope(AnalysisContext context, OrbitGroup group) {
        this.context = context;
        this.group = group;
        this.hessian = group.start().surface().hessianAt(group.start().theta());
    }

    /** log ‖·‖ and a subgradient at s. */
    private record Cut(double[] s, double value, double[] gradient) {}

    Optional<Envelope> of(Measurement here) {
        int d = group.dimension();
        Cut start = cut(new double[d]);
        double value = Math.exp(start.value);
        if (Math.abs(value - here.value()) > 1e-5 * Math.abs(here.value()) || d > LARGEST_DIMENSION) {
            return Optional.empty();
        }
        return Optional.of(d == 1 ? byTangents(start) : byEllipsoids(start));
    }

    private Cut cut(double[] s) {
        context.checkCancelled();
        double[] factors = group.factors(s);
        int n = factors.length;
        SymmetricOperator scaled = new SymmetricOperator() {
            @Override
            public int dimension() {
                return n;
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] inner = new double[n];
                for (int i = 0; i < n; i++) {
                    inner[i] = x[i] / factors[i];
                }
                hessian.apply(inner, into);
                for (int i = 0; i < n; i++) {
                    into[i] /= factors[i];
                }
            }
        };
        EigenPairs top =
                Lanczos.of(1, Which.MAGNITUDE).solve(scaled, context.random("envelope"), context.linearAlgebra());
        double[] v = top.vectors()[0];
        double[] gradient = new double[s.length];
        for (int k = 0; k < s.length; k++) {
            for (int i = 0; i < n; i++) {
                gradient[k] -= 2 * group.exponent(i, k) * v[i] * v[i];
            }
        }
        return new Cut(s, Math.log(Math.abs(top.values()[0])), gradient);
    }

    private Envelope byTangents(Cut start) {
        double slope = start.gradient[0];
        Cut near = start;
        Cut far = start;
        for (double step = 0.5; far.gradient[0] * slope > 0 && step < FAR; step *= 2) {
            near = far;
            far = cut(new double[] {start.s[0] - Math.signum(slope) * step});
        }
        Cut low = near.gradient[0] < 0 ? near : far;
        Cut high = near.gradient[0] < 0 ? far : near;
        Cut best = low.value < high.value ? low : high;
        double lower = tangents(low, high);
        for (int step = 0; step < 100 && best.value - lower > GAP / 10; step++) {
            Cut middle = cut(new double[] {0.5 * (low.s[0] + high.s[0])});
            best = middle.value < best.value ? middle : best;
            if (middle.gradient[0] == 0) {
                lower = middle.value;
                break;
            }
            if (middle.gradient[0] < 0) {
                low = middle;
            } else {
                high = middle;
            }
            lower = tangents(low, high);
        }
        return envelope(best, lower);
    }

    /** Where the tangents at two sides of the minimum meet. */
    private static double tangents(Cut low, Cut high) {
        double a = low.gradient[0];
        double b = high.gradient[0];
        if (!(a < 0 && b > 0)) {
            return a == 0 ? low.value : b == 0 ? high.value : Double.NEGATIVE_INFINITY;
        }
        double s = (low.value - high.value - a * low.s[0] + b * high.s[0]) / (b - a);
        return low.value + a * (s - low.s[0]);
    }

    private Envelope byEllipsoids(Cut start) {
        int d = group.dimension();
        double[] center = new double[d];
        double[] shape = new double[d * d];
        for (int k = 0; k < d; k++) {
            shape[k * d + k] = RADIUS * RADIUS;
        }
        Cut best = start;
        double lower = Double.NEGATIVE_INFINITY;
        for (int solve = 0; solve < MAX_SOLVES && best.value - lower > GAP; solve++) {
            Cut cut = cut(center.clone());
            best = cut.value < best.value ? cut : best;
            double[] along = new double[d];
            double square = 0;
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    along[i] += shape[i * d + j] * cut.gradient[j];
                }
                square += along[i] * cut.gradient[i];
            }
            double width = Math.sqrt(Math.max(square, 0));
            lower = Math.max(lower, cut.value - width);
            if (width <= GAP / 10) {
                break;
            }
            // The minimum lies where the cut allows a value as small as the best one seen.
            double depth = Math.min((cut.value - best.value) / width, 0.99);
            shrink(center, shape, along, width, depth);
        }
        return envelope(best, lower);
    }

    /** The smallest ellipsoid around the half beyond a (deep) cut. */
    private static void shrink(double[] center, double[] shape, double[] along, double width, double depth) {
        int d = center.length;
        double step = (1 + d * depth) / (d + 1);
        double squeeze = 2 * (1 + d * depth) / ((d + 1.0) * (1 + depth));
        double stretch = d * d / (d * d - 1.0) * (1 - depth * depth);
        for (int i = 0; i < d; i++) {
            center[i] -= step * along[i] / width;
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                shape[i * d + j] = stretch * (shape[i * d + j] - squeeze * (along[i] / width) * (along[j] / width));
            }
        }
    }

    private Envelope envelope(Cut best, double lower) {
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("lowerBound", Math.exp(lower));
        certificate.put("relativeGap", Math.expm1(best.value - lower));
        boolean certified = best.value - lower <= 10 * GAP;
        return new Envelope(
                Math.exp(best.value),
                certified ? ValueKind.EXACT : ValueKind.UPPER_BOUND,
                largest(best.s) < FAR / 4,
                grows() ? Double.POSITIVE_INFINITY : Math.exp(best.value),
                ValueKind.EXACT,
                group.describe(best.s),
                best.s,
                "the logarithm of the norm is convex in the logarithms of the factors; bounded below by subgradients",
                certificate);
    }

    /** Whether some rescaled diagonal block of H is not zero: the norm is then unbounded (Theorem 4). */
    private boolean grows() {
        int n = group.start().theta().length;
        double[] probe = context.random("envelope-growth").doubles(n, -1, 1).toArray();
        for (int k = 0; k < group.dimension(); k++) {
            for (int side = -1; side <= 1; side += 2) {
                double[] block = new double[n];
                for (int i = 0; i < n; i++) {
                    block[i] = group.exponent(i, k) * side > 0 ? probe[i] : 0;
                }
                double[] product = hessian.apply(block);
                for (int i = 0; i < n; i++) {
                    if (group.exponent(i, k) * side > 0 && product[i] != 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static double largest(double[] s) {
        return Arrays.stream(s).map(Math::abs).max().orElse(0);
    }
}
