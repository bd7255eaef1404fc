package io.flatness.networks.train;

import io.flatness.numerics.Lbfgs;
import io.flatness.spi.Context;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.NetworkLoss;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a network to a critical point of the full loss, as far as there is one, and says how it ended. */
final class Polisher {
    private static final int MEMORY = 20;
    /** Below this mean(1 − max p), cross-entropy is taken to be on its way to infinity. */
    private static final double SATURATION = 1e-3;

    private final TrainParameters.Polish parameters;
    private final boolean saturable;
    private final Context context;

    /**
     * A polisher.
     *
     * @param saturable whether the loss has no minimum where all labels can be predicted
     */
    Polisher(TrainParameters.Polish parameters, boolean saturable, Context context) {
        this.parameters = parameters;
        this.saturable = saturable;
        this.context = context;
    }

    /**
     * How it ended.
     *
     * @param theta the point
     * @param status {@code reached}, {@code stalled}, {@code saturated} or {@code budget}
     * @param facts what the results say
     */
    record Result(double[] theta, String status, Map<String, Object> facts) {}

    Result polish(NetworkLoss surface, double[] start) {
        context.progress(1, "polishing");
        Lbfgs.Result first = new Lbfgs(MEMORY, parameters.gradientNorm(), parameters.budget())
                .minimize(
                        (theta, gradient) -> {
                            context.checkCancelled();
                            return surface.valueAndGradient(theta, gradient);
                        },
                        start);
        double[] theta = first.x();
        double norm = first.gradientNorm();
        int used = first.evaluations();
        if (norm > parameters.gradientNorm() && used < parameters.budget()) {
            NewtonCg newton = new NewtonCg(
                    surface, context.linearAlgebra(), parameters.gradientNorm(), parameters.budget() - used);
            double[] further = newton.minimize(theta);
            double furtherNorm = context.linearAlgebra().norm(surface.gradient(further));
            used += newton.used();
            if (furtherNorm < norm) {
                theta = further;
                norm = furtherNorm;
            }
        }
        return result(surface, theta, norm, used);
    }

    private Result result(NetworkLoss surface, double[] theta, double norm, int used) {
        Map<String, Object> facts = new LinkedHashMap<>();
        double unsure = saturable ? Saturation.of(surface, theta) : Double.POSITIVE_INFINITY;
        double margin = surface.as(Kinks.class)
                .map(kinks -> kinks.kinks(theta).margin())
                .orElse(Double.POSITIVE_INFINITY);
        String status = status(norm, unsure, used);
        facts.put("status", status);
        facts.put("reason", reason(status, norm, unsure, margin));
        facts.put("requestedGradientNorm", parameters.gradientNorm());
        facts.put("gradientNorm", norm);
        facts.put("evaluations", used);
        facts.put("kinkMargin", margin);
        if (saturable) {
            facts.put("meanUncertainty", unsure);
        }
        return new Result(theta, status, facts);
    }

    private String status(double norm, double unsure, int used) {
        if (unsure < SATURATION) {
            return "saturated";
        }
        if (norm <= parameters.gradientNorm()) {
            return "reached";
        }
        return used >= parameters.budget() ? "budget" : "stalled";
    }

    private String reason(String status, double norm, double unsure, double margin) {
        return switch (status) {
            case "saturated" ->
                "mean(1 − max p) is " + unsure + ": the network predicts all labels with near certainty, and the loss"
                        + " falls as the weights grow without end; it has no minimum. Use label smoothing, l2 or"
                        + " targets: teacher-soft";
            case "reached" -> "the gradient norm " + norm + " is at most " + parameters.gradientNorm();
            case "budget" -> "the budget of " + parameters.budget() + " gradients ended at the gradient norm " + norm;
            default ->
                "no step makes progress at the gradient norm " + norm
                        + (margin < 1e-6
                                ? ": a pre-activation lies within " + margin + " of a kink, where the loss has no"
                                        + " derivative"
                                : "");
        };
    }
}
