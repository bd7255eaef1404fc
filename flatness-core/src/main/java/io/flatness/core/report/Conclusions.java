package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.spi.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The entry {@code findings} of the results: what was found, in sentences, first what is broken, then the answers of
 * analyses, then problem by problem.
 */
final class Conclusions {
    /**
     * A sentence about something.
     *
     * @param subject what it is about
     * @param finding the sentence
     */
    record About(String subject, Finding finding) {}

    private Conclusions() {}

    /** The conclusions of complete results; takes the sentences out of the entries of analyses. */
    static ArrayNode of(RunPlan plan, ObjectNode results) {
        List<About> all = new ArrayList<>();
        List<String> failed = Verdict.failedExpectations(plan, results);
        failed.forEach(text -> all.add(new About("expect", Finding.broken("expectation-failed", text))));
        if (failed.isEmpty() && !plan.expectations().isEmpty()) {
            int count = plan.expectations().size();
            String text = count == 1 ? "the one expectation holds" : "all " + count + " expectations hold";
            all.add(new About("expect", Finding.info("expectations-hold", text)));
        }
        results.path("analyses").forEach(entry -> analysis((ObjectNode) entry, all));
        MetricSentences sentences = new MetricSentences(plan);
        for (JsonNode problem : results.path("problems")) {
            all.addAll(new ProblemConclusions(problem, results, sentences::of).all());
        }
        return json(all);
    }

    static ArrayNode json(List<About> all) {
        List<About> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(about -> about.finding().level() != Finding.Level.BROKEN));
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (About about : sorted) {
            ObjectNode entry = json.addObject();
            entry.put("subject", about.subject());
            entry.put("verdict", about.finding().verdict());
            entry.put("text", about.finding().text());
            entry.put("level", about.finding().level().name().toLowerCase(Locale.ROOT));
        }
        return json;
    }

    private static void analysis(ObjectNode entry, List<About> all) {
        String problem = entry.path("problem").asText("");
        String subject = entry.path("id").asText() + (problem.isEmpty() ? "" : " of " + problem);
        JsonNode findings = entry.remove("findings");
        if (!entry.path("status").asText().equals("measured")) {
            Finding.Level level =
                    entry.path("status").asText().equals("failed") ? Finding.Level.BROKEN : Finding.Level.CAUTION;
            String reason = entry.path("reason").asText("without a reason");
            all.add(new About(subject, new Finding("no-answer", "there is no answer: " + reason, level)));
        }
        if (findings != null) {
            for (JsonNode finding : findings) {
                all.add(new About(
                        subject,
                        new Finding(
                                finding.path("verdict").asText(),
                                finding.path("text").asText(),
                                Finding.Level.valueOf(
                                        finding.path("level").asText().toUpperCase(Locale.ROOT)))));
            }
        }
    }
}
