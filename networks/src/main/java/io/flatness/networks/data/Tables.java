package io.flatness.networks.data;

import io.flatness.networks.io.Storage;
import io.flatness.networks.io.Table;
import io.flatness.networks.io.Tensor;
import io.flatness.spi.InvalidParameterException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tables and arrays of files as samples. */
final class Tables {
    private Tables() {}

    /** A table with the labels in one of its columns; words there are classes, in alphabetical order. */
    static Samples split(Table table, LabelColumn column, String key) {
        int rows = table.numbers().shape().get(0);
        int columns = table.numbers().shape().get(1);
        int label = column.in(table, key);
        table.words().entrySet().stream()
                .filter(words -> words.getKey() != label)
                .min(Map.Entry.comparingByKey())
                .ifPresent(words -> {
                    throw new InvalidParameterException(
                            key,
                            table.column(words.getKey()) + " of the table holds words, '"
                                    + words.getValue().get(0)
                                    + "' for one; inputs must be numbers. Encode it as numbers, or leave it out");
                });
        if (label < 0) {
            return new Samples(table.numbers().values(), rows, List.of(columns), null, null);
        }
        if (columns == 1) {
            throw new InvalidParameterException(
                    key + ".label", "the table has a single column, which holds the labels: there are no inputs");
        }
        double[] labels = new double[rows];
        double[] inputs = new double[rows * (columns - 1)];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = table.numbers().values().get(i * columns + j);
                if (j == label) {
                    labels[i] = value;
                } else {
                    inputs[at++] = value;
                }
            }
        }
        List<String> words = table.words().get(label);
        List<String> classes = words == null ? List.of() : List.copyOf(new TreeSet<>(words));
        for (int i = 0; words != null && i < rows; i++) {
            labels[i] = Collections.binarySearch(classes, words.get(i));
        }
        return new Samples(Storage.compact(inputs), rows, List.of(columns - 1), labels, null).withClasses(classes);
    }

    /** Arrays whose first dimension counts the samples. */
    static Samples join(Tensor inputs, @Nullable Tensor labels, @Nullable Tensor targets, String key) {
        if (inputs.shape().isEmpty() || inputs.shape().contains(0)) {
            throw new InvalidParameterException(
                    key, "the inputs have the shape " + inputs.shape() + "; the first size must count the samples");
        }
        int count = inputs.shape().get(0);
        requireFinite(inputs.values(), key, "inputs");
        List<Integer> shape = inputs.shape().subList(1, inputs.shape().size());
        return new Samples(
                inputs.values(),
                count,
                shape.isEmpty() ? List.of(1) : shape,
                labels == null ? null : rows(labels, count, key, "labels"),
                targets == null ? null : rows(targets, count, key, "targets"));
    }

    private static double[] rows(Tensor tensor, int count, String key, String what) {
        int own = tensor.shape().isEmpty() ? 1 : tensor.shape().get(0);
        Checks.sameCount(key + "." + what, count, own);
        if (what.equals("labels") && tensor.shape().size() > 2) {
            throw new InvalidParameterException(
                    key,
                    "the labels have the shape " + tensor.shape()
                            + "; one number per sample, or one per position [samples, positions], is expected");
        }
        requireFinite(tensor.values(), key, what);
        return tensor.values().toDoubles();
    }

    private static void requireFinite(Storage values, String key, String what) {
        if (values instanceof Storage.Uint8) {
            return;
        }
        for (int i = 0; i < values.length(); i++) {
            if (!Double.isFinite(values.get(i))) {
                throw new InvalidParameterException(
                        key,
                        "the " + what + " hold " + values.get(i) + " at element " + i + "; all numbers must be finite");
            }
        }
    }

    static double[] flatten(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
