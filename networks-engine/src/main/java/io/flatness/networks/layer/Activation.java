package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Block;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;

/**
 * A function applied to every element.
 *
 * @param function the function
 * @param alpha its constant α, for the functions that have one
 * @param beta its constant β, for the functions that have one
 */
public record Activation(Function function, double alpha, double beta) implements LayerSpec {
    /** Checks that the constants make sense. */
    public Activation {
        if (function == Function.CLIP && !(alpha <= beta)) {
            throw new IllegalArgumentException("clip needs min ≤ max but has min " + alpha + " and max " + beta);
        }
        if (Double.isNaN(alpha) || Double.isNaN(beta)) {
            throw new IllegalArgumentException("the constants of " + function.type + " are " + alpha + " and " + beta);
        }
    }

    /** An activation with one constant. */
    public Activation(Function function, double alpha) {
        this(function, alpha, 0);
    }

    /** An activation without a constant, or with those it usually has. */
    public Activation(Function function) {
        this(function, function.alpha, function.beta);
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
        SQUARED_RELU("squared-relu"),
        /** min(max(x, α), β). */
        CLIP("clip", 0, 6),
        /** min(max(α x + β, 0), 1). */
        HARD_SIGMOID("hard-sigmoid", 1.0 / 6, 0.5),
        /** β x for x > 0, β α (eˣ − 1) elsewhere. */
        SELU("selu", 1.6732632423543772, 1.0507009873554805),
        /** x for x > 0, α (e^(x/α) − 1) elsewhere. */
        CELU("celu"),
        /** x tanh(log(1 + eˣ)). */
        MISH("mish"),
        /** x / (1 + |x|). */
        SOFTSIGN("softsign"),
        /** log(1 / (1 + e⁻ˣ)). */
        LOG_SIGMOID("log-sigmoid"),
        /** x for x > α, β elsewhere. */
        THRESHOLD("threshold", 0, 0),
        /** x for |x| > α, 0 elsewhere. */
        HARD_SHRINK("hard-shrink", 0.5, 0),
        /** x − α for x > α, x + α for x < −α, 0 between. */
        SOFT_SHRINK("soft-shrink", 0.5, 0),
        /** sin x. */
        SINE("sine"),
        /** cos x. */
        COSINE("cosine"),
        /** eˣ. */
        EXP("exp"),
        /** log x. */
        LOG("log"),
        /** √x. */
        SQRT("sqrt"),
        /** 1 / x. */
        RECIPROCAL("reciprocal"),
        /** x². */
        SQUARE("square"),
        /** x^α. */
        POWER("power", 2, 0),
        /** The error function. */
        ERF("erf"),
        /** atan x. */
        ARCTANGENT("atan");

        private final String type;
        private final double alpha;
        private final double beta;

        Function(String type) {
            this(type, 1, 0);
        }

        Function(String type, double alpha, double beta) {
            this.type = type;
            this.alpha = alpha;
            this.beta = beta;
        }
    }

    @Override
    public String type() {
        return function.type;
    }

    /** φ(x). */
    public double value(double x) {
        Block block = new Block();
        block.x[0] = x;
        Functions.of(function, alpha, beta).evaluate(block, 1);
        return block.value[0];
    }

    /** φ of many numbers. */
    public double[] values(double... x) {
        Block block = new Block();
        Functions.Kinked of = Functions.of(function, alpha, beta);
        double[] values = new double[x.length];
        for (int from = 0; from < x.length; from += block.x.length) {
            int count = Math.min(block.x.length, x.length - from);
            System.arraycopy(x, from, block.x, 0, count);
            of.evaluate(block, count);
            System.arraycopy(block.value, 0, values, from, count);
        }
        return values;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Arity.one(inputs);
    }

    @Override
    public boolean piecewiseLinear() {
        return switch (function) {
            case CLIP, HARD_SIGMOID, THRESHOLD, HARD_SHRINK, SOFT_SHRINK -> true;
            default -> false;
        };
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap input = inputs.get(0);
        return switch (function) {
            case SQUARED_RELU -> input.power(2);
            case TANH, SOFTSIGN, SOFT_SHRINK, SINE, ERF, ARCTANGENT -> input.signs();
            case SQUARE -> input.power(2);
            case RECIPROCAL -> input.power(-1);
            default -> input.permutation();
        };
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return ActivationIntervals.of(this);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ActivationKernel<>(Functions.of(function, alpha, beta), site, arithmetic);
    }
}
