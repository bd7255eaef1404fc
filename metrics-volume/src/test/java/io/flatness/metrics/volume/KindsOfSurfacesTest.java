package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Surfaces without bounds, smooth and not, of any scale: the value is right within its error, or there is none. */
class KindsOfSurfacesTest {
    private final List<String> wrong = new ArrayList<>();
    private final List<String> without = new ArrayList<>();

    private static Measurement measure(
            int n, double scale, ToDoubleFunction<double[]> loss, double epsilon, double... at) {
        return new VolumeFlatness(new VolumeFlatnessParameters(epsilon, 100_000, null, null, null, 2))
                .measure(new Minimum(new FormulaSurface(n, scale, loss), at), LocalContext.singleThreaded(1));
    }

    /** A truth of infinity asks for a lower bound, infinity or a refusal. */
    private void check(String name, double truth, Measurement measured) {
        boolean refused = measured.kind() == ValueKind.UNDEFINED || measured.kind() == ValueKind.DIVERGENT;
        boolean right = measured.kind() == ValueKind.ESTIMATE
                && Math.abs(measured.value() - Math.log(truth)) <= 4 * measured.standardError() + 1e-9;
        boolean ok = truth == Double.POSITIVE_INFINITY ? refused : right || refused;
        if (!ok) {
            wrong.add(name + ", truth " + truth + ": " + measured);
        }
        if (refused && truth < Double.POSITIVE_INFINITY) {
            without.add(name);
        }
    }

    private void line(
            String name, double scale, DoubleUnaryOperator loss, double epsilon, double at, double from, double to) {
        check(name, to - from, measure(1, scale, x -> loss.applyAsDouble(x[0]), epsilon, at));
    }

    /** The end of the interval by a scan a thousand times finer than any feature. */
    private static double end(DoubleUnaryOperator loss, double at, double epsilon, double step) {
        double level = loss.applyAsDouble(at) + epsilon;
        double x = at;
        while (loss.applyAsDouble(x + step) < level) {
            x += step;
        }
        double low = x;
        double high = x + step;
        for (int k = 0; k < 80; k++) {
            double middle = 0.5 * (low + high);
            if (loss.applyAsDouble(middle) < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void scanned(String name, double scale, DoubleUnaryOperator loss, double epsilon, double at, double step) {
        line(name, scale, loss, epsilon, at, end(loss, at, epsilon, -step), end(loss, at, epsilon, step));
    }

    @Test
    void lines() {
        for (double s : new double[] {1, 1e-9, 1e9, 1e-100, 1e100}) {
            line("parabola of width " + s, s, x -> x / s * (x / s), 0.04, 0, -0.2 * s, 0.2 * s);
            line("wedge of width " + s, s, x -> Math.abs(x / s), 0.04, 0, -0.04 * s, 0.04 * s);
        }
        line("beside 0 by a rounding", 1, x -> x * x, 0.04, 1e-17, -0.2, 0.2);
        line("far from the origin", 1, x -> (x - 1e6) * (x - 1e6), 0.04, 1e6, 1e6 - 0.2, 1e6 + 0.2);
        line("narrow, far from the origin", 1e-3, x -> 1e6 * (x - 1e3) * (x - 1e3), 0.04, 1e3, 1e3 - 2e-4, 1e3 + 2e-4);
        line("root", 1, x -> Math.sqrt(Math.abs(x)), 0.1, 0, -0.01, 0.01);
        line("sixth power", 1, x -> Math.pow(x, 6), 1e-6, 0, -0.1, 0.1);
        line("step", 1, x -> x < 1 ? 0.01 * x * x : 5, 0.04, 0, -2, 1);
        line("stairs", 1, x -> 0.3 * Math.floor(Math.abs(x)), 0.5, 0, -2, 2);
        line(
                "wall without values",
                1,
                x -> -Math.log(1 - x * x),
                0.5,
                0,
                -Math.sqrt(1 - Math.exp(-0.5)),
                Math.sqrt(1 - Math.exp(-0.5)));
        line("wall of infinity", 1, x -> Math.abs(x) < 0.7 ? 0.1 * x * x : Double.POSITIVE_INFINITY, 0.5, 0, -0.7, 0.7);
        line("saturating, below", 1, x -> x * x / (1 + x * x), 0.5, 0, -1, 1);
        check(
                "saturating, above",
                Double.POSITIVE_INFINITY,
                measure(1, 1, x -> x[0] * x[0] / (1 + x[0] * x[0]), 1.5, 0));
        check("falling for ever", Double.POSITIVE_INFINITY, measure(1, 1, x -> Math.exp(-x[0]), 0.5, 0));
        check("constant", Double.POSITIVE_INFINITY, measure(1, 1, x -> 3, 0.5, 0));
        check("periodic below the level", Double.POSITIVE_INFINITY, measure(1, 1, x -> 1 - Math.cos(x[0]), 2.5, 0));
        scanned("washboard", 0.02, x -> 0.1 * (1 - Math.cos(50 * x)) + 0.01 * x * x, 0.15, 0, 1e-5);
        scanned("washboard over its barriers", 0.02, x -> 0.1 * (1 - Math.cos(50 * x)) + 0.01 * x * x, 0.25, 0, 1e-5);
        scanned("beats", 1, x -> 2 - Math.cos(x) - Math.cos(Math.sqrt(2) * x), 2.9, 0, 1e-4);
        scanned("chirp", 0.3, x -> 0.2 * (1 - Math.cos(3 * x * x * x)) + 0.02 * x * x, 0.45, 0, 1e-5);
        scanned("damped", 1, x -> 1 - Math.cos(7 * x) * Math.exp(-x * x / 8), 0.9, 0, 1e-5);
        scanned("three wells", 1, x -> Math.pow(x * (x * x - 1) * (x + 2), 2), 0.3, 1, 1e-5);
        scanned("saw", 0.05, x -> Math.abs(x / 0.1 - Math.rint(x / 0.1)) + 0.05 * Math.abs(x), 0.55, 0, 1e-5);
        scanned("tilted beside a ledge", 1, x -> x < 0 ? x * x : x * x * x * (x - 1.5) * (x - 1.5) * 4, 0.6, 0, 1e-5);
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertEquals(List.of(), without, "refused");
    }

    @Test
    void planes() {
        double e = 0.04;
        double r = Math.sqrt(e);
        check("diamond", 2 * e * e, measure(2, 1, x -> Math.abs(x[0]) + Math.abs(x[1]), e, 0, 0));
        check("square", 4 * e * e, measure(2, 1, x -> Math.max(Math.abs(x[0]), Math.abs(x[1])), e, 0, 0));
        check("disc with an edge", Math.PI, measure(2, 1, x -> Math.hypot(x[0], x[1]) < 1 ? 0 : 1, e, 0, 0));
        check("cross", Double.POSITIVE_INFINITY, measure(2, 1, x -> x[0] * x[0] * x[1] * x[1], e, 0, 0));
        for (double tiny : new double[] {1e-300, 1e-60, 1e-17}) {
            ToDoubleFunction<double[]> disc = x -> x[0] * x[0] + x[1] * x[1];
            check("disc beside 0 by " + tiny, Math.PI * e, measure(2, 1, disc, e, tiny, -3 * tiny));
        }
        check("strip", Double.POSITIVE_INFINITY, measure(2, 1, x -> x[0] * x[0], e, 0, 0));
        for (double width : new double[] {0.1, 0.01, 1e-3}) {
            ToDoubleFunction<double[]> tongue = x -> {
                double beyond = Math.max(0, x[0] - 3);
                double strip = x[1] / width * (x[1] / width) + beyond * beyond + (x[0] < 0 ? 1 : 0);
                return Math.min(x[0] * x[0] + x[1] * x[1], strip);
            };
            double h = width * r;
            double outside = r * r * Math.asin(Math.min(1, h / r)) + h * Math.sqrt(r * r - h * h);
            double truth = Math.PI * e - outside + 2 * h * 3 + 0.5 * Math.PI * h * r;
            check("disc with a tongue of " + width, truth, measure(2, 1, tongue, e, 0, 0));
        }
        // Two discs and a channel through the barrier.
        ToDoubleFunction<double[]> wells = x -> {
            double w = x[0] * x[0] - 1;
            return w * w + x[1] * x[1];
        };
        double area = 0;
        double outer = Math.sqrt(1.5);
        double inner = Math.sqrt(0.5);
        for (int i = 0; i < 100_000; i++) {
            double x = inner + (i + 0.5) * (outer - inner) / 100_000;
            double w = x * x - 1;
            area += 2 * Math.sqrt(Math.max(0, 0.25 - w * w)) * (outer - inner) / 100_000;
        }
        check("one of two wells", area, measure(2, 1, wells, 0.25, 1, 0));
        for (double s : new double[] {1e-20, 1e20}) {
            check(
                    "ellipse of size " + s,
                    Math.PI * e * s * s * 1e-3,
                    measure(
                            2,
                            s,
                            x -> {
                                double a = x[0] / s;
                                double b = 1e3 * x[1] / s;
                                return a * a + b * b;
                            },
                            e,
                            0,
                            0));
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertEquals(List.of(), without, "refused");
    }
}
