package io.flatness.networks.engine;

import io.flatness.networks.loss.Loss;
import io.flatness.spi.loss.BallBounds;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far the loss of dense layers with rectifiers can rise over a ball of parameters: the smaller of two bounds.
 *
 * <p>First order: how far each layer's output can move (the layers share one radius, so that steps of layer and input
 * combine like sides of a triangle), and how much the loss of each sample grows along that.
 *
 * <p>Second order: L(θ + d) − L(θ) ≤ g·d + ½ dᵀGd + what both leave out. ‖g‖ and an upper bound of λ_max(G) see how
 * samples cancel. What they leave out is bounded sample by sample: Σₗ βₗ·dWₗ(h′ − h), the part of a step of a layer that
 * meets moved inputs; γₗ·κ, units that cross their kink, each by at most its excess over its distance to it and only where
 * that raises the loss; the growth of the loss's curvature on the way; and the difference between the outputs' move and
 * its linear part, under the loss's curvature.
 *
 * <p>Values are computed in double precision and the bound is widened by a relative 1e-9.
 */
final class DenseBounds implements BallBounds {
    private static final int CHUNK = 64;
    private static final double WIDENED = 1 + 1e-9;

    private final NetworkSurface surface;
    private final DenseChain chain;
    private final LossGrowth growth;

    private DenseBounds(NetworkSurface surface, DenseChain chain, LossGrowth growth) {
        this.surface = surface;
        this.chain = chain;
        this.growth = growth;
    }

    /** Bounds of a surface of such a network, in double precision. */
    static Optional<BallBounds> of(NetworkSurface surface) {
        if (surface.execution().precision() != Precision.FLOAT64) {
            return Optional.empty();
        }
        return DenseChain.of(surface.network())
                .flatMap(chain -> LossGrowth.of(surface.objective().loss(), surface.outputCount())
                        .map(growth -> new DenseBounds(surface, chain, growth)));
    }

    /** What one sample adds, before its weight. */
    private record Terms(double firstOrder, double left, double outputsLeft, double factor) {}

    @Override
    public double riseBound(double[] theta, double radius, int[] moving) {
        surface.layout().requireVector(theta);
        if (!(radius >= 0)) {
            throw new IllegalArgumentException("radius is " + radius + "; it must not be negative");
        }
        if (radius == 0 || moving.length == 0) {
            return 0;
        }
        double[] norms = new double[chain.links().size()];
        for (int l = 0; l < norms.length; l++) {
            norms[l] = SpectralCeiling.norm(theta, chain.links().get(l));
        }
        boolean[] moves = new boolean[theta.length];
        for (int index : moving) {
            moves[index] = true;
        }
        int samples = surface.sampleCount();
        Terms[] terms = new Terms[samples];
        int chunks = (samples + CHUNK - 1) / CHUNK;
        surface.execution().parallel().forEach(chunks, (worker, chunk) -> {
            DenseSample sample = new DenseSample(chain, theta, norms, moves, radius);
            for (int i = chunk * CHUNK; i < Math.min(samples, (chunk + 1) * CHUNK); i++) {
                terms[i] = terms(i, sample);
            }
        });
        double weight = surface.objective().sampleWeight(samples);
        double first = 0;
        double left = 0;
        double outputsLeft = 0;
        double factor = 1;
        for (Terms term : terms) {
            first += weight * term.firstOrder();
            left += weight * term.left();
            outputsLeft += weight * term.outputsLeft();
            factor = Math.max(factor, term.factor());
        }
        double l2 = surface.objective().l2();
        double straight = first + l2 * radius * (norm(theta, moving) + 0.5 * radius);
        double gradient = norm(surface.gradient(theta), moving);
        double cheapest = radius * gradient + left + 0.5 * l2 * radius * radius;
        if (!(cheapest < straight)) {
            return bound(straight);
        }
        double bend = radius * Math.sqrt(curvature(theta, moving)) + Math.sqrt(outputsLeft);
        return bound(Math.min(straight, cheapest + 0.5 * factor * bend * bend));
    }

    private static double bound(double rise) {
        return Double.isNaN(rise) ? Double.POSITIVE_INFINITY : rise * WIDENED;
    }

    private Terms terms(int index, DenseSample sample) {
        surface.input(index, sample.input());
        sample.forward();
        int outputs = surface.outputCount();
        double[] target = new double[outputs];
        double[] slope = new double[outputs];
        double[] state = new double[outputs];
        surface.target(index, target);
        Loss loss = surface.objective().loss();
        loss.evaluate(sample.outputs(), 0, target, slope, state);
        sample.backward(slope);
        double reach = sample.reach();
        double rest = sample.rest();
        return new Terms(
                growth.rise(length(slope), reach),
                sample.left(),
                Math.min(growth.curvature(), trace(loss, state, outputs)) * rest * rest,
                growth.secondOrderFactor(reach));
    }

    /** tr ∂²ℓ/∂f² at a sample's outputs. */
    private static double trace(Loss loss, double[] state, int outputs) {
        double trace = 0;
        for (int c = 0; c < outputs; c++) {
            double[] unit = new double[outputs];
            unit[c] = 1;
            loss.curvature(state, 0, outputs, unit, unit, 0);
            trace += Math.abs(unit[c]);
        }
        return trace * WIDENED;
    }

    /** An upper bound of λ_max of the Gauss–Newton matrix of the parameters that move. */
    private double curvature(double[] theta, int[] moving) {
        double[] diagonal = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta);
        double trace = 0;
        for (int index : moving) {
            trace += Math.max(0, diagonal[index] - surface.objective().l2());
        }
        SymmetricOperator whole = surface.as(GaussNewton.class).orElseThrow().gaussNewtonAt(theta);
        SymmetricOperator part = new SymmetricOperator() {
            @Override
            public int dimension() {
                return moving.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] padded = new double[theta.length];
                for (int k = 0; k < moving.length; k++) {
                    padded[moving[k]] = x[k];
                }
                double[] image = whole.apply(padded);
                for (int k = 0; k < moving.length; k++) {
                    into[k] = image[moving[k]];
                }
            }
        };
        return trace > 0 ? SpectralCeiling.largestEigenvalue(part, trace * WIDENED) : 0;
    }

    private static double norm(double[] x, int[] of) {
        return length(Arrays.stream(of).mapToDouble(k -> x[k]).toArray());
    }

    private static double length(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
