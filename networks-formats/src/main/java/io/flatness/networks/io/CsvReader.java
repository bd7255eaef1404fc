package io.flatness.networks.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of numbers, gzipped or not.
 *
 * <p>Fields are separated by commas, or by semicolons or tabs when the first line has no comma. The first line is a
 * header when one of its fields is not a number. Empty lines are skipped; every other line must have as many numbers as
 * the first.
 */
public final class CsvReader {
    private static final int MAX_LINE = 1 << 24;

    private final InputFile file;
    private double[] values = new double[1024];
    private int count;
    private int columns = -1;

    private CsvReader(InputFile file) {
        this.file = file;
    }

    /**
     * Reads the first rows of the table.
     *
     * @param limit how many at most
     * @return a tensor of shape [rows, columns]
     */
    public static Tensor read(InputFile file, int limit) {
        return file.read(in -> new CsvReader(file).read(in, limit));
    }

    private Tensor read(InputStream in, int limit) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        char separator = ',';
        int rows = 0;
        int number = 0;
        boolean first = true;
        for (String line = line(reader); line != null && rows < limit; line = line(reader)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (first) {
                line = line.startsWith("\uFEFF") ? line.substring(1) : line;
                separator = separator(line);
            }
            List<String> fields = split(line, separator);
            if (first && !fields.stream().allMatch(CsvReader::isNumber)) {
                first = false;
                continue;
            }
            first = false;
            append(fields, number);
            rows++;
        }
        if (rows == 0) {
            throw file.error("holds no rows of numbers");
        }
        return new Tensor("csv", List.of(rows, columns), Storage.compact(Arrays.copyOf(values, count)));
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
        }
        if (fields.size() != columns) {
            throw file.error(
                    "has " + fields.size() + " fields in line " + line + ", but " + columns + " in its first row");
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values, room(count + (long) columns));
        }
        for (int i = 0; i < columns; i++) {
            values[count++] = number(fields.get(i), line, i + 1);
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
        throw file.error("has " + (field.isEmpty() ? "nothing" : "'" + abbreviated(field) + "'") + " in line " + line
                + ", column " + column + ", where a finite number is expected");
    }

    private static String abbreviated(String field) {
        return field.length() <= 40 ? field : field.substring(0, 40) + "…";
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
