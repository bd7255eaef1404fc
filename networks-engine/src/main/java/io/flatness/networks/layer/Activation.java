package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/**
 * A function applied to every element.
 *
 * @param function the function
 * @param alpha its constant, used by {@link Function#ELU} alone
 */
public record Activation(Function function, double alpha) implements LayerSpec {
    /** An activation without a constant. */
    public Activation(Function function) {
        this(function, 1);
    }

    /** The functions. */
    public enum Function {
        /** tanh x. */
        TANH("tanh"),
        /** 1 / (1 + e⁻ˣ). */
        SIGMOID("sigmoid"),
        /** x Φ(x). */
        GELU("gelu"),
        /** x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. */
        GELU_TANH("gelu-tanh"),
        /** x / (1 + e⁻ˣ). */
        SILU("silu"),
        /** log(1 + eˣ). */
        SOFTPLUS("softplus"),
        /** x for x > 0, α (eˣ − 1) elsewhere. */
        ELU("elu"),
        /** x min(max(x + 3, 0), 6) / 6. */
        HARD_SWISH("hard-swish"),
        /** max(x, 0)². */
        SQUARED_RELU("squared-relu");

        private final String type;

        Function(String type) {
            this.type = type;
        }
    }

    @Override
    public String type() {
        return function.type;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.one(inputs);
    }

    @Override
    public boolean piecewiseLinear() {
        return false;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap input = inputs.get(0);
        return switch (function) {
            case SQUARED_RELU -> input.power(2);
            case TANH -> input.signs();
            default -> input.permutation();
        };
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ActivationKernel<>(Functions.of(function, alpha), site, arithmetic);
    }
}
