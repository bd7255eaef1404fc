package io.flatness.networks.engine;

import io.flatness.networks.loss.Loss;
import io.flatness.spi.loss.BallBounds;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far the loss of dense layers with rectifiers can rise over a ball of parameters: the smaller of two bounds.
 *
 * <p>First order: how far each layer's output can move (the layers share one radius, so that steps of layer and input
 * combine like sides of a triangle), and how much the loss of each sample grows along that.
 *
 * <p>Second order: L(θ + d) − L(θ) ≤ g·d + ½ dᵀGd + what both leave out. ‖g‖ and an upper bound of λ_max(G) see how
 * samples cancel. What they leave out is Σₗ βₗ·dWₗ(h′ − h), the part of a step of a layer that meets moved inputs, bounded
 * sample by sample; γₗ·κ, units that cross their kink, where that raises the loss, and the difference between the outputs'
 * move and its linear part, under the loss's curvature: both sample by sample or for all samples of one step
 * ({@link GroupKinks}), whichever is less; and the growth of the loss's curvature on the way, the same factor for all
 * samples but for those that go far, which are bounded each by itself.
 *
 * <p>Values are computed in double precision and the bound is widened by a relative 1e-9.
 */
final class DenseBounds implements BallBounds {
    private static final int CHUNK = 64;
    private static final int MOST_OUTPUTS = 64;
    private static final double WIDENED = 1 + 1e-9;
    private static final double[] QUANTILES = {0, 0.5, 0.9, 0.99, 1};

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

    /**
     * What one sample adds, before its weight.
     *
     * @param straight the first-order bound
     * @param joint steps that meet moved inputs
     * @param kinks crossings behind every layer
     * @param unseen the square of what the curvature sees of the difference between the outputs' move and its linear part
     * @param factor by which the curvature grows on the way
     * @param bent twice the second-order term before that factor
     * @param most the second-order term in full
     */
    private record Terms(
            double straight, double joint, double[] kinks, double unseen, double factor, double bent, double most) {
        double excess(double shared) {
            return Math.min(0.5 * Math.max(0, factor - shared) * bent, most);
        }
    }

    @Override
    public double riseBound(double[] theta, double radius, int[] moving) {
        surface.layout().requireVector(theta);
        if (!(radius >= 0)) {
            throw new IllegalArgumentException("radius is " + radius + "; it must not be negative");
        }
        if (radius == 0 || moving.length == 0) {
            return 0;
        }
        DenseStep step = new DenseStep(chain, theta, radius, moving);
        int samples = surface.sampleCount();
        double weight = surface.objective().sampleWeight(samples);
        double l2 = surface.objective().l2();
        double cheapest = radius * norm(surface.gradient(theta), moving) + 0.5 * l2 * radius * radius;
        double straight = l2 * radius * (norm(theta, moving) + 0.5 * radius);
        double unseen = 0;
        List<Terms> terms = new ArrayList<>();
        int most = DenseGroup.most(chain);
        for (int first = 0; first < samples; first += most) {
            DenseGroup group = new DenseGroup(chain, Math.min(most, samples - first));
            List<Terms> some = terms(first, step, group);
            terms.addAll(some);
            straight += weight * some.stream().mapToDouble(Terms::straight).sum();
            double rise = weight * some.stream().mapToDouble(Terms::joint).sum();
            double apart = weight * some.stream().mapToDouble(Terms::unseen).sum();
            boolean worthwhile = rise < straight;
            GroupKinks shared = new GroupKinks(step, group, weight);
            for (int l = 0; l + 1 < step.count(); l++) {
                int layer = l;
                double each = weight
                        * some.stream().mapToDouble(t -> t.kinks()[layer]).sum();
                rise += worthwhile && each > 0 ? Math.min(each, shared.raise(l)) : each;
            }
            if (worthwhile && surface.outputCount() <= MOST_OUTPUTS) {
                double together = shared.unseen();
                apart = Math.min(apart, together * together);
            }
            cheapest += rise;
            unseen += apart;
        }
        if (!(cheapest < straight)) {
            return bound(straight);
        }
        double bend = radius * Math.sqrt(curvature(theta, moving)) + Math.sqrt(unseen);
        return bound(Math.min(straight, cheapest + bent(terms, weight, bend)));
    }

    /** The second-order term: under a factor that all samples share, and what some exceed it by. */
    private static double bent(List<Terms> terms, double weight, double bend) {
        double[] factors = terms.stream().mapToDouble(Terms::factor).sorted().toArray();
        double least = Double.POSITIVE_INFINITY;
        for (double quantile : QUANTILES) {
            double shared = factors[(int) (quantile * (factors.length - 1))];
            double excess = terms.stream().mapToDouble(t -> t.excess(shared)).sum();
            least = Math.min(least, 0.5 * shared * bend * bend + weight * excess);
        }
        return least;
    }

    private static double bound(double rise) {
        return Double.isNaN(rise) ? Double.POSITIVE_INFINITY : rise * WIDENED;
    }

    private List<Terms> terms(int first, DenseStep step, DenseGroup group) {
        Terms[] terms = new Terms[group.samples()];
        int chunks = (terms.length + CHUNK - 1) / CHUNK;
        surface.execution().parallel().forEach(chunks, (worker, chunk) -> {
            DenseSample sample = new DenseSample(step);
            for (int i = chunk * CHUNK; i < Math.min(terms.length, (chunk + 1) * CHUNK); i++) {
                surface.input(first + i, sample.input());
                terms[i] = terms(first + i, sample, step.count(), group, i);
            }
        });
        return Arrays.asList(terms);
    }

    private Terms terms(int index, DenseSample sample, int layers, DenseGroup group, int place) {
        sample.forward();
        int outputs = surface.outputCount();
        double[] target = new double[outputs];
        double[] slope = new double[outputs];
        double[] state = new double[outputs];
        surface.target(index, target);
        Loss loss = surface.objective().loss();
        loss.evaluate(sample.outputs(), 0, target, slope, state);
        double[][] roots = new double[outputs][outputs];
        double trace = 0;
        for (int c = 0; c < outputs; c++) {
            loss.root(state, 0, outputs, c, roots[c], 0);
            trace += WIDENED * length(roots[c]) * length(roots[c]);
        }
        double curvature = Math.min(growth.curvature(), trace);
        sample.backward(slope, outputs <= MOST_OUTPUTS ? roots : new double[0][]);
        group.keep(place, sample, curvature);
        double reach = sample.reach();
        double[] kinks = new double[layers];
        Arrays.setAll(kinks, sample::kinks);
        return new Terms(
                growth.rise(length(slope), reach),
                sample.joint(),
                kinks,
                curvature * sample.rest() * sample.rest(),
                growth.secondOrderFactor(reach),
                curvature * reach * reach,
                growth.beyondSlope(length(slope), reach));
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
        return trace > 0 ? SpectralCeiling.largestEigenvalue(part, trace * WIDENED, 0) : 0;
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
