package io.flatness.analyses;

import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.PowerSum;
import io.flatness.spi.ScalingLaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * The factors of single coordinates at which a metric of one network takes the value of another: there their order turns.
 *
 * <p>A sum of powers is convex in the logarithm of the factor, so that it has at most two such points, found to rounding; any
 * other metric with a scaling law is followed outwards from 1 by powers of two and each change of order bisected.
 */
final class Crossings {
    private static final double FARTHEST = 300 * Math.log(2);
    private static final int BISECTIONS = 200;

    private final AnalysisContext context;
    private final String problem;
    private final OrbitGroup group;
    private final ScalingLaw law;
    private final double farthest;

    Crossings(AnalysisContext context, String problem, OrbitGroup group, ScalingLaw law, int maxLog2) {
        this.context = context;
        this.problem = problem;
        this.group = group;
        this.law = law;
        this.farthest = maxLog2 * Math.log(2);
    }

    /** All of them, coordinate by coordinate, ascending. */
    List<Map<String, Object>> at(double target) {
        PointContext point = new PointContext(context, problem, List.of());
        Optional<PowerSum> sum = law.powerSum(group.start(), point);
        List<Map<String, Object>> crossings = new ArrayList<>();
        for (int v = 0; v < group.dimension(); v++) {
            context.checkCancelled();
            Generator generator = group.rescalings().generators().get(v);
            List<Double> logs = sum.isPresent() ? ofSum(sum.get(), generator, target) : followed(v, target, point);
            for (double log : logs) {
                Map<String, Object> crossing = new LinkedHashMap<>();
                crossing.put("problem", problem);
                crossing.put("coordinate", v);
                crossing.put("layer", generator.layer());
                crossing.put("factor", StrictMath.exp(log));
                crossing.put("log2", log / Math.log(2));
                crossing.put("exact", sum.isPresent());
                crossings.add(crossing);
            }
        }
        return crossings;
    }

    /** Roots of Σ_e C_e exp(e t) = T. */
    private static List<Double> ofSum(PowerSum sum, Generator generator, double target) {
        double wanted = Math.pow(target, 1 / sum.root());
        Map<Double, Double> terms = new TreeMap<>();
        double rest = 0;
        for (double coefficient : sum.coefficients()) {
            rest += coefficient;
        }
        for (int m = 0; m < generator.parameters().length; m++) {
            double coefficient = sum.coefficients()[generator.parameters()[m]];
            terms.merge(sum.power() * generator.exponents()[m], coefficient, Double::sum);
            rest -= coefficient;
        }
        terms.values().removeIf(coefficient -> coefficient == 0);
        double constant = Math.max(0, rest);
        if (terms.isEmpty() || !(wanted > constant)) {
            return List.of();
        }
        DoubleUnaryOperator excess = t -> {
            double value = constant - wanted;
            for (Map.Entry<Double, Double> term : terms.entrySet()) {
                value += term.getValue() * StrictMath.exp(term.getKey() * t);
            }
            return value;
        };
        DoubleUnaryOperator slope = t -> {
            double value = 0;
            for (Map.Entry<Double, Double> term : terms.entrySet()) {
                value += term.getKey() * term.getValue() * StrictMath.exp(term.getKey() * t);
            }
            return value;
        };
        double lowest = slope.applyAsDouble(-FARTHEST) >= 0
                ? -FARTHEST
                : slope.applyAsDouble(FARTHEST) <= 0 ? FARTHEST : root(slope, -FARTHEST, FARTHEST);
        if (excess.applyAsDouble(lowest) > 0) {
            return List.of();
        }
        List<Double> roots = new ArrayList<>();
        for (double end : new double[] {-FARTHEST, FARTHEST}) {
            if (excess.applyAsDouble(end) > 0) {
                roots.add(root(excess, lowest, end));
            }
        }
        return roots;
    }

    /** A change of sign between two points, to the last bits. */
    private static double root(DoubleUnaryOperator function, double from, double to) {
        double a = from;
        double b = to;
        boolean positive = function.applyAsDouble(b) > 0;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = 0.5 * (a + b);
            if (middle == a || middle == b) {
                break;
            }
            if (function.applyAsDouble(middle) > 0 == positive) {
                b = middle;
            } else {
                a = middle;
            }
        }
        return 0.5 * (a + b);
    }

    private List<Double> followed(int v, double target, PointContext point) {
        List<Double> roots = new ArrayList<>();
        DoubleUnaryOperator excess = t -> {
            double[] s = new double[group.dimension()];
            s[v] = t;
            OptionalDouble value = law.valueUnder(group.start(), group.factors(s), point);
            return value.orElse(Double.NaN) - target;
        };
        for (int side = -1; side <= 1; side += 2) {
            double inner = 0;
            double before = excess.applyAsDouble(0);
            double previous = before;
            for (double step = Math.log(2); step <= farthest; step += Math.log(2)) {
                double there = excess.applyAsDouble(side * step);
                if (!Double.isFinite(there)) {
                    break;
                }
                if (there > 0 != previous > 0) {
                    roots.add(bisected(excess, side * inner, side * step));
                }
                // Above the other value and rising: convex norms do not come back.
                if (there > 0 && there >= previous) {
                    break;
                }
                previous = there;
                inner = step;
            }
        }
        roots.sort(Double::compare);
        return roots;
    }

    private static double bisected(DoubleUnaryOperator excess, double from, double to) {
        double a = from;
        double b = to;
        boolean positive = excess.applyAsDouble(b) > 0;
        while (Math.abs(b - a) > 1e-9) {
            double middle = 0.5 * (a + b);
            if (excess.applyAsDouble(middle) > 0 == positive) {
                b = middle;
            } else {
                a = middle;
            }
        }
        return 0.5 * (a + b);
    }
}
