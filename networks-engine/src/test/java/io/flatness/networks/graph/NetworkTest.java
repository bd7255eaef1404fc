package io.flatness.networks.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static Dense dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    private static String refusal(Shape input, LayerSpec layer, Integer... inputs) {
        List<Node> nodes = List.of(new Node("x", layer, inputs));
        return assertThrows(IllegalArgumentException.class, () -> new Network(input, nodes))
                .getMessage();
    }

    @Test
    void parametersStandInTheOrderOfTheLayersUnderTheirNames() {
        Network network = new Network(
                Shape.of(1, 5, 5),
                List.of(
                        new Node("c", new Conv2d(2, Window.square(2, 1, 0), 1, true), -1),
                        new Node("n", new BatchNorm(1e-5), 0),
                        new Node("f", Reshape.flatten(), 1),
                        new Node("d", dense(3), List.of(2), List.of("head.w", "head.b"))));
        assertEquals(
                List.of("c.weight", "c.bias", "n.weight", "n.bias", "head.w", "head.b"),
                network.layout().blocks().stream().map(Block::name).toList());
        assertEquals(
                List.of("n.running_mean", "n.running_var"),
                network.buffers().blocks().stream().map(Block::name).toList());
        assertEquals(List.of(3, 32), network.layout().block("head.w").shape());
        assertEquals(8 + 2 + 2 + 2 + 96 + 3, network.layout().size());
        assertEquals(3, network.outputCount());
    }

    @Test
    void affineLayersSayWhichUnitsTheirWeightsJoin() {
        Network network = new Network(
                Shape.of(4, 3, 3),
                List.of(
                        new Node("c", new Conv2d(6, Window.square(2, 1, 0), 2, false), -1),
                        new Node("f", Reshape.flatten(), 0),
                        new Node("d", dense(2), 1)));
        var conv = network.architecture().affineLayers().get(0);
        // [6, 2, 2, 2]: output 4 is in the second group; element 4·8 + 4 is its second input channel, channel 3
        assertEquals(4, conv.outputUnit(4 * 8 + 4));
        assertEquals(3, conv.inputUnit(4 * 8 + 4));
        var dense = network.architecture().affineLayers().get(1);
        assertEquals(1, dense.index());
        assertEquals(1, dense.outputUnit(24 + 5));
        assertEquals(5, dense.inputUnit(24 + 5));
    }

    @Test
    void messagesNameTheLayerAndSayWhatDoesNotFit() {
        assertEquals(
                "layer x (dense) needs a vector of features but its input has the shape [1, 4, 4]; put a flatten layer"
                        + " before it",
                refusal(Shape.of(1, 4, 4), dense(2), -1));
        assertEquals(
                "layer x (conv2d) needs an image [channels, height, width] but its input has the shape [4]",
                refusal(Shape.of(4), new Conv2d(2, Window.square(3, 1, 0), 1, true), -1));
        assertEquals(
                "layer x (conv2d) has a window of 5×5 (dilation 1, 1) that does not fit into its padded input of the shape"
                        + " [1, 4, 4]",
                refusal(Shape.of(1, 4, 4), new Conv2d(2, Window.square(5, 1, 0), 1, true), -1));
        assertEquals(
                "layer x (conv2d) has 2 groups, which do not divide the 3 channels of its input",
                refusal(Shape.of(3, 4, 4), new Conv2d(2, Window.square(3, 1, 0), 2, true), -1));
        assertEquals(
                "layer x (max-pool) has more padding (2, 2, 2, 2) than its window of 2×2 covers",
                refusal(Shape.of(1, 4, 4), new MaxPool(Window.square(2, 2, 2)), -1));
        assertEquals(
                "layer x (prelu) has 3 slopes; it needs 1 or one for each of its 4 units",
                refusal(Shape.of(4), new PRelu(3), -1));
        assertEquals("layer x (add) takes at least two inputs but has 1", refusal(Shape.of(4), new Add(), -1));
        assertEquals(
                "layer x (reshape) cannot reshape [4] to [3, -1]",
                refusal(Shape.of(4), new Reshape(List.of(3, -1)), -1));
        assertEquals(
                "layer x (number 0) reads layer 0; it may read −1, the network's input, and layers before it",
                refusal(Shape.of(4), Rectifier.relu(), 0));
        assertEquals(
                "the output of a network must be a vector of features, but layer x has the shape [1, 2, 2]; add a"
                        + " flatten layer",
                refusal(Shape.of(1, 2, 2), Rectifier.relu(), -1));
    }
}
