package io.flatness.analyses;

import io.flatness.spi.Finding;
import io.flatness.spi.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the analyses conclude from their values, in sentences. */
final class Sentences {
    private Sentences() {}

    static Finding flip(List<String> problems, Map<String, Object> values) {
        String order = "the order of " + problems.get(0) + " and " + problems.get(1) + " by " + values.get("metric");
        if (Boolean.TRUE.equals(values.get("found"))) {
            Map<?, ?> transform = (Map<?, ?>) Answer.of(values, "transform");
            String same = Boolean.TRUE.equals(values.get("bitwise"))
                    ? "not one bit of any output changes"
                    : "outputs differ by at most " + Numbers.shortest(number(Answer.of(values, "relative")))
                            + " relative to their size";
            return Finding.caution(
                    "reversed",
                    order + " is reversed by rescaling " + transform.get("problem") + " by powers of two up to 2^"
                            + values.get("flipDistance") + "; " + same);
        }
        return Boolean.TRUE.equals(values.get("proved"))
                ? Finding.info("kept", order + " is reversed by no rescaling, which is proved: " + values.get("reason"))
                : Finding.caution("undecided", order + " was not reversed: " + values.get("reason"));
    }

    static Finding boxes(Map<String, Object> values) {
        List<?> boxes = (List<?>) Answer.of(values, "boxes");
        String what = boxes.size() + " boxes along the orbit, each "
                + (number(Answer.of(values, "growth")) > 1e-12 ? "larger than" : "as large as") + " the one before";
        return Boolean.TRUE.equals(values.get("holds"))
                ? Finding.info(
                        "infinite",
                        what + ", meet nowhere, and the loss rises by less than "
                                + Numbers.of(number(Answer.of(values, "epsilon")))
                                + " in each: the volume where it does is infinite (Theorem 2)")
                : Finding.broken("broken", what + ", were to be disjoint and low, and are not");
    }

    static List<Finding> correlation(List<Map<String, Object>> rows) {
        List<Finding> findings = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            Map<?, ?> before = (Map<?, ?>) Answer.of(row, "before");
            Map<?, ?> after = (Map<?, ?>) Answer.of(row, "after");
            String name = String.valueOf(row.get("metric"));
            if (!before.containsKey("tau") || !after.containsKey("tau")) {
                findings.add(Finding.caution("no-order", "all values of " + name + " tie: it orders no networks"));
                continue;
            }
            double change = number(Answer.of(row, "largestChange"));
            if (change < 1e-6) {
                findings.add(Finding.info(
                        "kept",
                        "τ of " + name + " with the gap is " + tau(before)
                                + ", and stays it when each network is rewritten"));
            } else {
                findings.add(Finding.caution(
                        "depends-on-writing",
                        "τ of " + name + " with the gap goes from " + tau(before) + " to " + tau(after)
                                + " when each network is rewritten as the same function"));
            }
        }
        return findings;
    }

    private static String tau(Map<?, ?> correlation) {
        return Numbers.shortest(number(Answer.of(correlation, "tau"))) + " (95 %: "
                + Numbers.shortest(number(Answer.of(correlation, "tauLow"))) + " to "
                + Numbers.shortest(number(Answer.of(correlation, "tauHigh"))) + ")";
    }

    static List<Finding> audit(Map<String, Map<String, Object>> verdicts, List<String> brokenClaims) {
        List<Finding> findings = new ArrayList<>();
        for (String claim : brokenClaims) {
            findings.add(Finding.broken("claim-broken", "claims to be invariant and is not: " + claim));
        }
        List<String> survivors = new ArrayList<>();
        Map<String, String> changed = new LinkedHashMap<>();
        verdicts.forEach((metric, families) -> {
            List<String> by = families.entrySet().stream()
                    .filter(family -> String.valueOf(family.getValue()).startsWith("changed"))
                    .map(Map.Entry::getKey)
                    .toList();
            boolean undecided = families.containsValue("undecided");
            if (!by.isEmpty()) {
                changed.put(metric, String.join(", ", by));
            } else if (!undecided) {
                survivors.add(metric);
            }
        });
        if (!survivors.isEmpty()) {
            findings.add(Finding.info(
                    "survives", "no change of the parameters that was tried moves " + String.join(", ", survivors)));
        }
        changed.forEach((metric, families) -> findings.add(
                Finding.caution("changed", metric + " is changed without changing the function by " + families)));
        return findings;
    }

    static Finding envelope(Map<String, Object> values) {
        return Finding.info(
                "range",
                values.get("metric") + " is " + Numbers.of(number(Answer.of(values, "value")))
                        + " as written; rescalings of "
                        + (Answer.of(values, "group").equals("node") ? "single units" : "layers")
                        + " give the same function values from "
                        + Numbers.of(number(Answer.of(values, "infimum"))) + " to "
                        + Numbers.of(number(Answer.of(values, "supremum"))));
    }

    static Finding section43(Map<String, Object> values) {
        String text = "rescaled by α = " + Numbers.of(number(Answer.of(values, "alpha")))
                + ", the same function has an ε-sharpness of "
                + Numbers.of(number(Answer.of(values, "sharpnessAfter"))) + " instead of "
                + Numbers.of(number(Answer.of(values, "sharpnessBefore")))
                + "; a constant predictor lies within reach and promises at least "
                + Numbers.of(number(Answer.of(values, "lowerBound")));
        return Boolean.TRUE.equals(values.get("holds"))
                ? Finding.caution("as-sharp-as-a-constant", text)
                : Finding.broken("promise-broken", text);
    }

    static Finding perturbation(Map<String, Object> values) {
        return Finding.caution(
                "any-order",
                "changes of coordinates around each minimum turn the order by " + values.get("metric") + " from "
                        + values.get("orderBefore") + " into " + values.get("orderAfter")
                        + "; the values are met to a relative "
                        + Numbers.shortest(number(Answer.of(values, "largestError"))));
    }

    static Finding representations(List<?> rankings, List<String> changed) {
        return changed.isEmpty()
                ? Finding.info("kept", "all " + rankings.size() + " rankings agree, whatever the representation")
                : Finding.caution(
                        "reversed",
                        "the ranking is another one by " + String.join(", by ", changed)
                                + " than in the raw representation");
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
