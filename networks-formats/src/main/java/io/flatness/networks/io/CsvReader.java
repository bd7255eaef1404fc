package io.flatness.networks.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of numbers and words, gzipped or not.
 *
 * <p>Fields are separated by the character given, or else by commas, or by semicolons or tabs when the first line has no
 * comma. The first line is a header when one of its fields is a word above a number. A column whose first field is a word
 * holds words; all others hold numbers. Empty lines are skipped; every other line must have as many fields as the first.
 */
public final class CsvReader {
    private static final int MAX_LINE = 1 << 22;

    private static final int MAX_EMPTY = 1_000_000;

    /** What people write for a value that is not there. */
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?");

    private final InputFile file;
    private final @Nullable Character delimiter;
    private final Map<Integer, List<String>> words = new HashMap<>();
    private double[] values = new double[1024];
    private int count;
    private int columns = -1;

    private CsvReader(InputFile file, @Nullable Character delimiter) {
        this.file = file;
        this.delimiter = delimiter;
    }

    /**
     * Reads the first rows of the table.
     *
     * @param limit how many at most
     * @param delimiter between fields; found from the first line when null
     */
    public static Table read(InputFile file, int limit, @Nullable Character delimiter) {
        return file.read(in -> new CsvReader(file, delimiter).read(in, limit));
    }

    private Table read(InputStream in, int limit) throws IOException {
        Lines lines = new Lines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        List<String> first = lines.next();
        if (first == null) {
            throw file.error("holds no rows of numbers");
        }
        int firstLine = lines.number;
        List<String> second = lines.next();
        boolean named = isHeader(first, second);
        int rows = 0;
        if (!named && limit > 0) {
            append(first, firstLine);
            rows++;
        }
        for (List<String> fields = second; fields != null && rows < limit; fields = lines.next()) {
            append(fields, lines.number);
            rows++;
        }
        if (rows == 0) {
            throw file.error("holds no rows of numbers");
        }
        List<String> header = named ? first : List.of();
        if (named && header.size() != columns) {
            throw file.error("has " + columns + " fields in its first row, but " + header.size() + " in its header");
        }
        Tensor numbers = new Tensor("csv", List.of(rows, columns), Storage.compact(Arrays.copyOf(values, count)));
        return new Table(header, numbers, words);
    }

    /** Whether a word of the first line stands above a number; the only line is a header when it has a word. */
    private static boolean isHeader(List<String> first, @Nullable List<String> second) {
        for (int i = 0; i < first.size(); i++) {
            boolean above = second == null || i >= second.size() || isNumber(second.get(i));
            if (above && !isNumber(first.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** The lines that are not empty, as fields. */
    private final class Lines {
        private final BufferedReader reader;
        private @Nullable Character separator = delimiter;
        private int number;

        Lines(BufferedReader reader) {
            this.reader = reader;
        }

        @Nullable
        List<String> next() throws IOException {
            int empty = 0;
            for (String line = line(reader); line != null; line = line(reader)) {
                number++;
                if (number == 1 && line.startsWith("\uFEFF")) {
                    line = line.substring(1);
                }
                if (!line.isBlank()) {
                    char between = separator == null ? separator(line) : separator;
                    separator = between;
                    return split(line, between);
                }
                if (++empty > MAX_EMPTY) {
                    throw file.error("has more than " + MAX_EMPTY + " empty lines in a row: it is no table");
                }
            }
            return null;
        }
    }

    /** The next line, or null at the end; a line without end is no table. */
    private @Nullable String line(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            line.append((char) c);
            if (line.length() > MAX_LINE) {
                throw file.error("has a line of more than " + MAX_LINE + " characters: it is no table");
            }
        }
        return line.toString();
    }

    private static char separator(String line) {
        if (line.indexOf(',') >= 0) {
            return ',';
        }
        return line.indexOf(';') >= 0 ? ';' : '\t';
    }

    private static List<String> split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    private void append(List<String> fields, int line) {
        if (columns < 0) {
            columns = fields.size();
            for (int i = 0; i < columns; i++) {
                if (!isNumber(fields.get(i)) && !isMissing(fields.get(i))) {
                    words.put(i, new ArrayList<>());
                }
            }
        }
        if (fields.size() != columns) {
            throw file.error(
                    "has " + fields.size() + " fields in line " + line + ", but " + columns + " in its first row");
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values, room(count + (long) columns));
        }
        for (int i = 0; i < columns; i++) {
            List<String> column = words.get(i);
            if (isMissing(fields.get(i))) {
                throw file.error("has " + shown(fields.get(i)) + " in line " + line + ", column " + (i + 1)
                        + ", where a finite number is expected; fill in missing values, or leave the line out");
            }
            if (column != null) {
                column.add(fields.get(i));
            }
            values[count++] = column == null ? number(fields.get(i), line, i + 1) : 0;
        }
    }

    private int room(long needed) {
        long heap = Runtime.getRuntime().maxMemory();
        if (needed * Double.BYTES > heap / 4) {
            throw file.error("is too large a table for the " + (heap >> 20)
                    + " MB that Java may use; give Java more memory (-Xmx) or use fewer samples");
        }
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * values.length));
    }

    private double number(String field, int line, int column) {
        if (isNumber(field)) {
            double value = Double.parseDouble(field);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw file.error("has " + shown(field) + " in line " + line + ", column " + column
                + ", where a finite number is expected");
    }

    private static boolean isMissing(String field) {
        return field.length() <= 4 && MISSING.contains(field.toLowerCase(Locale.ROOT));
    }

    private static String shown(String field) {
        return field.isEmpty() ? "nothing" : "'" + (field.length() <= 40 ? field : field.substring(0, 40) + "…") + "'";
    }

    /** Decimal numbers as everybody writes them; not Java's hexadecimal and suffixed forms. */
    private static boolean isNumber(String field) {
        if (field.isEmpty() || "+-.0123456789".indexOf(field.charAt(0)) < 0) {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if ("+-.0123456789eE".indexOf(field.charAt(i)) < 0) {
                return false;
            }
        }
        try {
            Double.parseDouble(field);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
