package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A normalized convolutional network, in which no two affine layers can trade a factor: the scale of the norm can. */
class LayerRescalingTest {
    static Minimum minimum() {
        Network network = new Network(
                Shape.of(1, 4, 4),
                List.of(
                        new Node("conv", new Conv2d(2, Window.square(3, 1, 1), 1, true), -1),
                        new Node("norm", new BatchNorm(1e-5), 0),
                        new Node("relu", Rectifier.relu(), 1),
                        new Node("pool", new GlobalAveragePool(), 2),
                        new Node("flat", Reshape.flatten(), 3),
                        new Node("head", new Dense(3, true, WeightOrder.OUT_IN), 4)));
        double[] images = new double[5 * 16];
        for (int k = 0; k < images.length; k++) {
            images[k] = Math.sin(1.3 * k);
        }
        NetworkSurface surface = new NetworkSurface(
                network,
                new double[] {0.2, -0.1, 0.7, 1.5},
                new DataSet(Inputs.doubles(images, 16, 1), Targets.labels(new int[] {0, 1, 2, 1, 0})),
                new Objective(new SoftmaxCrossEntropy()),
                Execution.of(LocalContext.singleThreaded(1), Precision.FLOAT64, 1L << 26));
        double[] theta = new double[surface.dimension()];
        for (int k = 0; k < theta.length; k++) {
            theta[k] = Math.cos(0.9 * k + 0.3);
        }
        return new Minimum(surface, theta);
    }

    @Test
    void theScaleOfANormIsTakenBackByTheLayerBehindIt() {
        Minimum minimum = minimum();
        NetworkSurface network = (NetworkSurface) minimum.surface();
        assertTrue(LayerPair.all(network).isEmpty());
        List<LayerPair> families = LayerRescaling.all(network);
        assertFalse(families.isEmpty());
        double[] before = network.outputs(minimum.theta());
        for (LayerPair family : families) {
            assertTrue(family.determinantExponent() >= 0);
            double[] scaled = minimum.theta().clone();
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] = Math.scalb(scaled[k], 3 * family.exponents()[k]);
            }
            assertArrayEquals(before, network.outputs(scaled), "bitwise, for a power of two");
        }
    }

    @Test
    void itsVolumeIsInfiniteWithACertificate() {
        Measurement measured = new VolumeLowerBound(new VolumeLowerBoundParameters(0.05, 16, 1e300, null))
                .measure(minimum(), LocalContext.singleThreaded(1));
        assertEquals(ValueKind.DIVERGENT, measured.kind(), measured::toString);
        assertEquals(0, ((int[]) measured.details().get("layers")).length);
        double[] bounds = (double[]) measured.details().get("lowerBounds");
        assertEquals(16, bounds.length);
        assertTrue(bounds[15] > bounds[0]);
    }
}
