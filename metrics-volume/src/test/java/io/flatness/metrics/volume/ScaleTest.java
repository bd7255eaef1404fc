package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.core.plan.ComponentCalls;
import io.flatness.core.plugin.Registry;
import io.flatness.spi.MetricRef;
import io.flatness.spi.ValueScale;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final List<String> VOLUMES = List.of(
            "volume-flatness",
            "volume-star",
            "volume-laplace",
            "volume-lower-bound",
            "basin-log-volume",
            "local-entropy");

    @Test
    void everyVolumeIsANaturalLogarithm() {
        ComponentCalls calls = new ComponentCalls(Registry.fromClassPath());
        for (String type : VOLUMES) {
            MetricRef volume = new MetricRef(type, type, Map.of());
            assertEquals(ValueScale.LOGARITHMIC, calls.metric(volume).metric().scale(), type);
        }
    }
}
