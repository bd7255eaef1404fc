package io.flatness.metrics.hessian;

import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Estimate;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.LanczosQuadrature;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The spectral density: eigenvalues known one by one, and one Gauss rule of the rest per random probe.
 *
 * <p>A few large eigenvalues would dominate the variance of every average. They are computed first and taken out of the
 * probes, so that each counts 1/n exactly.
 *
 * @param known eigenvalues taken out, in no particular order
 * @param residuals their residuals
 * @param rules the rules of the others, independent of each other
 * @param dimension n
 * @param products all products
 */
record Quadratures(
        List<Double> known, List<Double> residuals, List<LanczosQuadrature> rules, int dimension, int products) {
    private static final int KNOWN = 10;
    private static final double TOLERANCE = 1e-8;
    /** Pairs with a larger residual, relative to the norm, stay in the probes. */
    private static final double SHARP = 1e-6;

    /** A residual below this share of the norm is rounding. */
    private static final double EXHAUSTED = 1e-12;

    static Quadratures of(Curvature curvature, int steps, int probes, MetricContext context) {
        SymmetricOperator operator = Extremes.watched(curvature.operator(), context);
        int n = operator.dimension();
        List<Double> known = new ArrayList<>();
        List<Double> residuals = new ArrayList<>();
        List<double[]> vectors = new ArrayList<>();
        int products = 0;
        if (n > 1) {
            EigenPairs pairs = new Lanczos(Math.min(KNOWN, n / 2), SpectrumEnd.MAGNITUDE, TOLERANCE, 1, 4 * steps)
                    .solve(operator, context.random("hessian.density.lanczos"), context.linearAlgebra());
            products += pairs.products();
            for (int i = 0; i < pairs.values().length; i++) {
                if (pairs.residuals()[i] <= SHARP * Math.abs(pairs.values()[0])) {
                    known.add(pairs.values()[i]);
                    residuals.add(pairs.residuals()[i]);
                    vectors.add(pairs.vectors()[i]);
                }
            }
        }
        SymmetricOperator rest = new Deflated(operator, List.copyOf(vectors), context.linearAlgebra());
        RandomGenerator random = context.random("hessian.quadrature");
        List<LanczosQuadrature> rules = new ArrayList<>();
        for (int probe = 0; probe < probes; probe++) {
            LanczosQuadrature rule = LanczosQuadrature.random(
                    rest,
                    start -> Deflated.project(start, vectors, context.linearAlgebra()),
                    steps,
                    random,
                    context.linearAlgebra());
            rules.add(rule);
            products += rule.products();
            context.progress((probe + 1.0) / probes, "spectral density");
        }
        return new Quadratures(List.copyOf(known), List.copyOf(residuals), List.copyOf(rules), n, products);
    }

    /** The mean of f over the spectrum, (1/n) Σ f(λ). */
    Estimate mean(DoubleUnaryOperator f) {
        double exact = 0;
        for (double value : known) {
            exact += f.applyAsDouble(value) / dimension;
        }
        double share = share();
        double[] means = new double[rules.size()];
        for (int i = 0; i < means.length; i++) {
            means[i] = exact + share * rules.get(i).integrate(f);
        }
        return Estimate.mean(means, products);
    }

    /**
     * The share of eigenvalues within [−radius, radius], with an error that covers what so many steps do not resolve as well as
     * the randomness of the probes.
     */
    Estimate massWithin(double radius) {
        double exact = 0;
        for (double value : known) {
            exact += Math.abs(value) <= radius ? 1.0 / dimension : 0;
        }
        double share = share();
        double unresolved = 0;
        double[] masses = new double[rules.size()];
        for (int i = 0; i < masses.length; i++) {
            WindowMass mass = WindowMass.of(rules.get(i), radius);
            masses[i] = exact + share * mass.seen();
            unresolved += share * mass.unresolved() / masses.length;
        }
        Estimate mean = Estimate.mean(masses, products);
        return new Estimate(mean.value(), mean.standardError() + unresolved, false, false, products);
    }

    /** Whether every rule is the whole measure of its probe: the Krylov space was exhausted. */
    boolean exact() {
        double norm = norm();
        return rules.stream()
                .allMatch(rule -> Arrays.stream(rule.residuals()).allMatch(residual -> residual <= EXHAUSTED * norm));
    }

    /** The mass that the rules stand for. */
    double share() {
        return 1 - (double) known.size() / dimension;
    }

    /** The largest |node|, a lower bound of the spectral norm. */
    double norm() {
        double norm = 0;
        for (double value : known) {
            norm = Math.max(norm, Math.abs(value));
        }
        for (LanczosQuadrature rule : rules) {
            double[] nodes = rule.nodes();
            norm = Math.max(norm, Math.max(Math.abs(nodes[0]), Math.abs(nodes[nodes.length - 1])));
        }
        return norm;
    }

    /** The smallest node or known eigenvalue, an upper bound of the smallest eigenvalue. */
    double smallest() {
        double smallest =
                rules.stream().mapToDouble(rule -> rule.nodes()[0]).min().orElse(0);
        return known.stream().mapToDouble(Double::doubleValue).reduce(smallest, Math::min);
    }
}
