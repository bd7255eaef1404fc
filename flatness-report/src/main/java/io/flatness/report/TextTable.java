package io.flatness.report;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text; columns that do not fit beside each other continue below, under the first column again. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> headers;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table whose first column is aligned left and all others right. */
    public TextTable(List<String> headers) {
        this.headers = List.copyOf(headers);
    }

    /** Adds a row with one cell a column. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Prints the table onto a page. */
    public void print(TextPage page) {
        int next = 1;
        while (next < headers.size()) {
            List<Integer> columns = new ArrayList<>(List.of(0));
            int width = width(0);
            while (next < headers.size()
                    && (columns.size() == 1 || width + GAP.length() + width(next) <= page.width())) {
                width += GAP.length() + width(next);
                columns.add(next++);
            }
            print(page, columns);
        }
    }

    private void print(TextPage page, List<Integer> columns) {
        page.line(page.bold().apply(line(headers, columns)));
        rows.forEach(row -> page.line(line(row, columns)));
        page.line("");
    }

    private String line(List<String> cells, List<Integer> columns) {
        StringBuilder line = new StringBuilder();
        for (int column : columns) {
            String cell = cells.get(column);
            line.append(column == 0 ? Text.padRight(cell, width(0)) : GAP + Text.padLeft(cell, width(column)));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = headers.get(column).length();
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }
}
