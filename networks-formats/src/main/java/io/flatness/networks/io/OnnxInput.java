package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input of an ONNX graph.
 *
 * @param name its name
 * @param sample extents of one sample
 * @param how its axes lie; null when the samples come first
 * @param samples the number of samples with which shapes are computed
 */
record OnnxInput(
        String name, List<Integer> sample, @Nullable Arrangement how, int samples) {
    /** Operators that read channels first, so that an input of theirs is an image or a signal. */
    private static final Set<String> CHANNELS = Set.of(
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "BatchNormalization",
            "InstanceNormalization",
            "GroupNormalization");

    /** The inputs of a graph that are no tensors of its own. */
    static List<OnnxInput> of(InputFile file, GraphProto graph, Map<String, List<Integer>> samples) {
        Set<String> initializers = new HashSet<>();
        graph.getInitializerList().forEach(initializer -> initializers.add(initializer.getName()));
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initializers.contains(input.getName()))
                .toList();
        if (inputs.isEmpty()) {
            throw file.error("has no inputs");
        }
        List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
        boolean single = inputs.size() == 1 && samples.size() <= 1;
        if (!single && !samples.isEmpty() && !samples.keySet().equals(Set.copyOf(names))) {
            throw file.error("has the inputs " + names + ", but the data give " + samples.keySet()
                    + "; name an array for each, as in data: {type: npz, file: F.npz, inputs: {" + names.get(0)
                    + ": ARRAY, …}}");
        }
        List<OnnxInput> found = new ArrayList<>();
        int count = 0;
        for (ValueInfoProto input : inputs) {
            List<Integer> sample =
                    single ? samples.values().stream().findFirst().orElse(null) : samples.get(input.getName());
            OnnxInput own = of(file, input, sample);
            count = Math.max(count, own.samples);
            found.add(own);
        }
        int all = count;
        if (found.stream().anyMatch(input -> input.samples != all)) {
            throw file.error(
                    "has inputs of different numbers of samples; export it with the samples open (dynamic_axes)");
        }
        return found;
    }

    private static OnnxInput of(InputFile file, ValueInfoProto input, @Nullable List<Integer> sample) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < shape.getDimCount(); i++) {
            long extent = shape.getDim(i).getDimValue();
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw file.error("has an input of the impossible size " + extent);
            }
            extents.add((int) extent);
        }
        String name = input.getName();
        if (extents.isEmpty()) {
            if (sample == null) {
                throw file.error("leaves the shape of its input " + name + " open; give data.inputShape");
            }
            return new OnnxInput(name, sample, null, OnnxReader.OPEN);
        }
        int axis = axis(extents, sample);
        if (axis < 0) {
            return alone(file, name, extents);
        }
        List<Integer> own = new ArrayList<>(extents);
        int samples = own.remove(axis);
        if (own.isEmpty()) {
            throw file.error("has an input " + name
                    + " of a single dimension; the first dimension must count samples: export it with a batch");
        }
        if (own.contains(0)) {
            if (sample == null || sample.size() != own.size()) {
                throw file.error("leaves the shape of its input " + name + " open; give data.inputShape");
            }
            own = new ArrayList<>(sample);
        }
        int count = samples == 0 ? OnnxReader.OPEN : samples;
        if (axis == 0) {
            return new OnnxInput(name, own, null, count);
        }
        List<Integer> whole = new ArrayList<>(own);
        whole.add(axis, count);
        return new OnnxInput(name, own, new Arrangement(whole, axis, 1, count), count);
    }

    /** An input without samples: the graph computes one at a time. */
    private static OnnxInput alone(InputFile file, String name, List<Integer> extents) {
        if (extents.contains(0)) {
            throw file.error("leaves the shape of its input " + name + " open; give data.inputShape");
        }
        return new OnnxInput(name, extents, Arrangement.fixed(extents, 1), 1);
    }

    /** The axis of the samples: that without which the rest is a sample; the first where that leaves a choice. −1 for none. */
    private static int axis(List<Integer> extents, @Nullable List<Integer> sample) {
        if (sample == null || extents.size() == 1 && !sample.equals(extents)) {
            return 0;
        }
        for (int axis = 0; axis < extents.size(); axis++) {
            List<Integer> rest = new ArrayList<>(extents);
            rest.remove(axis);
            if (fits(rest, sample)) {
                return axis;
            }
        }
        return sample.equals(extents) ? -1 : 0;
    }

    private static boolean fits(List<Integer> open, List<Integer> sample) {
        boolean fits = open.size() == sample.size();
        for (int i = 0; fits && i < open.size(); i++) {
            fits = open.get(i) == 0 || open.get(i).equals(sample.get(i));
        }
        return fits;
    }

    /** The shape of a sample: rows of features, unless something that reads channels first reads it. */
    Shape shape(InputFile file, GraphProto graph) {
        try {
            boolean image = sample.size() == 3 || sample.size() == 2 && isReadAsChannels(graph);
            return image ? new Shape(sample) : Shape.rows(sample);
        } catch (IllegalArgumentException e) {
            throw file.error("has an input " + name + " that is too large: " + e.getMessage());
        }
    }

    private boolean isReadAsChannels(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getInputList().contains(name))
                .map(NodeProto::getOpType)
                .anyMatch(CHANNELS::contains);
    }
}
