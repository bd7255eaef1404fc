package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.numerics.LanczosQuadrature;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One Gauss rule of the spectral density per random probe.
 *
 * @param rules the rules, independent of each other
 * @param dimension n
 */
record Quadratures(List<LanczosQuadrature> rules, int dimension) {
    static Quadratures of(Curvature curvature, int steps, int probes, MetricContext context) {
        SymmetricOperator operator = Extremes.watched(curvature.operator(), context);
        RandomGenerator random = context.random("hessian.quadrature");
        List<LanczosQuadrature> rules = new ArrayList<>();
        for (int probe = 0; probe < probes; probe++) {
            rules.add(LanczosQuadrature.random(operator, steps, random, context.linearAlgebra()));
            context.progress((probe + 1.0) / probes, "spectral density");
        }
        return new Quadratures(List.copyOf(rules), curvature.dimension());
    }

    /** The mean of f over the spectrum, (1/n) Σ f(λ). */
    Estimate mean(DoubleUnaryOperator f) {
        double[] means = rules.stream().mapToDouble(rule -> rule.integrate(f)).toArray();
        return Estimate.mean(means, products());
    }

    int products() {
        return rules.stream().mapToInt(LanczosQuadrature::products).sum();
    }

    /** The largest |node|, a lower bound of the spectral norm. */
    double norm() {
        double norm = 0;
        for (LanczosQuadrature rule : rules) {
            double[] nodes = rule.nodes();
            norm = Math.max(norm, Math.max(Math.abs(nodes[0]), Math.abs(nodes[nodes.length - 1])));
        }
        return norm;
    }
}
