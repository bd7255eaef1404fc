package io.flatness.analyses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.reference.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KendallTest {
    private final JsonNode oracle = Oracle.read("23-statistics");

    @Test
    void tauWithTiesIsThatOfTheReference() {
        JsonNode plain = oracle.get("tau_plain");
        double tau = Kendall.tauB(Oracle.numbers(plain.get("x")), Oracle.numbers(plain.get("y")))
                .orElseThrow();
        assertEquals(plain.get("tau_b").asDouble(), tau, 1e-14);
    }

    @Test
    void granulatedFormIsThatOfTheReference() {
        JsonNode granulated = oracle.get("granulated");
        List<Map<String, String>> settings = new ArrayList<>();
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 2; b++) {
                for (int c = 0; c < 2; c++) {
                    settings.add(new TreeMap<>(Map.of("a", "" + a, "b", "" + b, "c", "" + c)));
                }
            }
        }
        double[] mu = Oracle.numbers(granulated.get("mu"));
        double[] gap = Oracle.numbers(granulated.get("gap"));
        assertEquals(granulated.get("tau").asDouble(), Kendall.tauB(mu, gap).orElseThrow(), 1e-14);
        Map<String, Kendall.Axis> axes = Kendall.granulated(settings, mu, gap);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double psi = axes.get("" + (char) ('a' + i)).mean();
            assertEquals(granulated.get("psi").get(i).asDouble(), psi, 1e-14);
            sum += psi;
        }
        assertEquals(granulated.get("Psi").asDouble(), sum / 3, 1e-14);
    }

    @Test
    void constantValuesHaveNoOrder() {
        assertTrue(Kendall.tauB(new double[] {1, 1, 1}, new double[] {1, 2, 3}).isEmpty());
        double infinite = Double.POSITIVE_INFINITY;
        assertTrue(Kendall.tauB(new double[] {infinite, infinite}, new double[] {1, 2})
                .isEmpty());
    }
}
