package io.flatness.networks.problem;

import io.flatness.networks.io.ModelBuilder;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.spi.Param;

/** A function applied to every element: its name, or an object with its constants. */
public sealed interface ActivationParameters extends LayerParameters {
    /** The layer that computes it. */
    LayerSpec layer();

    @Override
    default int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
        return model.add(name, layer(), input);
    }

    /** max(x, 0). */
    record Relu() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return Rectifier.relu();
        }
    }

    /** x for x &gt; 0, slope · x elsewhere. */
    record LeakyRelu(
            @Param(doc = "Slope on the negative side, any finite number", defaultValue = "0.01")
            double slope) implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Rectifier(slope);
        }
    }

    /** |x|. */
    record Abs() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return Rectifier.abs();
        }
    }

    /** max(x, 0)². */
    record SquaredRelu() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.SQUARED_RELU);
        }
    }

    /** tanh x. */
    record Tanh() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.TANH);
        }
    }

    /** 1 / (1 + e⁻ˣ). */
    record Sigmoid() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.SIGMOID);
        }
    }

    /** x Φ(x), or its approximation by tanh. */
    record Gelu(
            @Param(doc = "none, or tanh for the approximation by tanh", defaultValue = "none")
            Form approximate) implements ActivationParameters {
        /** The two forms. */
        public enum Form {
            /** x Φ(x). */
            NONE,
            /** With tanh. */
            TANH
        }

        @Override
        public LayerSpec layer() {
            return new Activation(approximate == Form.TANH ? Activation.Function.GELU_TANH : Activation.Function.GELU);
        }
    }

    /** x / (1 + e⁻ˣ). */
    record Silu() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.SILU);
        }
    }

    /** log(1 + eˣ). */
    record Softplus() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.SOFTPLUS);
        }
    }

    /** x for x &gt; 0, α (eˣ − 1) elsewhere. */
    record Elu(
            @Param(doc = "Minus the limit at −∞", defaultValue = "1")
            double alpha) implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.ELU, alpha);
        }
    }

    /** x min(max(x + 3, 0), 6) / 6. */
    record HardSwish() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new Activation(Activation.Function.HARD_SWISH);
        }
    }

    /** x: a linear network. */
    record Identity() implements ActivationParameters {
        @Override
        public LayerSpec layer() {
            return new io.flatness.networks.layer.Identity();
        }
    }
}
