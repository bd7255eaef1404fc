package org.example.@PACKAGE@;

import io.flatness.spi.DataSource;
import io.flatness.spi.NamedArray;
import io.flatness.spi.SourceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A format of data files: numbers separated by spaces, one sample a line, the last of them its label. */
public final class @CLASS@ implements DataSource {
    private static final int MOST_LINES = 10_000_000;

    @Override
    public String name() {
        return "@NAME@";
    }

    @Override
    public String description() {
        return "Numbers separated by spaces, one sample a line, the last of them its label";
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.endsWith(".@NAME@");
    }

    @Override
    public List<NamedArray> read(SourceFile file) {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                double[] row = numbers(file, line, rows.size() + 1);
                if (rows.size() == MOST_LINES || !rows.isEmpty() && row.length != rows.get(0).length) {
                    throw file.error("has " + row.length + " numbers in line " + (rows.size() + 1)
                            + "; every line has as many as the first");
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw file.error("cannot be read");
        }
        if (rows.isEmpty() || rows.get(0).length < 2) {
            throw file.error("holds no samples with labels");
        }
        int features = rows.get(0).length - 1;
        double[] inputs = new double[rows.size() * features];
        double[] labels = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(rows.get(i), 0, inputs, i * features, features);
            labels[i] = rows.get(i)[features];
        }
        return List.of(
                new NamedArray("inputs", List.of(labels.length, features), inputs),
                new NamedArray("labels", List.of(labels.length), labels));
    }

    private static double[] numbers(SourceFile file, String line, int number) {
        String[] words = line.strip().split("\\s+");
        double[] row = new double[words.length];
        for (int i = 0; i < row.length; i++) {
            try {
                row[i] = Double.parseDouble(words[i]);
            } catch (NumberFormatException e) {
                throw file.error("has '" + words[i] + "' in line " + number + ", where a number is expected");
            }
        }
        return row;
    }
}
