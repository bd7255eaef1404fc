package org.example.flatness;

import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.random.RandomGenerator;

/** E[L(θ + r u) − L(θ)] over directions u uniform on the unit sphere, with its standard error. */
final class LossRise implements Metric {
    private final LossRiseParameters parameters;

    LossRise(LossRiseParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        RandomGenerator random = context.random("directions");
        double base = minimum.surface().value(minimum.theta());
        int count = parameters.directions();
        double mean = 0;
        double squares = 0;
        for (int k = 1; k <= count; k++) {
            context.checkCancelled();
            double rise = minimum.surface().value(stepped(minimum.theta(), random)) - base;
            if (!Double.isFinite(rise)) {
                throw new MeasurementException("the loss overflows at radius " + parameters.radius());
            }
            double before = rise - mean;
            mean += before / k;
            squares += before * (rise - mean);
            context.progress((double) k / count, "loss rise");
        }
        return Measurement.estimate(mean, Math.sqrt(squares / (count - 1) / count));
    }

    private double[] stepped(double[] theta, RandomGenerator random) {
        double[] step = new double[theta.length];
        double norm = 0;
        for (int i = 0; i < step.length; i++) {
            step[i] = random.nextGaussian();
            norm = Math.hypot(norm, step[i]);
        }
        for (int i = 0; i < step.length; i++) {
            step[i] = theta[i] + parameters.radius() * step[i] / norm;
        }
        return step;
    }
}
