package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.ExitCode;
import io.flatness.core.spec.ExpectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a finished run ended: failed measurements, and demands that do not hold. */
public final class Verdict {
    private Verdict() {}

    /** The exit code of finished results. */
    public static ExitCode exit(ObjectNode results, List<String> failedExpectations) {
        if (!failedExpectations.isEmpty()) {
            return ExitCode.FAILED_EXPECTATIONS;
        }
        return anyFailed(results) ? ExitCode.FAILED_MEASUREMENTS : ExitCode.OK;
    }

    private static boolean anyFailed(ObjectNode results) {
        for (JsonNode point : results.path("points")) {
            for (JsonNode measurement : point.path("measurements")) {
                if (isFailed(measurement)) {
                    return true;
                }
            }
        }
        for (JsonNode analysis : results.path("analyses")) {
            if (isFailed(analysis)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFailed(JsonNode entry) {
        return entry.path("status").asText().equals("failed");
    }

    /** One line for every demand that does not hold. */
    public static List<String> failedExpectations(RunPlan plan, ObjectNode results) {
        List<String> failed = new ArrayList<>();
        for (ExpectSpec expect : plan.expectations()) {
            check(expect, plan, results, failed);
        }
        return failed;
    }

    private static void check(ExpectSpec expect, RunPlan plan, ObjectNode results, List<String> failed) {
        String wanted = expect.metric() + " " + expect.op().sign() + " " + number(expect.value());
        boolean seen = false;
        for (JsonNode point : results.path("points")) {
            if (!concerns(expect, plan, point)) {
                continue;
            }
            String where = " on " + point.path("problem").asText() + " under " + describe(point);
            if (point.path("status").asText().equals("refused")) {
                failed.add("expected " + wanted + where + ", but the transform is refused: "
                        + point.path("reason").asText());
                seen = true;
            }
            for (JsonNode measurement : point.path("measurements")) {
                if (measurement.path("metric").asText().equals(expect.metric())) {
                    seen = true;
                    check(expect, measurement, "expected " + wanted + where, failed);
                }
            }
        }
        if (!seen) {
            failed.add("expected " + wanted + ", but nothing of the kind was measured");
        }
    }

    private static boolean concerns(ExpectSpec expect, RunPlan plan, JsonNode point) {
        if (!point.path("transform").asText().equals(expect.transform())) {
            return false;
        }
        String problem = point.path("problem").asText();
        String name = expect.problem();
        return name == null || plan.problems().stream().anyMatch(p -> p.id().equals(problem) && p.named(name));
    }

    private static void check(ExpectSpec expect, JsonNode measurement, String start, List<String> failed) {
        JsonNode value = measurement.get("value");
        if (value == null) {
            String why =
                    measurement.path("reason").asText(measurement.path("kind").asText());
            String status = measurement.path("status").asText();
            failed.add(start + ", but it is " + (status.equals("measured") ? "undefined" : status) + ": " + why);
        } else if (!expect.op().holds(Double.parseDouble(value.asText()), expect.value(), expect.tolerance())) {
            failed.add(start + ", but it is " + value.asText());
        }
    }

    private static String describe(JsonNode point) {
        String parameters = point.path("transformParameters").toString();
        String id = point.path("transform").asText();
        return Map.of("{}", id).getOrDefault(parameters, id + " " + parameters);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
