package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.Context;
import io.flatness.spi.Preservation;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the function before and after a transform, and its Hessian with the law of Theorem 3. */
final class PreservationCheck {
    private PreservationCheck() {}

    /** That of functions that could not be compared. */
    static Preservation none() {
        return new Preservation(null, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, null, 0, false);
    }

    static Preservation compare(Minimum before, Transformed transformed, Context context) {
        Minimum after = transformed.minimum();
        double lossBefore = before.surface().value(before.theta());
        double lossAfter = after.surface().value(after.theta());
        double lossDifference = distance(lossBefore, lossAfter);
        Double lawError = lawErrorAwayFromKinks(before, transformed, context);
        Optional<double[]> outputs = BasePoint.outputs(before);
        Optional<double[]> newOutputs = BasePoint.outputs(after);
        if (outputs.isEmpty() || newOutputs.isEmpty()) {
            double relative = lossDifference / (1 + Math.abs(lossBefore));
            boolean bitwise = Double.doubleToLongBits(lossBefore) == Double.doubleToLongBits(lossAfter);
            return new Preservation(null, orInfinity(relative), lossDifference, lawError, 0, bitwise);
        }
        double[] f = outputs.get();
        double[] g = newOutputs.get();
        EmpiricalRisk risk =
                BasePoint.as(before, EmpiricalRisk.class).orElseThrow().surface();
        int samples = risk.sampleCount();
        boolean shiftIgnored = before.surface()
                .as(NetworkLoss.class)
                .filter(NetworkLoss::ignoresOutputShift)
                .isPresent();
        double difference = 0;
        double largest = 0;
        for (int sample = 0; sample < samples; sample++) {
            int from = sample * risk.outputCount();
            int to = from + risk.outputCount();
            difference = Math.max(
                    difference, shiftIgnored ? differenceUpToShift(f, g, from, to) : difference(f, g, from, to));
        }
        for (double output : f) {
            largest = Math.max(largest, Math.abs(output));
        }
        return new Preservation(
                difference,
                orInfinity(difference / (1 + largest)),
                lossDifference,
                lawError,
                samples,
                Arrays.equals(f, g));
    }

    private static double difference(double[] f, double[] g, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, distance(f[i], g[i]));
        }
        return largest;
    }

    /** Where a common shift of a sample's outputs does not matter, the mean of the differences is no difference. */
    private static double differenceUpToShift(double[] f, double[] g, int from, int to) {
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += change(f[i], g[i]) / (to - from);
        }
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, orInfinity(Math.abs(change(f[i], g[i]) - mean)));
        }
        return largest;
    }

    private static double change(double a, double b) {
        return Double.doubleToLongBits(a) == Double.doubleToLongBits(b) ? 0 : b - a;
    }

    /** |a − b|; infinite when only one is finite or one is NaN, since then the function is not the same. */
    private static double distance(double a, double b) {
        if (Double.doubleToLongBits(a) == Double.doubleToLongBits(b)) {
            return 0;
        }
        return orInfinity(Math.abs(a - b));
    }

    private static double orInfinity(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static @Nullable Double lawErrorAwayFromKinks(Minimum before, Transformed transformed, Context context) {
        try {
            return lawError(before, transformed, context);
        } catch (UndefinedException e) {
            return null;
        }
    }

    /**
     * Relative error of H(θ')v = J⁻ᵀ H(θ) J⁻¹ v for a random v; {@code null} without a linear map.
     *
     * <p>Source: Theorem 3, and its form for any linear map.
     */
    private static @Nullable Double lawError(Minimum before, Transformed transformed, Context context) {
        Optional<Bijection> map = transformed.map().filter(Bijection::affine);
        if (map.isEmpty()) {
            return null;
        }
        Bijection g = map.get();
        double[] theta = before.theta();
        double[] v =
                context.random("law-error").doubles(g.imageDimension(), -1, 1).toArray();
        double[] direct = new double[v.length];
        Minimum after = transformed.minimum();
        after.surface().hessianAt(after.theta()).apply(v, direct);
        double[] pulled = g.inversePushForward(theta, v);
        double[] product = new double[theta.length];
        before.surface().hessianAt(theta).apply(pulled, product);
        double[] byLaw = g.inversePullBack(theta, product);
        LinearAlgebra algebra = context.linearAlgebra();
        double scale = Math.max(algebra.norm(direct), algebra.norm(byLaw));
        if (scale == 0) {
            return 0.0;
        }
        for (int i = 0; i < direct.length; i++) {
            direct[i] -= byLaw[i];
        }
        return orInfinity(algebra.norm(direct) / scale);
    }

    static ObjectNode json(Preservation preservation) {
        ObjectNode json = Json.object();
        if (preservation.maxOutputDifference() != null) {
            json.set("maxOutputDifference", Json.number(preservation.maxOutputDifference(), "maxOutputDifference"));
        }
        json.set("relative", Json.number(preservation.relative(), "relative"));
        json.set("lossDifference", Json.number(preservation.lossDifference(), "lossDifference"));
        if (preservation.lawError() != null) {
            json.set("lawError", Json.number(preservation.lawError(), "lawError"));
        }
        json.put("samples", preservation.samples());
        json.put("bitwise", preservation.bitwise());
        json.put("holds", preservation.holds());
        return json;
    }

    static Preservation preservation(ObjectNode json) {
        return new Preservation(
                json.has("maxOutputDifference")
                        ? (Double) Json.number(json.get("maxOutputDifference")).getAsDouble()
                        : null,
                Json.number(json.get("relative")).getAsDouble(),
                Json.number(json.get("lossDifference")).getAsDouble(),
                json.has("lawError")
                        ? (Double) Json.number(json.get("lawError")).getAsDouble()
                        : null,
                json.path("samples").asInt(),
                json.path("bitwise").asBoolean());
    }
}
