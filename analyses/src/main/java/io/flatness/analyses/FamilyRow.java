package io.flatness.analyses;

import io.flatness.spi.MetricRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One cell of the audit's table: a metric under a family of changes. */
final class FamilyRow {
    private final MetricRef metric;
    private final String family;
    private int compared;
    private int changed;
    private int undecided;
    private double largestChange;
    private @Nullable String reason;

    /** Whether the metric says of itself that the family leaves it alone. */
    boolean claimed;

    FamilyRow(MetricRef metric, String family) {
        this.metric = metric;
        this.family = family;
    }

    void add(Comparison comparison) {
        compared++;
        changed += comparison.verdict() == Verdict.CHANGED ? 1 : 0;
        undecided += comparison.verdict() == Verdict.UNDECIDED ? 1 : 0;
        if (comparison.reason() != null) {
            reason = comparison.reason();
        }
        if (comparison.change() != null) {
            largestChange = Math.max(largestChange, comparison.change());
        }
    }

    void skipped(String why) {
        reason = why;
    }

    private Verdict verdict() {
        if (changed > 0) {
            return Verdict.CHANGED;
        }
        return compared > 0 && undecided == 0 ? Verdict.INVARIANT : Verdict.UNDECIDED;
    }

    boolean breaksClaim() {
        return claimed && changed > 0;
    }

    /** The verdict for people. */
    String word() {
        if (compared == 0) {
            return "–";
        }
        return verdict().kebab() + (breaksClaim() ? " (claimed invariant)" : "");
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("metric", metric.id());
        values.put("type", metric.type());
        values.put("metricParameters", metric.parameters());
        values.put("family", family);
        values.put("verdict", compared == 0 ? "not-applicable" : verdict().kebab());
        values.put("claimed", claimed);
        values.put("breaksClaim", breaksClaim());
        values.put("comparisons", compared);
        values.put("largestChange", largestChange);
        if (reason != null && verdict() == Verdict.UNDECIDED) {
            values.put("reason", reason);
        }
        return values;
    }
}
