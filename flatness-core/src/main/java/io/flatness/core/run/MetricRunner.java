package io.flatness.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.concurrent.CancellationException;

/** The boundary to metrics, which may be anybody's: what they throw becomes a result. */
final class MetricRunner {
    private MetricRunner() {}

    static ObjectNode measure(Metric metric, Minimum minimum, MetricContext context) {
        try {
            ValueScale scale = metric.scale();
            Measurement measurement = metric.measure(minimum, context);
            return measurement == null || scale == null
                    ? failed("the metric returned nothing")
                    : MeasurementJson.of(measurement, scale);
        } catch (CancellationException | OutputException e) {
            throw e;
        } catch (MeasurementException | RefusedException e) {
            return failed(reason(e));
        } catch (UndefinedException e) {
            return MeasurementJson.of(Measurement.undefined(reason(e)), ValueScale.LINEAR);
        } catch (OutOfMemoryError e) {
            return failed("the metric ran out of memory: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return failed("a fault in the metric: " + describe(e));
        }
    }

    private static ObjectNode failed(String reason) {
        return MeasurementJson.of(Measurement.failed(reason), ValueScale.LINEAR);
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String describe(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
