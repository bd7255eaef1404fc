package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.host.Host;
import io.flatness.core.host.PointContext;
import io.flatness.core.plan.ComponentCalls;
import io.flatness.core.plugin.Faults;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.RefusedException;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/** The boundary to metrics, which may be anybody's: what they throw, return or leave behind becomes a result. */
final class MetricRunner {
    private final ComponentCalls.Called called;
    private final Host host;

    MetricRunner(ComponentCalls.Called called, Host host) {
        this.called = called;
        this.host = host;
    }

    /** Measures on a copy of the point: what a metric writes to it, nobody else sees. */
    ObjectNode measure(Minimum point, PointContext context) {
        double[] theta = point.theta().clone();
        boolean interrupted = Thread.currentThread().isInterrupted();
        ObjectNode measured = guarded(new Minimum(point.surface(), theta), context);
        if (!interrupted && !called.origin().builtIn() && Thread.interrupted()) {
            // Set by the plugin: it would stop the run.
            host.checkCancelled();
        }
        if (Arrays.equals(theta, point.theta())) {
            return measured;
        }
        context.forgetMemos();
        return failed("the metric wrote to theta, which it must leave alone; its value is not that of the point");
    }

    private ObjectNode guarded(Minimum minimum, PointContext context) {
        Metric metric = called.metric();
        try {
            ValueScale scale = metric.scale();
            Measurement measurement = metric.measure(minimum, context);
            return measurement == null ? failed("the metric returned nothing") : MeasurementJson.of(measurement, scale);
        } catch (OutputException e) {
            throw e;
        } catch (CancellationException e) {
            context.checkCancelled();
            return failed("a fault in the metric: " + Faults.describe(e) + ", though nothing was cancelled");
        } catch (MeasurementException | RefusedException e) {
            return failed(Faults.message(e));
        } catch (UndefinedException e) {
            return MeasurementJson.of(Measurement.undefined(Faults.message(e)), ValueScale.LINEAR);
        } catch (OutOfMemoryError e) {
            return failed("the metric ran out of memory: " + Faults.message(e));
        } catch (Throwable e) { // the door to foreign code: also what it does not declare
            return failed("a fault in the metric: " + Faults.describe(e));
        }
    }

    static ObjectNode failed(String reason) {
        return MeasurementJson.of(Measurement.failed(reason), ValueScale.LINEAR);
    }
}
