package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement.Status;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The problems that take part in a comparison, and why the others do not: one that cannot be asked leaves the comparison to
 * the others.
 *
 * @param answers what each of those that take part has to say, in the order of the experiment
 * @param absent one report without an answer for each of the others
 */
record Participants<T>(Map<String, T> answers, List<AnalysisReport> absent) {
    /**
     * Asks every problem of an analysis.
     *
     * @param question what is compared; a {@link RefusedException} leaves a problem out, a {@link MeasurementException}
     *     makes it fail
     */
    static <T> Participants<T> of(AnalysisContext context, Function<String, T> question) {
        Map<String, T> answers = new LinkedHashMap<>();
        List<AnalysisReport> absent = new ArrayList<>();
        for (String problem : context.problems()) {
            try {
                answers.put(problem, question.apply(problem));
            } catch (RefusedException e) {
                absent.add(new AnalysisReport(problem, Status.NOT_APPLICABLE, e.getMessage(), Map.of()));
            } catch (MeasurementException e) {
                absent.add(new AnalysisReport(problem, Status.FAILED, e.getMessage(), Map.of()));
            }
        }
        return new Participants<>(answers, absent);
    }

    /**
     * The comparison, followed by the reports of those that are absent; not applicable when too few are left.
     *
     * @param least how many a comparison needs
     * @param subject what compares them, as in "a correlation"
     */
    List<AnalysisReport> reports(int least, String subject, Function<Map<String, T>, AnalysisReport> comparison) {
        return followed(
                answers.size() < least
                        ? List.of(tooFew(least, subject))
                        : List.of(comparison.apply(answers)));
    }

    /** The same for every pair of those that take part, the earlier one first. */
    List<AnalysisReport> pairs(
            String subject, BiFunction<Map.Entry<String, T>, Map.Entry<String, T>, AnalysisReport> comparison) {
        if (answers.size() < 2) {
            return followed(List.of(tooFew(2, subject)));
        }
        List<Map.Entry<String, T>> all = List.copyOf(answers.entrySet());
        List<AnalysisReport> reports = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                reports.add(comparison.apply(all.get(i), all.get(j)));
            }
        }
        return followed(reports);
    }

    /** Too few to begin with is a mistake; too few because some cannot take part is an answer. */
    private AnalysisReport tooFew(int least, String subject) {
        List<String> here = List.copyOf(answers.keySet());
        String reason = subject + " needs at least " + least + " problems; here "
                + (here.size() == 1 ? "is 1: " : "are " + here.size() + ": ") + here;
        Status status = absent.isEmpty() ? Status.FAILED : Status.NOT_APPLICABLE;
        return new AnalysisReport(null, status, reason, Map.of());
    }

    private List<AnalysisReport> followed(List<AnalysisReport> reports) {
        List<AnalysisReport> all = new ArrayList<>(reports);
        all.addAll(absent);
        return all;
    }
}
