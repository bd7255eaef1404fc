package io.flatness.report;

import java.util.List;

/**
 * A table of the page.
 *
 * @param caption what it shows
 * @param headers of the columns, that of the rows' names first; empty for a table of facts
 * @param rows the rows
 */
public record Table(String caption, List<String> headers, List<Row> rows) {
    /**
     * A row.
     *
     * @param header its name
     * @param cells the rest
     */
    public record Row(String header, List<Cell> cells) {}

    /**
     * A cell.
     *
     * @param text what stands in it
     * @param style its class: {@code text}, {@code bad}, {@code quiet}, the word of a verdict, or nothing
     * @param title more about it, shown on demand
     * @param columns how many columns it takes
     */
    public record Cell(String text, String style, String title, int columns) {
        static Cell of(String text) {
            return new Cell(text, "", "", 1);
        }

        static Cell of(String text, String style) {
            return new Cell(text, style, "", 1);
        }
    }
}
