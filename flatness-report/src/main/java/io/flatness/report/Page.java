package io.flatness.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run shows, in its order.
 *
 * @param name of the run
 * @param origin what made it, in a line
 * @param sentences what was found
 * @param summary all problems in one table, or {@code null} when there is only one
 * @param sections problems, then analyses
 * @param provenance where the numbers come from
 * @param experiment the experiment with its defaults
 * @param figures the figures as JSON by their names, or {@code null} when there are none
 * @param style the style sheet
 * @param library the program that draws
 * @param charts what tells it how
 */
public record Page(
        String name,
        String origin,
        List<Sentence> sentences,
        @Nullable Table summary,
        List<Section> sections,
        Table provenance,
        String experiment,
        @Nullable String figures,
        String style,
        String library,
        String charts) {
    /**
     * A finding.
     *
     * @param subject what it is about
     * @param text the sentence
     * @param level {@code info}, {@code caution} or {@code broken}
     */
    public record Sentence(String subject, String text, String level) {}

    /**
     * A problem or an analysis.
     *
     * @param id of its place on the page
     * @param title its heading
     * @param lead a line below it, or nothing
     * @param pictures its figures
     * @param tables its tables
     * @param notes remarks on them
     * @param more tables that only some want to see
     */
    public record Section(
            String id,
            String title,
            String lead,
            List<Picture> pictures,
            List<Table> tables,
            List<String> notes,
            List<Table> more) {}
}
