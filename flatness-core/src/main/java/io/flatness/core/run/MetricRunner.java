package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.telemetry.KinkException;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Minimum;
import java.util.concurrent.CancellationException;

/** The boundary to metrics, which may be anybody's: what they throw becomes a result. */
final class MetricRunner {
    private MetricRunner() {}

    static ObjectNode measure(Metric metric, Minimum minimum, MetricContext context) {
        return MeasurementJson.of(measurement(metric, minimum, context));
    }

    private static Measurement measurement(Metric metric, Minimum minimum, MetricContext context) {
        try {
            Measurement measurement = metric.measure(minimum, context);
            return measurement == null ? Measurement.failed("the metric returned nothing") : measurement;
        } catch (CancellationException | OutputException e) {
            throw e;
        } catch (MeasurementException | RefusedException e) {
            return Measurement.failed(reason(e));
        } catch (KinkException e) {
            return Measurement.undefined(reason(e));
        } catch (OutOfMemoryError e) {
            return Measurement.failed("the metric ran out of memory: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return Measurement.failed("a fault in the metric: " + describe(e));
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String describe(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
