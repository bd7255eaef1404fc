package io.flatness.networks.io;

import io.flatness.networks.layer.Join;
import io.flatness.networks.layer.Recurrent;
import io.flatness.networks.layer.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** LSTM, GRU and RNN. */
final class OnnxRecurrent {
    private OnnxRecurrent() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("LSTM", OnnxRecurrent::read);
        general.put("GRU", OnnxRecurrent::read);
        general.put("RNN", OnnxRecurrent::read);
    }

    private static OnnxValue read(OnnxNode node, OnnxImport model) {
        Recurrent.Direction direction =
                Recurrent.Direction.valueOf(node.text("direction", "forward").toUpperCase(Locale.ROOT));
        int directions = direction == Recurrent.Direction.BIDIRECTIONAL ? 2 : 1;
        Recurrent.Cell cell = cell(node, directions);
        requirePlain(node, model);
        Placed input = model.placed(node, 0);
        int time = node.integer("layout", 0) == 0 ? 0 : 1;
        if (input.how().rank() != 3
                || input.how().axis() != 1 - time
                || !input.how().isPure()) {
            throw node.refused("reads values of the shape " + input.how().extents() + "; "
                    + (time == 0 ? "[positions, samples, features]" : "[samples, positions, features]")
                    + " is expected");
        }
        List<Tensor> tensors = new ArrayList<>();
        Tensor weight = model.named(model.constant(node, 1, "a weight"), node, "weight_ih");
        tensors.add(weight);
        tensors.add(model.named(model.constant(node, 2, "a recurrent weight"), node, "weight_hh"));
        boolean bias = !node.input(3).isEmpty();
        if (bias) {
            tensors.add(model.named(model.constant(node, 3, "a bias"), node, "bias"));
        }
        int hidden = tensors.get(1).shape().get(2);
        Recurrent spec = new Recurrent(cell, hidden, direction, bias, node.integer("linear_before_reset", 0) != 0);
        int layer = model.builder()
                .add(model.builder().unique(node.module()), spec, List.of(model.rows(input.layer())), tensors);
        int positions = input.how().extents().get(time);
        if (node.proto().getOutputCount() > 1) {
            model.put(node.proto().getOutput(1), last(node, model, layer, positions, hidden, direction, time));
        }
        if (node.proto().getOutputCount() > 2 && model.isRead(node.proto().getOutput(2))) {
            throw node.refused(
                    "hands on its last cell state (output 2), which is not supported; use its output instead");
        }
        // [positions, directions, samples, hidden], or [samples, positions, directions, hidden]
        int samples = model.samples();
        List<Integer> extents = time == 0
                ? List.of(positions, directions, samples, hidden)
                : List.of(samples, positions, directions, hidden);
        Arrangement how = new Arrangement(extents, time == 0 ? 2 : 0, 1, samples);
        return model.feature(model.reshaped(node, layer, how.sample()), how);
    }

    private static Recurrent.Cell cell(OnnxNode node, int directions) {
        List<String> functions = node.texts("activations");
        List<String> usual = switch (node.operator()) {
            case "LSTM" -> List.of("Sigmoid", "Tanh", "Tanh");
            case "GRU" -> List.of("Sigmoid", "Tanh");
            default -> List.of("Tanh");
        };
        boolean rectified = node.operator().equals("RNN")
                && !functions.isEmpty()
                && functions.get(0).equals("Relu");
        List<String> each = rectified ? List.of("Relu") : usual;
        for (int i = 0; i < functions.size(); i++) {
            if (!functions.get(i).equals(each.get(i % each.size())) || functions.size() != each.size() * directions) {
                throw node.refused("has the activations " + functions + "; " + each + " are supported");
            }
        }
        return switch (node.operator()) {
            case "LSTM" -> Recurrent.Cell.LSTM;
            case "GRU" -> Recurrent.Cell.GRU;
            default -> rectified ? Recurrent.Cell.RNN_RELU : Recurrent.Cell.RNN_TANH;
        };
    }

    /** Refuses what is beyond a plain cell that starts from zeros. */
    private static void requirePlain(OnnxNode node, OnnxImport model) {
        if (!node.input(4).isEmpty()) {
            throw node.refused("is given lengths of sequences; sequences of one length are supported");
        }
        if (node.has("clip")
                || node.integer("input_forget", 0) != 0
                || !node.input(7).isEmpty()) {
            throw node.refused("clips, couples its gates or has peepholes, which is not supported");
        }
        for (int state = 5; state <= 6; state++) {
            if (!node.input(state).isEmpty()) {
                Tensor tensor = model.constant(node, state, "an initial state");
                for (int i = 0; i < tensor.size(); i++) {
                    if (tensor.values().get(i) != 0) {
                        throw node.refused("starts from a state other than zero, which is not supported");
                    }
                }
            }
        }
    }

    /** The states at the end of each direction: [directions, samples, hidden]. */
    private static OnnxValue last(
            OnnxNode node,
            OnnxImport model,
            int layer,
            int positions,
            int hidden,
            Recurrent.Direction direction,
            int time) {
        List<Integer> ends = new ArrayList<>();
        boolean both = direction == Recurrent.Direction.BIDIRECTIONAL;
        if (direction != Recurrent.Direction.REVERSE) {
            ends.add(state(node, model, layer, positions - 1, 0, hidden, both));
        }
        if (direction != Recurrent.Direction.FORWARD) {
            ends.add(state(node, model, layer, 0, both ? hidden : 0, hidden, both));
        }
        int joined = ends.size() == 1 ? ends.get(0) : model.builder().add(node.module(), new Join(0), ends, List.of());
        int samples = model.samples();
        Arrangement how = time == 0
                ? new Arrangement(List.of(ends.size(), samples, hidden), 1, 1, samples)
                : new Arrangement(List.of(samples, ends.size(), hidden), 0, 1, samples);
        return model.feature(model.reshaped(node, joined, how.sample()), how);
    }

    private static int state(
            OnnxNode node, OnnxImport model, int layer, int position, int from, int hidden, boolean both) {
        int row = model.builder().add(node.module(), new Slice(0, position, position + 1, 1), layer);
        return both ? model.builder().add(node.module(), new Slice(1, from, from + hidden, 1), row) : row;
    }
}
