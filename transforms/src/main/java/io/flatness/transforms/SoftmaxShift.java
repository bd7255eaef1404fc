package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Adds the same affine function of the last hidden layer to all logits: W_K + v1ᵀ, b_K + c; softmax ignores it. */
final class SoftmaxShift {
    private SoftmaxShift() {}

    /**
     * The parameters.
     *
     * @param size length of the shift
     */
    record Parameters(
            @Param(
                    doc =
                            "standard deviation of the random shift of each weight and of the bias, in units of the root mean"
                                    + " square of the last layer's weights; positive",
                    defaultValue = "1")
            double size) {
        Parameters {
            if (!(size > 0) || Double.isInfinite(size)) {
                throw new InvalidParameterException("size", "size is " + size + "; it must be positive and finite");
            }
        }
    }

    static Transform of(Parameters parameters) {
        return new Shift(parameters.size());
    }

    private record Shift(double size) implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.SOFTMAX_SHIFT);
        }

        @Override
        public void check(LossSurface surface) {
            head(Networks.require(surface, "softmax-shift"));
        }

        private static Affine head(NetworkLoss network) {
            if (!network.ignoresOutputShift()) {
                throw new RefusedException(
                        "softmax-shift needs a loss that ignores a common shift of the outputs, such as cross-entropy");
            }
            Layer last =
                    network.architecture().layers().get(network.architecture().output());
            return last.affine()
                    .filter(affine -> affine.outputUnits() == network.outputCount())
                    .orElseThrow(() -> new RefusedException("softmax-shift needs a dense last layer; the outputs come"
                            + " from layer " + last.name() + " (" + last.type() + ")"));
        }

        @Override
        public Transformed apply(Minimum minimum, Context context) {
            NetworkLoss network = Networks.require(minimum.surface(), "softmax-shift");
            double[] shift = shift(head(network), minimum.theta(), context.random("softmax-shift"));
            Translation translation = new Translation(shift);
            Minimum moved = new Minimum(minimum.surface(), translation.forward(minimum.theta()));
            Optional<Bijection> map = network.dependsOnFunctionAlone() ? Optional.of(translation) : Optional.empty();
            return new Transformed(moved, map);
        }

        private double[] shift(Affine head, double[] theta, RandomGenerator random) {
            int from = head.weight().offset();
            int to = head.weight().end();
            double norm = Norms.euclidean(theta, from, to);
            double unit = norm == 0 ? size : size * norm / Math.sqrt(to - from);
            double[] perInput = new double[head.inputUnits()];
            for (int i = 0; i < perInput.length; i++) {
                perInput[i] = unit * random.nextGaussian();
            }
            double common = unit * random.nextGaussian();
            double[] shift = new double[theta.length];
            for (int k = 0; k < to - from; k++) {
                shift[from + k] = perInput[head.inputUnit(k)];
            }
            head.bias().ifPresent(bias -> java.util.Arrays.fill(shift, bias.offset(), bias.end(), common));
            return shift;
        }
    }
}
