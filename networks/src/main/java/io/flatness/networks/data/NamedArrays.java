package io.flatness.networks.data;

import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Storage;
import io.flatness.networks.io.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a file as samples.
 *
 * @param key the key of the data in the experiment
 */
record NamedArrays(InputFile file, Map<String, Tensor> arrays, String key) {
    Samples samples(InputArrays inputs, @Nullable String labels, TargetArray targets) {
        Tensor marks = labels == null ? arrays.get("labels") : required(labels, "labels");
        Tensor values = targets.array().isEmpty() ? arrays.get("targets") : required(targets.array(), "targets");
        if (marks != null && values != null) {
            throw file.error("has both labels and targets; keep one of them");
        }
        List<Samples.Part> parts = new ArrayList<>();
        List<Tensor> tensors = new ArrayList<>();
        inputs.byInput().forEach((input, array) -> {
            Tensor tensor = required(array, "inputs");
            tensors.add(tensor);
            List<Integer> shape = tensor.shape();
            parts.add(new Samples.Part(input, shape.subList(Math.min(1, shape.size()), shape.size())));
        });
        Samples samples = Tables.join(tensors.size() == 1 ? tensors.get(0) : sideBySide(tensors), marks, values, key);
        return parts.get(0).input().isEmpty() ? samples : samples.withParts(parts);
    }

    private Tensor required(String array, String what) {
        Tensor tensor = arrays.get(array);
        if (tensor == null) {
            throw file.error("has no array '" + array + "' for the " + what + "; it holds " + arrays.keySet());
        }
        return tensor;
    }

    /** One row a sample: the rows of all arrays one after the other. */
    private Tensor sideBySide(List<Tensor> tensors) {
        int count = rows(tensors.get(0));
        long width = 0;
        for (Tensor tensor : tensors) {
            if (rows(tensor) != count) {
                throw file.error("has " + count + " samples in "
                        + tensors.get(0).name() + ", but " + rows(tensor) + " in " + tensor.name());
            }
            width += tensor.size() / Math.max(1, count);
        }
        double[] all = new double[Math.toIntExact(Math.multiplyExact(width, (long) count))];
        int at = 0;
        for (int sample = 0; sample < count; sample++) {
            for (Tensor tensor : tensors) {
                int size = tensor.size() / count;
                for (int i = 0; i < size; i++) {
                    all[at++] = tensor.values().get(sample * size + i);
                }
            }
        }
        return new Tensor("inputs", List.of(count, (int) width), Storage.compact(all));
    }

    private static int rows(Tensor tensor) {
        return tensor.shape().isEmpty() ? 1 : tensor.shape().get(0);
    }
}
