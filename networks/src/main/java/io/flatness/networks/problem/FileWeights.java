package io.flatness.networks.problem;

import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.NaturalOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a file handed out to layers.
 *
 * <p>Weights (two dimensions and more) go to the layers in the natural order of their names. The vectors of a layer are
 * those with the same first part of the name ({@code 0.bias} beside {@code 0.weight}), or else the next vectors in
 * natural order. When the weights do not fit in this order, shapes decide, and what they leave open is refused.
 */
final class FileWeights implements WeightSource {
    private final InputFile file;
    private final WeightOrder order;
    private final Map<String, Tensor> left = new LinkedHashMap<>();

    FileWeights(InputFile file, List<Tensor> tensors, WeightOrder order) {
        this.file = file;
        this.order = order;
        tensors.stream()
                .filter(tensor -> !tensor.name().endsWith("num_batches_tracked"))
                .sorted(Comparator.comparing(Tensor::name, NaturalOrder.INSTANCE))
                .forEach(tensor -> left.put(tensor.name(), tensor));
    }

    /** Whether the next dense layer has a bias in the file. */
    boolean nextHasBias() {
        Optional<Tensor> weight = weights().stream().findFirst();
        if (weight.isEmpty()) {
            return false;
        }
        String bias = sibling(weight.get().name(), "bias");
        return left.containsKey(bias)
                || (!left.isEmpty() && !named("weight") && !vectors().isEmpty());
    }

    @Override
    public WeightOrder order() {
        return order;
    }

    @Override
    public List<Tensor> tensors(String layer, LayerSpec spec, List<Shape> inputs) {
        List<TensorSpec> needed = new ArrayList<>(spec.parameters(inputs));
        needed.addAll(spec.buffers(inputs));
        List<Tensor> taken = new ArrayList<>();
        String prefix = "";
        for (TensorSpec tensor : needed) {
            Tensor found =
                    tensor.shape().size() > 1 ? weight(layer, spec, tensor) : vector(layer, spec, tensor, prefix);
            left.remove(found.name());
            taken.add(found);
            prefix = prefix.isEmpty() ? found.name() : prefix;
        }
        return taken;
    }

    private Tensor weight(String layer, LayerSpec spec, TensorSpec needed) {
        List<Tensor> weights = weights();
        if (weights.isEmpty()) {
            throw file.error("holds no weight for layer " + layer + " (" + spec.type() + ") of the shape "
                    + needed.shape() + " any more; " + remaining());
        }
        if (weights.get(0).shape().equals(needed.shape())) {
            return weights.get(0);
        }
        List<Tensor> fitting = weights.stream()
                .filter(tensor -> tensor.shape().equals(needed.shape()))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String advice = fitting.isEmpty()
                ? turned(weights.get(0), needed)
                : "several tensors have that shape: rename" + " them so that their natural order is that of the layers";
        throw file.error("holds " + describe(weights.get(0)) + " next, but layer " + layer + " (" + spec.type()
                + ") needs a weight of the shape " + needed.shape() + "; " + advice);
    }

    private String turned(Tensor next, TensorSpec needed) {
        List<Integer> reversed = new ArrayList<>(needed.shape());
        Collections.reverse(reversed);
        if (next.shape().equals(reversed)) {
            return "it fits the other way round: set model.layout: "
                    + (order == WeightOrder.OUT_IN ? "in-out" : "out-in");
        }
        return "check model.layers; " + remaining();
    }

    private Tensor vector(String layer, LayerSpec spec, TensorSpec needed, String first) {
        String wanted = first.isEmpty() ? firstOf(needed.role()) : sibling(first, needed.role());
        Tensor named = left.get(wanted);
        if (named == null && named("weight")) {
            throw file.error("holds no " + needed.role() + " for layer " + layer + " (" + spec.type() + ")"
                    + (wanted.isEmpty() ? "" : ", which would be called " + wanted) + "; " + remaining());
        }
        Optional<Tensor> found = named == null ? vectors().stream().findFirst() : Optional.of(named);
        if (found.isEmpty() || found.get().size() != needed.shape().get(0)) {
            throw file.error("holds no " + needed.role() + " of the shape " + needed.shape() + " for layer " + layer
                    + " (" + spec.type() + "); " + remaining());
        }
        return found.get();
    }

    /** The first tensor left of a role, for a layer whose tensors are all vectors (normalization). */
    private String firstOf(String role) {
        return left.values().stream()
                .filter(tensor ->
                        tensor.name().endsWith("." + role) && tensor.shape().size() == 1)
                .map(Tensor::name)
                .findFirst()
                .orElse("");
    }

    private static String sibling(String name, String role) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? role : name.substring(0, dot + 1) + role;
    }

    /** Whether the tensors are named in PyTorch's way, by layer and role. */
    private boolean named(String role) {
        return left.keySet().stream().anyMatch(name -> name.endsWith("." + role) || name.endsWith(".bias"));
    }

    private List<Tensor> weights() {
        return left.values().stream()
                .filter(tensor -> tensor.shape().size() > 1)
                .toList();
    }

    private List<Tensor> vectors() {
        return left.values().stream()
                .filter(tensor -> tensor.shape().size() == 1)
                .toList();
    }

    @Override
    public void finish() {
        if (!left.isEmpty()) {
            throw file.error("holds tensors that no layer of model.layers takes: " + remaining());
        }
    }

    private String remaining() {
        return left.isEmpty()
                ? "no tensors are left"
                : "left: "
                        + String.join(
                                ", ",
                                left.values().stream()
                                        .map(FileWeights::describe)
                                        .limit(20)
                                        .toList());
    }

    private static String describe(Tensor tensor) {
        return tensor.name() + " " + tensor.shape();
    }
}
