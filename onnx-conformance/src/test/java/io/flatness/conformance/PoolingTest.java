package io.flatness.conformance;

import static io.flatness.conformance.Graphs.integer;
import static io.flatness.conformance.Graphs.integers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.flatness.networks.io.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pooling whose windows reach beyond the padding, where runtimes differ: the numbers are those of PyTorch's definition. */
class PoolingTest {
    @TempDir
    private Path folder;

    /** Windows of 3 × 1 in steps of 2 down a column with a 0 above and below. */
    @Test
    void whatLiesBeyondThePaddingDoesNotCount() {
        Graphs graph = new Graphs(1, 17, 1, 3, 1);
        String pooled = graph.add(
                "AveragePool",
                "input",
                integers("kernel_shape", 3, 1),
                integers("strides", 2, 1),
                integers("pads", 1, 0, 1, 0),
                integer("ceil_mode", 1),
                integer("count_include_pad", 1));
        // windows 0 1 2 and 2 3 0
        assertArrayEquals(new double[] {1, 5 / 3.0}, outputs(graph, pooled, 2, 1, 2, 3), 1e-15);
        Graphs beyond = new Graphs(1, 17, 1, 4, 1);
        String reached = beyond.add(
                "AveragePool",
                "input",
                integers("kernel_shape", 3, 1),
                integers("strides", 2, 1),
                integers("pads", 1, 0, 1, 0),
                integer("ceil_mode", 1),
                integer("count_include_pad", 1));
        // windows 0 1 2, 2 3 4 and 4 0, the third with one row beyond the padding
        assertArrayEquals(new double[] {1, 3, 2}, outputs(beyond, reached, 3, 1, 2, 3, 4), 1e-15);
    }

    @Test
    void noWindowBeginsBehindTheImage() {
        Graphs graph = new Graphs(1, 17, 1, 3, 1);
        String pooled = graph.add(
                "MaxPool",
                "input",
                integers("kernel_shape", 2, 1),
                integers("strides", 3, 1),
                integers("pads", 1, 0, 1, 0),
                integer("ceil_mode", 1));
        // windows 0 1 and 3 0
        assertArrayEquals(new double[] {-1, -3}, outputs(graph, pooled, 2, -1, -2, -3));
        Graphs even = new Graphs(1, 17, 1, 4, 1);
        String behind = even.add(
                "MaxPool",
                "input",
                integers("kernel_shape", 2, 1),
                integers("strides", 5, 1),
                integers("pads", 1, 0, 1, 0),
                integer("ceil_mode", 1));
        // a second window would begin in the padding below
        assertArrayEquals(new double[] {-1}, outputs(even, behind, 1, -1, -2, -3, -4));
    }

    private double[] outputs(Graphs graph, String pooled, int features, double... image) {
        byte[] file = graph.build(graph.add("Flatten", pooled), features);
        return Ours.outputs(Ours.read(folder, file, Model.Ending.NONE), image);
    }
}
