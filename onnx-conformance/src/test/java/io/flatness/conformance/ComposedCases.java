package io.flatness.conformance;

import static io.flatness.conformance.GeneralOperatorsTest.of;
import static io.flatness.conformance.Graphs.integer;
import static io.flatness.conformance.Graphs.integers;
import static io.flatness.conformance.Graphs.number;
import static io.flatness.conformance.Graphs.text;

import io.flatness.conformance.GeneralOperatorsTest.Case;
import java.util.ArrayList;
import java.util.List;

/** Operators that are read as several simpler ones, and attention as exporters write it. */
final class ComposedCases {
    private ComposedCases() {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>(sums());
        all.addAll(windows());
        all.addAll(sizes());
        all.addAll(learned());
        all.addAll(attentions());
        return all;
    }

    private static List<Case> sums() {
        return List.of(
                of("einsum of two", 0, g -> einsum(g, "bij,bkj->bik", "input", "input"), 4, 3),
                of(
                        "einsum with a sum and a product",
                        0,
                        g -> einsum(g, "bij,bj->bi", "input", einsum(g, "bij->bj", "input")),
                        4,
                        3),
                of("einsum of three", 0, g -> einsum(g, "bij,bjk,bi->bki", "input", turned(g), squares(g)), 4, 3),
                of(
                        "einsum with experts",
                        3 * 2 * 5,
                        g -> einsum(g, "btd,edh->bteh", "input", g.weight("w", 2, 3, 5)),
                        4,
                        3),
                of("running sums", 0, g -> g.add("CumSum", List.of("input", g.index(1))), 4, 3),
                of(
                        "running sums from behind",
                        0,
                        g -> g.add(
                                "CumSum",
                                List.of("input", g.index(-1)),
                                integer("reverse", 1),
                                integer("exclusive", 1)),
                        4,
                        3),
                of(
                        "log of a sum of exponentials",
                        0,
                        g -> g.add("ReduceLogSumExp", "input", integers("axes", 1), integer("keepdims", 0)),
                        4,
                        3),
                of("sum of sizes", 0, g -> g.add("ReduceL1", "input", integers("axes", 2)), 4, 3),
                of("unit length", 0, g -> g.add("LpNormalization", "input", integer("axis", -1)), 4, 3),
                of("root of a sum", 0, ComposedCases::root, 4, 3));
    }

    private static List<Case> windows() {
        return List.of(
                of(
                        "maximum over volumes",
                        0,
                        g -> g.add("MaxPool", "input", integers("kernel_shape", 2, 2, 2)),
                        2,
                        3,
                        4,
                        3),
                of(
                        "maximum over padded volumes",
                        0,
                        g -> g.add(
                                "MaxPool",
                                "input",
                                integers("kernel_shape", 3, 2, 2),
                                integers("strides", 2, 2, 1),
                                integers("pads", 1, 0, 1, 1, 1, 0)),
                        2,
                        5,
                        4,
                        3),
                of(
                        "mean over volumes",
                        0,
                        g -> g.add(
                                "AveragePool",
                                "input",
                                integers("kernel_shape", 3, 2, 2),
                                integers("pads", 1, 0, 1, 1, 1, 0)),
                        2,
                        5,
                        4,
                        3),
                of(
                        "mean over padded volumes",
                        0,
                        g -> g.add(
                                "AveragePool",
                                "input",
                                integers("kernel_shape", 3, 2, 2),
                                integers("pads", 1, 0, 1, 1, 1, 0),
                                integer("count_include_pad", 1)),
                        2,
                        5,
                        4,
                        3),
                of("local response", 0, g -> g.add("LRN", "input", integer("size", 3), number("alpha", 0.2f)), 4, 3, 2),
                of(
                        "mirrored edges",
                        0,
                        g -> g.add(
                                "Pad", List.of("input", g.integers(0, 0, 1, 2, 0, 0, 1, 0)), text("mode", "reflect")),
                        2,
                        3,
                        3),
                of(
                        "repeated edges",
                        0,
                        g -> g.add("Pad", List.of("input", g.integers(0, 0, 1, 2, 0, 0, 1, 0)), text("mode", "edge")),
                        2,
                        3,
                        3),
                of(
                        "standardized kernel",
                        2 * 3 * 3 * 4 + 4,
                        g -> {
                            String w = g.weight("w", 4, 2, 3, 3);
                            String centered = g.add("Sub", List.of(w, mean(g, w)));
                            String deviation = g.add("Sqrt", mean(g, g.add("Mul", List.of(centered, centered))));
                            String kernel = g.add("Div", List.of(centered, deviation));
                            return g.add(
                                    "Conv",
                                    List.of("input", kernel, g.weight("b", 4)),
                                    integers("strides", 2, 1),
                                    integers("pads", 1, 1, 0, 1));
                        },
                        2,
                        5,
                        4));
    }

    private static String mean(Graphs g, String value) {
        return g.add("ReduceMean", value, integers("axes", 1, 2, 3));
    }

    private static List<Case> sizes() {
        return List.of(
                of("larger by repetition", 0, g -> resized(g, "nearest", "asymmetric", 2, 2), 2, 3, 2),
                of("larger between", 0, g -> resized(g, "linear", "half_pixel", 2, 3), 2, 3, 2),
                of("larger with corners kept", 0, g -> resized(g, "linear", "align_corners", 2, 2), 2, 3, 3),
                of("larger by cubes", 0, g -> resized(g, "cubic", "half_pixel", 2, 2), 2, 4, 4),
                of("smaller", 0, g -> resized(g, "linear", "half_pixel", 0.5f, 0.5f), 2, 4, 4),
                of("depth to space", 0, g -> g.add("DepthToSpace", "input", integer("blocksize", 2)), 8, 3, 2),
                of(
                        "pixel shuffle",
                        0,
                        g -> g.add("DepthToSpace", "input", integer("blocksize", 2), text("mode", "CRD")),
                        8,
                        3,
                        2),
                of("space to depth", 0, g -> g.add("SpaceToDepth", "input", integer("blocksize", 2)), 2, 4, 6));
    }

    private static String resized(Graphs g, String mode, String transformation, float rows, float columns) {
        return g.add(
                "Resize",
                List.of("input", "", g.constant(1, 1, rows, columns)),
                text("mode", mode),
                text("nearest_mode", "floor"),
                text("coordinate_transformation_mode", transformation));
    }

    private static List<Case> learned() {
        return List.of(
                of("learned temperature", 19, g -> g.add("Mul", List.of(linear(g), g.add("Exp", g.weight("t", 1)))), 6),
                of(
                        "low-rank change of a weight",
                        6 * 3 + 6 * 2 + 2 * 3,
                        g -> {
                            String change = g.add("MatMul", List.of(g.weight("a", 6, 2), g.weight("b", 2, 3)));
                            return g.add(
                                    "MatMul", List.of("input", g.add("Add", List.of(g.weight("w", 6, 3), change))));
                        },
                        6),
                of(
                        "token for every sample",
                        3 + 9,
                        g -> {
                            String samples =
                                    g.add("Slice", List.of(g.add("Shape", "input"), g.integers(0), g.integers(1)));
                            String shape = g.add("Concat", List.of(samples, g.integers(1, 3)), integer("axis", 0));
                            String token = g.add("Expand", List.of(g.weight("token", 1, 1, 3), shape));
                            String turned = g.add("MatMul", List.of(token, g.weight("w", 3, 3)));
                            return g.add("Concat", List.of(turned, "input"), integer("axis", 1));
                        },
                        4,
                        3));
    }

    private static List<Case> attentions() {
        return List.of(
                of("attention of heads", 3 * 6 * 6, g -> attention(g, false), 4, 6),
                of("causal attention of heads", 3 * 6 * 6, g -> attention(g, true), 4, 6));
    }

    /** Two heads of width 3; causal: what is behind is hidden by a choice, as by masked_fill. */
    private static String attention(Graphs g, boolean causal) {
        String queries = heads(g, "q", 0, 2, 1, 3);
        String keys = heads(g, "k", 0, 2, 3, 1);
        String values = heads(g, "v", 0, 2, 1, 3);
        String scores = g.add("Div", List.of(g.add("MatMul", List.of(queries, keys)), g.constant(1.75f)));
        if (causal) {
            String behind = g.add("Cast", g.truths(4), integer("to", 9));
            scores = g.add("Where", List.of(behind, g.constant(-1e9f), scores));
        }
        String mixed = g.add("MatMul", List.of(g.add("Softmax", scores, integer("axis", -1)), values));
        String together = g.add("Transpose", mixed, integers("perm", 0, 2, 1, 3));
        return g.add("Reshape", List.of(together, g.integers(-1, 4, 6)));
    }

    private static String heads(Graphs g, String name, long... order) {
        String projected = g.add("MatMul", List.of("input", g.weight(name, 6, 6)));
        String split = g.add("Reshape", List.of(projected, g.integers(-1, 4, 2, 3)));
        return g.add("Transpose", split, integers("perm", order));
    }

    private static String einsum(Graphs g, String equation, String... inputs) {
        return g.add("Einsum", List.of(inputs), text("equation", equation));
    }

    private static String turned(Graphs g) {
        return g.add("Transpose", "input", integers("perm", 0, 2, 1));
    }

    private static String squares(Graphs g) {
        return g.add("ReduceSumSquare", "input", integers("axes", 2), integer("keepdims", 0));
    }

    private static String linear(Graphs g) {
        return g.add("MatMul", List.of("input", g.weight("w", 6, 3)));
    }

    /** x / √(mean x² + ε) of small x, whose small number must not be lost. */
    private static String root(Graphs g) {
        String small = g.add("Mul", List.of("input", g.constant(0.003f)));
        String mean = g.add("ReduceMean", g.add("Mul", List.of(small, small)), integers("axes", -1));
        String root = g.add("Sqrt", g.add("Add", List.of(mean, g.constant(8e-6f))));
        return g.add("Mul", List.of(small, g.add("Reciprocal", root)));
    }
}
