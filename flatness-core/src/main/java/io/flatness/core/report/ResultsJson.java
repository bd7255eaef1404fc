package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.PlannedTransform;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.run.Outcome;
import io.flatness.core.run.OutputException;
import io.flatness.spi.TransformFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** {@code results.json}. */
public final class ResultsJson {
    private static final String FORMAT = "flatness-results/1";

    private ResultsJson() {}

    /** The content, keys in the order of the format. */
    public static ObjectNode of(RunPlan plan, Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("name", plan.name());
        json.put("seed", plan.seed());
        json.set("spec", spec(plan));
        json.set("provenance", Provenance.of(plan));
        json.set("problems", outcome.problems());
        outcome.points().forEach(point -> neutral(plan, (ObjectNode) point));
        json.set("points", outcome.points());
        json.set("analyses", outcome.analyses());
        json.set("components", ComponentsJson.of(plan));
        if (outcome.isComplete()) {
            json.set("findings", Conclusions.of(plan, json));
        }
        return json;
    }

    /** Says at which parameters a single transform would have changed nothing. */
    private static void neutral(RunPlan plan, ObjectNode point) {
        for (PlannedTransform transform : plan.transforms()) {
            if (transform.links().size() == 1
                    && transform.ref().id().equals(point.path("transform").asText())
                    && plan.registry()
                                    .find(
                                            ComponentKind.TRANSFORM,
                                            transform.links().get(0).step().type())
                                    .orElseThrow()
                                    .factory()
                            instanceof TransformFactory<?> factory
                    && !factory.neutral().isEmpty()) {
                ObjectNode values = point.putObject("neutral");
                new TreeMap<>(factory.neutral()).forEach(values::put);
                return;
            }
        }
    }

    /** The resolved experiment. */
    public static ObjectNode spec(RunPlan plan) {
        return new ObjectMapper().valueToTree(plan.resolved());
    }

    /** Reads the file of a finished run. */
    public static ObjectNode read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
            if (json instanceof ObjectNode results
                    && results.path("format").asText().equals(FORMAT)) {
                return results;
            }
            throw new OutputException(file + " is no " + FORMAT);
        } catch (IOException e) {
            throw new OutputException("cannot read " + file + ": it is no JSON, or not readable", e);
        }
    }
}
