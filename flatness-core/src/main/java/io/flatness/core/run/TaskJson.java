package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.spi.MetricRef;
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks as JSON and back. */
final class TaskJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PROBLEM = "problem";

    private TaskJson() {}

    static ObjectNode of(Task task) {
        ObjectNode json = Json.object();
        if (task instanceof Task.Describe one) {
            json.put("task", "describe").put(PROBLEM, one.problem());
        } else if (task instanceof Task.Solve one) {
            json.put("task", "solve").put(PROBLEM, one.problem());
        } else if (task instanceof Task.Diagnose one) {
            json.put("task", "diagnose").put(PROBLEM, one.problem()).set("chain", chain(one.chain()));
        } else if (task instanceof Task.Preserve one) {
            json.put("task", "preserve").put(PROBLEM, one.problem()).set("chain", chain(one.chain()));
        } else if (task instanceof Task.Measure one) {
            json.put("task", "measure").put(PROBLEM, one.problem()).set("chain", chain(one.chain()));
            json.put("metric", one.metric().type())
                    .set("parameters", MAPPER.valueToTree(one.metric().parameters()));
        } else if (task instanceof Task.Analyse one) {
            json.put("task", "analyse").put("analysis", one.type());
            json.set("parameters", MAPPER.valueToTree(one.parameters()));
            json.set("problems", MAPPER.valueToTree(one.problems()));
        } else if (task instanceof Task.Piece one) {
            json.put("task", "piece").put("piece", one.piece()).set("of", of(one.analysis()));
        }
        return json;
    }

    private static ArrayNode chain(List<TransformStep> chain) {
        ArrayNode links = MAPPER.createArrayNode();
        for (TransformStep step : chain) {
            ObjectNode link = links.addObject();
            link.put("type", step.type());
            link.set("parameters", MAPPER.valueToTree(step.parameters()));
        }
        return links;
    }

    /**
     * The task of its JSON.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    static Task task(JsonNode json) {
        String problem = json.path(PROBLEM).asText();
        String name = json.path("task").asText();
        return switch (name) {
            case "describe" -> new Task.Describe(problem);
            case "solve" -> new Task.Solve(problem);
            case "diagnose" -> new Task.Diagnose(problem, chain(json.path("chain")));
            case "preserve" -> new Task.Preserve(problem, chain(json.path("chain")));
            case "measure" -> {
                String type = json.path("metric").asText();
                MetricRef metric = new MetricRef(type, type, parameters(json.path("parameters")));
                yield new Task.Measure(problem, chain(json.path("chain")), metric);
            }
            case "analyse" -> {
                List<String> problems = new ArrayList<>();
                json.path("problems").forEach(id -> problems.add(id.asText()));
                yield new Task.Analyse(json.path("analysis").asText(), parameters(json.path("parameters")), problems);
            }
            case "piece" ->
                new Task.Piece(
                        (Task.Analyse) task(json.path("of")), json.path("piece").asText());
            default -> throw new IllegalArgumentException("there is no task " + name);
        };
    }

    private static List<TransformStep> chain(JsonNode json) {
        List<TransformStep> chain = new ArrayList<>();
        json.forEach(
                link -> chain.add(new TransformStep(link.path("type").asText(), parameters(link.path("parameters")))));
        return chain;
    }

    private static Map<String, Object> parameters(JsonNode json) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        json.properties().forEach(entry -> parameters.put(entry.getKey(), plain(entry.getValue())));
        return parameters;
    }

    /** As the binder resolves parameters: integers as they are, lists of anything. */
    private static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }
}
