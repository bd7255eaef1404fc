package io.flatness.core.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.spi.Measurement;
import io.flatness.spi.ValueScale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void mapsWithoutAnOrderAreSortedAndOthersKeepTheirs() {
        Map<String, Object> inner = Map.of("z", 1, "a", 2, "m", 3, "b", 4, "y", 5);
        Map<String, Object> ordered = new LinkedHashMap<>();
        ordered.put("z", inner);
        ordered.put("a", 1.5);
        Measurement measurement = new Measurement(
                Measurement.Status.MEASURED, io.flatness.spi.ValueKind.EXACT, 1, null, true, null, ordered);
        assertEquals(
                "{\"z\":{\"a\":2,\"b\":4,\"m\":3,\"y\":5,\"z\":1},\"a\":1.5}",
                MeasurementJson.of(measurement, ValueScale.LINEAR)
                        .get("details")
                        .toString());
        Measurement loose = new Measurement(
                Measurement.Status.MEASURED, io.flatness.spi.ValueKind.EXACT, 1, null, true, null, inner);
        assertEquals("[a, b, m, y, z]", loose.details().keySet().toString());
    }

    @Test
    void measurementsSurviveTheJourney() {
        Measurement before = Measurement.estimate(-0.1, 1e-17)
                .with("vector", new double[] {1, Double.POSITIVE_INFINITY, 1e-300})
                .with("flags", List.of(true, "x"))
                .converged(false)
                .remark("almost");
        Measurement after = MeasurementJson.measurement(MeasurementJson.of(before, ValueScale.LINEAR));
        assertEquals(before.value(), after.value());
        assertEquals(before.standardError(), after.standardError());
        assertEquals(before.kind(), after.kind());
        assertEquals(before.converged(), after.converged());
        assertEquals(before.reason(), after.reason());
        assertArrayEquals(new double[] {1, Double.POSITIVE_INFINITY, 1e-300}, (double[])
                after.details().get("vector"));
        assertEquals(List.of(true, "x"), after.details().get("flags"));
        for (Measurement one : List.of(
                Measurement.divergent(1, 2),
                Measurement.failed("no"),
                Measurement.notApplicable("n/a"),
                Measurement.undefined("u"))) {
            Measurement again = MeasurementJson.measurement(MeasurementJson.of(one, ValueScale.LOGARITHMIC));
            assertEquals(one.status(), again.status());
            assertEquals(one.kind(), again.kind());
            assertEquals(one.value(), again.value());
            assertEquals(one.reason(), again.reason());
        }
    }

    @Test
    void whatHasNoJsonIsNamed() {
        assertEquals(
                "facts.x[1] is not a number",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Json.any(Map.of("x", new double[] {1, Double.NaN}), "facts"))
                        .getMessage());
        assertEquals(
                "facts.x is a java.lang.Object; results hold numbers, booleans, texts, arrays, lists and maps",
                assertThrows(IllegalArgumentException.class, () -> Json.any(Map.of("x", new Object()), "facts"))
                        .getMessage());
    }

    @Test
    void aMeasuredNumberSaysOnWhichScaleItIs() {
        Measurement value = Measurement.exact(-3);
        assertEquals(
                "linear",
                MeasurementJson.of(value, ValueScale.LINEAR).path("scale").asText());
        assertEquals(
                "logarithmic",
                MeasurementJson.of(value, ValueScale.LOGARITHMIC).path("scale").asText());
        assertFalse(MeasurementJson.of(Measurement.failed("no"), ValueScale.LOGARITHMIC)
                .has("scale"));
    }
}
