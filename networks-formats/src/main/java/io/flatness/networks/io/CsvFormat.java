package io.flatness.networks.io;

import io.flatness.spi.DataSource;
import io.flatness.spi.NamedArray;
import io.flatness.spi.SourceFile;
import java.util.List;
import java.util.Locale;

/** Tables of numbers: all columns but the last are inputs, the last are labels. */
public final class CsvFormat implements DataSource {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String description() {
        return "Tables of numbers, one sample a line, with the label in the last column";
    }

    @Override
    public boolean reads(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz") || name.endsWith(".tsv") || name.endsWith(".tsv.gz");
    }

    @Override
    public List<NamedArray> read(SourceFile file) {
        Table table = CsvReader.read(InputFile.of(file), Integer.MAX_VALUE, null);
        if (!table.words().isEmpty()) {
            throw file.error("holds words; read it with type: csv");
        }
        int rows = table.numbers().shape().get(0);
        int columns = table.numbers().shape().get(1);
        double[] inputs = new double[rows * (columns - 1)];
        double[] labels = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = table.numbers().values().get(i * columns + j);
                if (j < columns - 1) {
                    inputs[i * (columns - 1) + j] = value;
                } else {
                    labels[i] = value;
                }
            }
        }
        return List.of(
                new NamedArray("inputs", List.of(rows, columns - 1), inputs),
                new NamedArray("labels", List.of(rows), labels));
    }
}
