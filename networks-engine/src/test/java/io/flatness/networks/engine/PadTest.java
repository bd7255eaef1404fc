package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Kinks;
import org.junit.jupiter.api.Test;

class PadTest {
    private static final Conv2d SCALE = new Conv2d(1, Window.square(1, 1, 0), 1, true);

    private static NetworkSurface surface(Network network, double... inputs) {
        int outputs = network.outputCount();
        return Nets.surface(
                network,
                inputs,
                Targets.values(new double[outputs * inputs.length / network.inputSize()], outputs),
                new SquaredError(SquaredError.Form.HALF));
    }

    @Test
    void sidesAreTopLeftBottomRight() {
        Network network = Nets.chain(Shape.of(1, 2, 2), SCALE, new Pad(0, 1, 1, 0, 9), Reshape.flatten());
        double[] outputs = surface(network, 1, 2, 3, 4, 5, 6, 7, 8).outputs(new double[] {1, 0});
        assertArrayEquals(new double[] {9, 1, 2, 9, 3, 4, 9, 9, 9, 9, 5, 6, 9, 7, 8, 9, 9, 9}, outputs);
    }

    @Test
    void negativeSidesTakeRowsAndColumnsAway() {
        Network network = Nets.chain(Shape.of(1, 2, 3), SCALE, new Pad(-1, 1, 0, -2, 9), Reshape.flatten());
        assertArrayEquals(
                new double[] {9, 4}, surface(network, 1, 2, 3, 4, 5, 6).outputs(new double[] {1, 0}));
    }

    /** A parabola in the scale: ½ Σ (w x)² over what is kept has the second derivative Σ x². */
    @Test
    void curvatureIsThatOfWhatIsKept() {
        Network network = Nets.chain(Shape.of(1, 2, 2), SCALE, new Pad(1, 0, -1, 2, 7), Reshape.flatten());
        double[] hessian = Nets.dense(surface(network, 1, 2, 3, 4).hessianAt(new double[] {0.3, 0}), 1);
        assertArrayEquals(new double[] {5, 3, 3, 2}, hessian, 1e-15);
    }

    @Test
    void zerosAroundAnImageAreNoKinks() {
        Network network =
                Nets.chain(Shape.of(1, 1, 2), SCALE, new Pad(1, 1, 1, 1, 0), Rectifier.relu(), Reshape.flatten());
        Kinks.Report report =
                surface(network, 2, -3).as(Kinks.class).orElseThrow().kinks(new double[] {1, 0.5});
        assertEquals(new Kinks.Report(2.5, 2, 0), report);
    }
}
