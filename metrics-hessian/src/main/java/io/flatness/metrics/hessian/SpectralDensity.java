package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.numerics.LanczosQuadrature;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * The density of eigenvalues: raw nodes and weights, the mass at zero, outliers as points, and a smoothed bulk with its
 * error.
 */
record SpectralDensity(int steps, int probes, double smoothing, int points, double zero) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature curvature, MetricContext context) {
        Quadratures rules = Quadratures.of(curvature, steps, probes, context);
        double norm = rules.norm();
        Estimate mean = rules.mean(x -> x);
        Outliers outliers = Outliers.of(rules);
        Estimate zeroMass = zeroMass(curvature, rules, context);
        List<double[]> all = pooled(rules);
        Measurement measured = Measurement.estimate(mean.value(), mean.standardError())
                .with("nodes", all.stream().mapToDouble(node -> node[0]).toArray())
                .with("weights", all.stream().mapToDouble(node -> node[1]).toArray())
                .with("zeroMass", zeroMass.value())
                .with("zeroMassError", zeroMass.standardError())
                .with("outliers", outliers.described())
                .with("products", rules.products());
        return smoothed(measured, rules, x -> Math.abs(x) > zero * norm && !outliers.contains(x));
    }

    /** Counted where all eigenvalues are at hand or come from the Jacobian's rows; otherwise an estimate that covers its bias. */
    private Estimate zeroMass(Curvature curvature, Quadratures rules, MetricContext context) {
        int n = curvature.dimension();
        if (n <= Curvature.SMALL) {
            return counted(Inertia.of(curvature.eigenvalues(context), zero), n);
        }
        if (n > Curvature.LARGE) {
            Optional<Inertia> inertia = Compressed.of(curvature, context).map(c -> c.inertia(zero));
            if (inertia.isPresent() && inertia.get().certified()) {
                return counted(inertia.get(), n);
            }
        }
        return rules.massWithin(zero * rules.norm());
    }

    private static Estimate counted(Inertia inertia, int n) {
        return new Estimate((double) inertia.zero() / n, 0, true, true, n);
    }

    /** All nodes, ascending, with their share of the mean measure. */
    private static List<double[]> pooled(Quadratures quadratures) {
        List<double[]> all = new ArrayList<>();
        for (double value : quadratures.known()) {
            all.add(new double[] {value, 1.0 / quadratures.dimension()});
        }
        double share = quadratures.share() / quadratures.rules().size();
        for (LanczosQuadrature rule : quadratures.rules()) {
            for (int i = 0; i < rule.nodes().length; i++) {
                all.add(new double[] {rule.nodes()[i], rule.weights()[i] * share});
            }
        }
        all.sort(Comparator.comparingDouble(node -> node[0]));
        return all;
    }

    private Measurement smoothed(Measurement measured, Quadratures rules, DoublePredicate bulk) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] node : pooled(rules)) {
            if (bulk.test(node[0])) {
                low = Math.min(low, node[0]);
                high = Math.max(high, node[0]);
            }
        }
        if (!(low <= high)) {
            return measured;
        }
        double width = high > low ? high - low : Math.abs(high);
        double sigma = smoothing * width;
        double[] grid = new double[points];
        double[] density = new double[points];
        double[] error = new double[points];
        for (int k = 0; k < points; k++) {
            double x = low - 4 * sigma + (high - low + 8 * sigma) * k / (points - 1);
            // Heights are taken in units of 1/width, so that their squares cannot overflow.
            Estimate height = rules.mean(node -> bulk.test(node) ? gaussian((x - node) / sigma) / smoothing : 0);
            grid[k] = x;
            density[k] = height.value() / width;
            error[k] = height.standardError() / width;
        }
        Estimate mass = rules.mean(node -> bulk.test(node) ? 1 : 0);
        return measured.with("bulkMass", mass.value())
                .with("smoothingWidth", sigma)
                .with("grid", grid)
                .with("density", density)
                .with("densityError", error)
                .with("figures", SpectrumPictures.density(grid, density, error));
    }

    private static double gaussian(double t) {
        return StrictMath.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
    }
}
