package io.flatness.metrics.volume;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import java.util.random.RandomGenerator;

/**
 * The window N(θ, 1/γ) and the normal density q that exp(−L) times the window has where L is quadratic.
 *
 * <p>q = N(θ + P c, P Pᵀ) with P = (H⁺ + γ)^{−½} from the {@link Spectrum} of the Hessian, and c = −Pᵀ∇L.
 */
final class QuadraticWindow {
    private final Minimum minimum;
    private final double gamma;
    private final Preconditioner map;
    private final double[] center;
    private final double loss;

    private QuadraticWindow(Minimum minimum, double gamma, Preconditioner map, double[] center, double loss) {
        this.minimum = minimum;
        this.gamma = gamma;
        this.map = map;
        this.center = center;
        this.loss = loss;
    }

    static QuadraticWindow of(Minimum minimum, double gamma, MetricContext context) {
        Preconditioner map = Spectrum.windowed(minimum, 1, gamma, context);
        double[] gradient = new double[minimum.theta().length];
        double loss = minimum.surface().valueAndGradient(minimum.theta(), gradient);
        double[] center = map.applyTransposed(gradient);
        for (int i = 0; i < center.length; i++) {
            center[i] = Double.isFinite(center[i]) ? -center[i] : 0;
        }
        return new QuadraticWindow(minimum, gamma, map, center, loss);
    }

    double lossAtPoint() {
        return loss;
    }

    /** A displacement, and log q at it but for the constant. */
    record Draw(double[] displacement, double logQuadratic) {}

    /** A displacement from θ drawn from q. */
    Draw draw(RandomGenerator random) {
        double[] y = new double[center.length];
        double square = 0;
        for (int i = 0; i < y.length; i++) {
            double z = random.nextGaussian();
            square += z * z;
            y[i] = center[i] + z;
        }
        return new Draw(map.apply(y), -0.5 * square);
    }

    /** A displacement drawn from the window. */
    Draw drawWindow(RandomGenerator random) {
        double[] d = new double[center.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = random.nextGaussian() / Math.sqrt(gamma);
        }
        double[] y = map.solve(d);
        double square = 0;
        for (int i = 0; i < y.length; i++) {
            square += (y[i] - center[i]) * (y[i] - center[i]);
        }
        return new Draw(d, -0.5 * square);
    }

    /** log of exp(−L − ½γ‖d‖²) over the density (1 − share) q + share p. */
    double weight(Draw draw, double share) {
        double[] x = minimum.theta().clone();
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] += draw.displacement[i];
            square += draw.displacement[i] * draw.displacement[i];
        }
        double value = minimum.surface().value(x);
        if (Double.isNaN(value)) {
            return Double.NEGATIVE_INFINITY;
        }
        int n = x.length;
        double constant = -0.5 * n * Math.log(2 * Math.PI);
        double logQ = draw.logQuadratic + constant - map.logDeterminant();
        double logP = -0.5 * gamma * square + constant + 0.5 * n * Math.log(gamma);
        double logDensity = share == 0 ? logQ : sum(logQ + Math.log1p(-share), logP + Math.log(share));
        return -value - 0.5 * gamma * square - logDensity;
    }

    private static double sum(double a, double b) {
        double larger = Math.max(a, b);
        return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }
}
