package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;
import java.util.OptionalDouble;

/** Where a measurement is taken: loss, gradient, criticality, distance to kinks. */
final class PointDiagnostics {
    /** Up to this many parameters the Hessian's diagonal is taken by one product each. */
    private static final int MAX_PRODUCTS = 500;

    private final Minimum minimum;
    private final ObjectNode json = Json.object();

    private PointDiagnostics(Minimum minimum) {
        this.minimum = minimum;
    }

    /**
     * The diagnostics as they stand in a point.
     *
     * @param test the network on held-out data; empty where it does not belong to the point
     */
    static ObjectNode of(Minimum minimum, Optional<EmpiricalRisk> test, LinearAlgebra algebra) {
        PointDiagnostics diagnostics = new PointDiagnostics(minimum);
        diagnostics.addLoss(test);
        diagnostics.addCriticality(algebra);
        diagnostics.addKinks();
        return diagnostics.json;
    }

    private void addLoss(Optional<EmpiricalRisk> test) {
        put("loss", minimum.surface().value(minimum.theta()));
        BasePoint.as(minimum, EmpiricalRisk.class)
                .ifPresent(seen -> put("accuracy", seen.surface().accuracy(seen.theta())));
        if (test.isEmpty()) {
            return;
        }
        Minimum network = BasePoint.innermost(minimum);
        EmpiricalRisk risk = withBuffersOf(network, test.get());
        if (risk.dimension() == network.theta().length) {
            put("testLoss", risk.value(network.theta()));
            put("testAccuracy", risk.accuracy(network.theta()));
        }
    }

    /** Transforms may change the statistics of a network (BatchNorm): the held-out data see the same network. */
    private static EmpiricalRisk withBuffersOf(Minimum point, EmpiricalRisk test) {
        Optional<NetworkLoss> network = point.surface().as(NetworkLoss.class);
        Optional<NetworkLoss> testNetwork = test.as(NetworkLoss.class);
        if (network.isEmpty() || testNetwork.isEmpty()) {
            return test;
        }
        double[] buffers = network.get().buffers();
        return buffers.length == 0 ? test : testNetwork.get().withBuffers(buffers);
    }

    private void addCriticality(LinearAlgebra algebra) {
        double[] theta = minimum.theta();
        double[] gradient = new double[theta.length];
        double loss = minimum.surface().valueAndGradient(theta, gradient);
        put("gradientNorm", algebra.norm(gradient));
        double largest = 0;
        for (int i = 0; i < theta.length; i++) {
            largest = Math.max(largest, Math.abs(theta[i] * gradient[i]));
        }
        put("criticality", largest / (1 + loss));
        Optional<double[]> diagonal = diagonalAwayFromKinks();
        if (diagonal.isPresent()) {
            double curvature = 0;
            for (int i = 0; i < theta.length; i++) {
                curvature = Math.max(curvature, Math.abs(theta[i] * theta[i] * diagonal.get()[i]));
            }
            put("relativeCriticality", largest == 0 ? 0 : largest / curvature);
        }
    }

    private Optional<double[]> diagonalAwayFromKinks() {
        try {
            return diagonal();
        } catch (UndefinedException e) {
            return Optional.empty();
        }
    }

    private Optional<double[]> diagonal() {
        Optional<ExactCurvature> exact = minimum.surface().as(ExactCurvature.class);
        if (exact.isPresent()) {
            return Optional.of(exact.get().hessianDiagonal(minimum.theta()));
        }
        int n = minimum.theta().length;
        if (n > MAX_PRODUCTS) {
            return Optional.empty();
        }
        SymmetricOperator hessian = minimum.surface().hessianAt(minimum.theta());
        double[] diagonal = new double[n];
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            hessian.apply(unit, product);
            diagonal[i] = product[i];
        }
        return Optional.of(diagonal);
    }

    private void addKinks() {
        BasePoint.as(minimum, Kinks.class).ifPresent(seen -> {
            Kinks.Report report = seen.surface().kinks(seen.theta());
            put("kinkMargin", report.margin());
            if (report.close() > 0) {
                json.put("closeToKinks", report.close());
                warn(report.close() + " of " + report.pairs() + " pairs of sample and unit lie within "
                        + Kinks.Report.CLOSE + " of a kink, where the loss has no second derivative: Hessians there are"
                        + " those of one side");
            }
        });
    }

    private void put(String name, OptionalDouble value) {
        if (value.isPresent()) {
            put(name, value.getAsDouble());
        }
    }

    private void put(String name, double value) {
        if (Double.isNaN(value)) {
            warn(name + " is not a number at this point");
        } else {
            json.set(name, Json.number(value, name));
        }
    }

    private void warn(String message) {
        json.withArray("warnings").add(message);
    }
}
