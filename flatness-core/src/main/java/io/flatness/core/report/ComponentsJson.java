package io.flatness.core.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.PlannedAnalysis;
import io.flatness.core.plan.PlannedMetric;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.spi.About;
import io.flatness.spi.Invariance;
import java.util.TreeMap;

/** {@code components} of the results: what each metric, transform and analysis of the experiment says of itself. */
final class ComponentsJson {
    private final RunPlan plan;
    private final ArrayNode components = JsonNodeFactory.instance.arrayNode();

    private ComponentsJson(RunPlan plan) {
        this.plan = plan;
    }

    static ArrayNode of(RunPlan plan) {
        ComponentsJson json = new ComponentsJson(plan);
        TreeMap<String, PlannedMetric> metrics = new TreeMap<>();
        plan.metrics().forEach(metric -> metrics.putIfAbsent(metric.ref().type(), metric));
        metrics.forEach((type, metric) -> {
            ArrayNode survives = json.add(ComponentKind.METRIC, type).putArray("survives");
            metric.metric().invariances().stream()
                    .sorted()
                    .map(Invariance::name)
                    .forEach(survives::add);
        });
        plan.transforms().stream()
                .flatMap(transform -> transform.links().stream())
                .map(link -> link.step().type())
                .distinct()
                .sorted()
                .forEach(type -> json.add(ComponentKind.TRANSFORM, type));
        plan.analyses().stream()
                .map(PlannedAnalysis::type)
                .distinct()
                .sorted()
                .forEach(type -> json.add(ComponentKind.ANALYSIS, type));
        return json.components;
    }

    private ObjectNode add(ComponentKind kind, String type) {
        About about = plan.registry()
                .find(kind, type)
                .map(Component::factory)
                .orElseThrow()
                .about();
        ObjectNode component = components.addObject();
        component.put("kind", kind.word());
        component.put("type", type);
        component.put("sentence", about.sentence());
        put(component, "definition", about.definition());
        put(component, "source", about.source());
        put(component, "cost", about.cost());
        return component;
    }

    private static void put(ObjectNode component, String key, String text) {
        if (!text.isEmpty()) {
            component.put(key, text);
        }
    }
}
