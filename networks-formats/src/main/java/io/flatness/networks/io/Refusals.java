package io.flatness.networks.io;

import io.flatness.spi.InvalidParameterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything in a model that cannot be read, said together. */
final class Refusals {
    /** What people call the operators that they know by another name. */
    private static final Map<String, String> KNOWN_AS = Map.ofEntries(
            Map.entry("MultiHeadAttention", "attention"),
            Map.entry("GroupQueryAttention", "attention"),
            Map.entry("SkipLayerNormalization", "a layer normalization"),
            Map.entry("EmbedLayerNormalization", "a layer normalization"),
            Map.entry("QLinearMatMul", "quantized arithmetic"),
            Map.entry("QLinearConv", "quantized arithmetic"),
            Map.entry("QuantizeLinear", "quantized arithmetic"),
            Map.entry("DequantizeLinear", "quantized arithmetic"),
            Map.entry("DynamicQuantizeLinear", "quantized arithmetic"),
            Map.entry("MatMulInteger", "quantized arithmetic"),
            Map.entry("ConvInteger", "quantized arithmetic"),
            Map.entry("If", "a branch"),
            Map.entry("Loop", "a loop"),
            Map.entry("Scan", "a loop"));

    private static final int MOST = 20;

    private final InputFile file;
    private final Map<String, List<OnnxNode>> unsupported = new LinkedHashMap<>();
    private final List<InvalidParameterException> refused = new ArrayList<>();

    Refusals(InputFile file) {
        this.file = file;
    }

    void unsupported(OnnxNode node) {
        unsupported.computeIfAbsent(node.operator(), any -> new ArrayList<>()).add(node);
    }

    void add(RuntimeException refusal) {
        if (refusal instanceof InvalidParameterException invalid) {
            refused.add(invalid);
        } else {
            throw refusal;
        }
    }

    void throwIfAny() {
        List<String> reasons = new ArrayList<>();
        unsupported.forEach((operator, nodes) -> reasons.add(reason(operator, nodes)));
        String prefix = file.name() + " ";
        refused.stream()
                .map(refusal -> String.valueOf(refusal.getMessage()))
                .map(message -> message.startsWith(prefix) ? message.substring(prefix.length()) : message)
                .distinct()
                .forEach(reasons::add);
        if (reasons.size() == 1) {
            throw file.error(reasons.get(0));
        }
        if (!reasons.isEmpty()) {
            int more = reasons.size() - MOST;
            List<String> shown = new ArrayList<>(reasons.subList(0, Math.min(MOST, reasons.size())));
            if (more > 0) {
                shown.add("and " + more + " more");
            }
            throw file.error(
                    "cannot be read, for " + reasons.size() + " reasons:\n  - it " + String.join("\n  - it ", shown));
        }
    }

    private static String reason(String operator, List<OnnxNode> nodes) {
        String name = KNOWN_AS.containsKey(operator) ? " (" + KNOWN_AS.get(operator) + ")" : "";
        List<String> labels = nodes.stream().map(OnnxNode::label).limit(MOST).toList();
        String more = nodes.size() > MOST ? " and " + (nodes.size() - MOST) + " more" : "";
        return "uses the operator " + operator + name + " (node " + String.join(", ", labels) + more
                + "), which is not supported: replace it before the export, or describe the network with layers and read its"
                + " weights from a safetensors file";
    }
}
