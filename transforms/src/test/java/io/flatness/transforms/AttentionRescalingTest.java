package io.flatness.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.io.InputFile;
import io.flatness.networks.io.Model;
import io.flatness.networks.io.OnnxReader;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Matrices inside the heads of a small language model as PyTorch exports it: two heads of width 4, causal, tied. */
class AttentionRescalingTest {
    private static final int POSITIONS = 6;

    private final LocalContext context = LocalContext.singleThreaded(7);
    private final Model model = OnnxReader.read(
            InputFile.of(
                    "model.file",
                    Path.of("src/test/resources/attention/small-gpt.onnx").toAbsolutePath(),
                    context),
            null,
            Model.Ending.NONE);

    private NetworkSurface surface() {
        double[] ids = new double[2 * POSITIONS];
        int[] labels = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 5 * i % 12;
            labels[i] = 7 * i % 12;
        }
        return new NetworkSurface(
                model.network(),
                model.buffers(),
                new DataSet(Inputs.doubles(ids, POSITIONS, 1), Targets.positions(labels, POSITIONS, Targets.IGNORED)),
                new Objective(new SoftmaxCrossEntropy()),
                Execution.of(context, Precision.FLOAT64, context.memoryBytes()));
    }

    private static AttentionRescaling.Parameters parameters(
            AttentionRescaling.Pair pair, @Nullable Integer head, @Nullable Double scale, @Nullable HeadMatrix matrix) {
        return new AttentionRescaling.Parameters(0, pair, head, scale, matrix, 3);
    }

    @Test
    void theFunctionStaysAndTheTraceMoves() {
        List<AttentionRescaling.Parameters> all = List.of(
                parameters(AttentionRescaling.Pair.QUERY_KEY, null, 0.5, null),
                parameters(AttentionRescaling.Pair.VALUE_OUTPUT, 1, 4.0, null),
                parameters(AttentionRescaling.Pair.QUERY_KEY, null, null, HeadMatrix.of("random")),
                parameters(AttentionRescaling.Pair.VALUE_OUTPUT, null, null, HeadMatrix.of("random")),
                parameters(
                        AttentionRescaling.Pair.QUERY_KEY,
                        0,
                        null,
                        HeadMatrix.of(List.of(
                                List.of(2, 1, 0, 0), List.of(1, 1, 0, 0), List.of(0, 3, 1, 0), List.of(0, 0, 0, -1)))));
        NetworkSurface surface = surface();
        double[] outputs = surface.outputs(model.theta());
        double before = trace(surface, model.theta());
        for (AttentionRescaling.Parameters each : all) {
            Transform transform = AttentionRescaling.of(each);
            transform.check(surface);
            double[] moved = transform
                    .apply(new Minimum(surface, model.theta()), context)
                    .minimum()
                    .theta();
            boolean exact = each.scale() != null;
            assertArrayEquals(outputs, surface.outputs(moved), exact ? 0 : 1e-12, each.toString());
            assertTrue(Math.abs(trace(surface, moved) / before - 1) > 1e-3, each + " leaves the trace at " + before);
        }
    }

    @Test
    void headsThatAreNotThereAreRefused() {
        Transform transform = AttentionRescaling.of(parameters(AttentionRescaling.Pair.QUERY_KEY, 2, 2.0, null));
        InvalidParameterException refused =
                assertThrows(InvalidParameterException.class, () -> transform.check(surface()));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("there is no head 2 of keys and values in layer "));
    }

    private static double trace(NetworkSurface surface, double[] theta) {
        SymmetricOperator hessian = surface.hessianAt(theta);
        double[] unit = new double[theta.length];
        double trace = 0;
        for (int i = 0; i < unit.length; i++) {
            unit[i] = 1;
            trace += hessian.apply(unit)[i];
            unit[i] = 0;
        }
        return trace;
    }

    @Test
    void aNetworkWithoutAttentionIsRefused() {
        ToyNetwork network = ToyNetwork.of(3, "6b tanh 2b");
        AttentionRescaling.Parameters parameters = parameters(2.0, null);
        RefusedException refused = assertThrows(
                RefusedException.class, () -> AttentionRescaling.of(parameters).check(network));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("attention-rescaling needs an attention"));
    }

    private static AttentionRescaling.Parameters parameters(@Nullable Double scale, @Nullable HeadMatrix matrix) {
        return parameters(AttentionRescaling.Pair.QUERY_KEY, null, scale, matrix);
    }

    @Test
    void matricesMustHaveAnInverse() {
        InvalidParameterException singular = assertThrows(
                InvalidParameterException.class, () -> HeadMatrix.of(List.of(List.of(1, 2), List.of(2, 4))));
        assertEquals(
                "the matrix has no inverse, or hardly one; give one whose rows point in different directions",
                singular.getMessage());
        assertThrows(InvalidParameterException.class, () -> HeadMatrix.of(List.of(List.of(1, 2), List.of(3))));
        assertThrows(InvalidParameterException.class, () -> parameters(2.0, HeadMatrix.of("random")));
        assertThrows(InvalidParameterException.class, () -> parameters(null, null));
        assertThrows(InvalidParameterException.class, () -> parameters(0.0, null));
    }

    @Test
    void theCounterpartOfAMatrixIsItsInverseTransposed() {
        LocalContext context = LocalContext.singleThreaded(5);
        for (HeadMatrix matrix : List.of(
                HeadMatrix.random(5, 4, context.random("heads")),
                HeadMatrix.typical(3),
                HeadMatrix.scaled(2, 0.5),
                HeadMatrix.of(List.of(List.of(0, 2, 1), List.of(1, 0, 4), List.of(3, 1, 0))))) {
            int width = matrix.width();
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    double product = 0;
                    for (int k = 0; k < width; k++) {
                        product += matrix.rows()[i][k] * matrix.inverseTransposed()[j][k];
                    }
                    assertEquals(i == j ? 1 : 0, product, 1e-13, width + ": " + i + ", " + j);
                }
            }
        }
        assertFalse(HeadMatrix.typical(3).isRandom());
    }
}
