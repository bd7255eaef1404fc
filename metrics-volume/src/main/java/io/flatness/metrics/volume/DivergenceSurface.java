package io.flatness.metrics.volume;

import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/**
 * The mean divergence KL(f_θ₀ ‖ f_θ) of the predictions from those at a point θ₀: of softmax probabilities where the loss
 * ignores a common shift of the outputs, of logistic ones where labels are told by one output, and otherwise of normal
 * densities of unit variance, ½ ‖f_θ₀ − f_θ‖².
 *
 * <p>0 at θ₀, where its Hessian is the Fisher matrix; elsewhere its curvature is not offered.
 */
final class DivergenceSurface implements LossSurface {
    private final NetworkLoss network;
    private final JacobianProducts jacobian;
    private final GaussNewton curvature;
    private final boolean softmax;
    private final boolean binary;
    private final double[] anchor;
    private final double[] target;

    private DivergenceSurface(NetworkLoss network, JacobianProducts jacobian, GaussNewton curvature, double[] anchor) {
        this.network = network;
        this.jacobian = jacobian;
        this.curvature = curvature;
        this.binary = network.outputCount() == 1 && network.accuracy(anchor).isPresent();
        this.softmax = binary || network.ignoresOutputShift();
        this.anchor = anchor.clone();
        this.target = predictions(anchor);
    }

    /** The surface around a point of a network; empty for a surface that is none. */
    static Optional<Minimum> around(Minimum minimum) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        Optional<JacobianProducts> jacobian = minimum.surface().as(JacobianProducts.class);
        Optional<GaussNewton> curvature = minimum.surface().as(GaussNewton.class);
        if (network.isEmpty() || jacobian.isEmpty() || curvature.isEmpty()) {
            return Optional.empty();
        }
        double[] theta = minimum.theta();
        return Optional.of(
                new Minimum(new DivergenceSurface(network.get(), jacobian.get(), curvature.get(), theta), theta));
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public double value(double[] theta) {
        double[] now = predictions(theta);
        double sum = 0;
        for (int k = 0; k < now.length; k++) {
            double difference = target[k] - now[k];
            // Of log-probabilities: p (e^{−d} − 1 + d) sums to the divergence, since both sum to 1, without
            // cancellation.
            sum += softmax ? Math.exp(target[k]) * excess(-difference) : 0.5 * difference * difference;
        }
        return sum / network.sampleCount();
    }

    /** eˣ − 1 − x, to rounding also for small x. */
    private static double excess(double x) {
        if (Math.abs(x) < 1e-2) {
            return x * x * (0.5 + x * (1 / 6.0 + x * (1 / 24.0 + x * (1 / 120.0 + x * (1 / 720.0 + x / 5040)))));
        }
        return Math.expm1(x) - x;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        double[] now = predictions(theta);
        int stride = binary ? 2 : 1;
        double[] slopes = new double[now.length / stride];
        for (int k = 0; k < slopes.length; k++) {
            int at = k * stride;
            double slope = softmax ? Math.exp(now[at]) - Math.exp(target[at]) : now[at] - target[at];
            slopes[k] = slope / network.sampleCount();
        }
        System.arraycopy(jacobian.vectorJacobian(theta, slopes), 0, into, 0, into.length);
        return value(theta);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        if (!java.util.Arrays.equals(theta, anchor)) {
            throw new IllegalArgumentException("the curvature of a divergence is known at its own point alone");
        }
        return curvature.fisherAt(theta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability == GaussNewton.class) {
            return Optional.of(capability.cast(curvature));
        }
        return LossSurface.super.as(capability);
    }

    /** Log-probabilities, or the outputs themselves. */
    private double[] predictions(double[] theta) {
        double[] outputs = network.outputs(theta);
        int classes = network.outputCount();
        if (binary) {
            // σ(f) is the first of two softmax probabilities of (f, 0).
            classes = 2;
            double[] pairs = new double[2 * outputs.length];
            for (int k = 0; k < outputs.length; k++) {
                pairs[2 * k] = outputs[k];
            }
            outputs = pairs;
        }
        for (int row = 0; softmax && row < outputs.length; row += classes) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                largest = Math.max(largest, outputs[row + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(outputs[row + c] - largest);
            }
            double log = largest + Math.log(sum);
            for (int c = 0; c < classes; c++) {
                outputs[row + c] -= log;
            }
        }
        return outputs;
    }
}
