package io.flatness.metrics.sharpness;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Critical sharpness 2 / η_c, where η_c is the smallest step η > 0 with L(θ − ηu) > L(θ), along the gradient or a given
 * update u.
 *
 * <p>For a quadratic loss and u = ∇L it is the curvature uᵀHu / ‖u‖² along the gradient: no more than λ_max, and as much
 * where the gradient is the top eigenvector. Steps grow by a quarter octave from a 64th of what the quadratic model
 * predicts, and the first crossing is bisected to the last bits; one between two steps may be missed. Source:
 * arXiv:2601.16979.
 */
final class CriticalSharpness implements Metric {
    private static final double GROWTH = Math.pow(2, 0.25);
    private static final double FIRST = 1.0 / 64;
    private static final int STEPS = 400;
    private static final double BISECTED = 1e-14;

    private final CriticalSharpnessParameters parameters;

    CriticalSharpness(CriticalSharpnessParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        LossSurface surface = minimum.surface();
        double[] theta = minimum.theta();
        double[] gradient = new double[theta.length];
        double loss = surface.valueAndGradient(theta, gradient);
        double[] update = held(update(minimum, gradient), minimum);
        double descent = Norm.dot(gradient, update);
        if (!(descent > 0)) {
            return Measurement.undefined("the loss does not fall along the update at first (its slope is " + -descent
                    + "), so that every step raises it");
        }
        double curvature = Norm.dot(update, surface.hessianAt(theta).apply(update));
        double predicted = curvature > 0 ? 2 * descent / curvature : 1 / Norm.L2.of(update);
        double low = 0;
        double high = FIRST * predicted;
        int evaluations = 1;
        while (surface.value(stepped(theta, high, update)) <= loss) {
            context.checkCancelled();
            if (++evaluations > STEPS) {
                return details(Measurement.upperBound(2 / high), high, curvature, descent)
                        .remark("no step up to " + high + " raises the loss");
            }
            low = high;
            high *= GROWTH;
        }
        if (low == 0) {
            throw new MeasurementException("the step of " + high
                    + " raises the loss already, a 64th of what the quadratic model predicts: the point lies at a kink, or"
                    + " at the limit of rounding");
        }
        while (high - low > BISECTED * high) {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) {
                break;
            }
            evaluations++;
            if (surface.value(stepped(theta, middle, update)) <= loss) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return details(Measurement.exact(2 / high), high, curvature, descent).with("evaluations", evaluations);
    }

    private static Measurement details(Measurement measured, double step, double curvature, double descent) {
        return measured.with("criticalStep", step).with("secondOrder", curvature / descent);
    }

    private double[] update(Minimum minimum, double[] gradient) {
        double[] update = parameters.update();
        if (update != null) {
            if (update.length != gradient.length) {
                throw new MeasurementException("update has " + update.length + " numbers, but the loss surface has "
                        + gradient.length + " parameters");
            }
            return update;
        }
        if (parameters.gradientOf() == 0) {
            return gradient;
        }
        EmpiricalRisk risk = minimum.surface()
                .as(EmpiricalRisk.class)
                .orElseThrow(() -> new MeasurementException("gradientOf needs a loss over samples"));
        int some = Math.min(parameters.gradientOf(), risk.sampleCount());
        return risk.restrictedTo(IntStream.range(0, some).toArray()).gradient(minimum.theta());
    }

    /** The update of the parameters that may move. */
    private double[] held(double[] update, Minimum minimum) {
        double[] held = new double[update.length];
        for (int index : parameters.scope().of(minimum.surface().layout()).indices()) {
            held[index] = update[index];
        }
        return held;
    }

    private static double[] stepped(double[] theta, double step, double[] update) {
        double[] point = theta.clone();
        QuasiNewton.axpy(-step, update, point);
        return point;
    }

    @Override
    public Set<Invariance> invariances() {
        return parameters.update() == null && parameters.scope().blocks() == null
                ? Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT)
                : Set.of();
    }
}
