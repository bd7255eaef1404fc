package io.flatness.networks.layer;

import io.flatness.networks.tile.Block;
import io.flatness.networks.tile.Pointwise;
import java.util.Optional;

/**
 * How a box passes through a function that rises everywhere, or falls to one smallest value and rises from there.
 *
 * @param layer the function
 * @param turn where it is smallest, to 1e-12; −∞ where it rises everywhere
 * @param smallest a number just below its smallest value; not read where it rises everywhere
 */
record ActivationIntervals(Activation layer, double turn, double smallest) implements IntervalRule {
    private static final double TURN_ERROR = 1e-12;
    /** Values are within 20 roundings of the truth; 30 are added. */
    private static final int TERMS = 13;

    /** The rule for a function; empty for one of another kind. */
    static Optional<IntervalRule> of(Activation layer) {
        double alpha = layer.alpha();
        return switch (layer.function()) {
            case TANH, SIGMOID, SOFTPLUS, SQUARED_RELU, CLIP, SOFTSIGN, LOG_SIGMOID, EXP, ERF, ARCTANGENT ->
                rising(layer, true);
            case ELU, HARD_SIGMOID, HARD_SHRINK, SOFT_SHRINK -> rising(layer, alpha >= 0);
            case SELU -> rising(layer, alpha >= 0 && layer.beta() >= 0);
            case CELU -> rising(layer, alpha > 0);
            case THRESHOLD -> rising(layer, layer.beta() <= alpha);
            case SQUARE -> Optional.of(new ActivationIntervals(layer, 0, 0));
            case GELU -> turning(layer, -0.7517915246935645, -0.1699712074799037);
            case GELU_TANH -> turning(layer, -0.7524614220710163, -0.1700407505712541);
            case SILU -> turning(layer, -1.278464542761074, -0.278464542761074);
            case MISH -> turning(layer, -1.192431214515495, -0.3088434130172505);
            case HARD_SWISH -> turning(layer, -1.5, -0.375);
            default -> Optional.empty();
        };
    }

    private static Optional<IntervalRule> rising(Activation layer, boolean rises) {
        return rises ? Optional.of(new ActivationIntervals(layer, Double.NEGATIVE_INFINITY, 0)) : Optional.empty();
    }

    private static Optional<IntervalRule> turning(Activation layer, double turn, double smallest) {
        return Optional.of(new ActivationIntervals(layer, turn, smallest - 1e-14));
    }

    @Override
    public void enclose(Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        Pointwise values = Functions.of(layer.function(), layer.alpha(), layer.beta());
        Block block = new Block();
        evaluate(values, block, in[0].low(), out.low());
        evaluate(values, block, in[0].high(), out.high());
        for (int k = 0; k < out.length(); k++) {
            double from = in[0].low()[k];
            double to = in[0].high()[k];
            double first = out.low()[k];
            double last = out.high()[k];
            boolean turns = from <= turn + TURN_ERROR && to >= turn - TURN_ERROR;
            double magnitude = Math.max(Math.abs(first), Math.abs(last));
            out.low()[k] = turns ? smallest : Math.min(first, last);
            out.high()[k] = Math.max(first, last);
            // Where a function turns, its value may be the small difference of numbers as large as the argument.
            boolean rises = turn == Double.NEGATIVE_INFINITY;
            out.widen(k, TERMS, rises ? magnitude : Math.max(magnitude, Math.max(Math.abs(from), Math.abs(to))));
        }
    }

    private static void evaluate(Pointwise function, Block block, double[] x, double[] into) {
        for (int start = 0; start < x.length; start += Block.LENGTH) {
            int count = Math.min(Block.LENGTH, x.length - start);
            System.arraycopy(x, start, block.x, 0, count);
            function.evaluate(block, count);
            System.arraycopy(block.value, 0, into, start, count);
        }
    }

    /** All samples are elements of one box. */
    @Override
    public void encloseAll(int samples, Intervals[] in, Intervals parameters, double[] buffers, Intervals out) {
        enclose(in, parameters, buffers, out);
    }
}
