package io.flatness.networks.problem;

import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import java.util.List;

/** Where the tensors of a described network come from: a file, the experiment, or the seed. */
interface WeightSource {
    /** How the weights of dense layers are stored. */
    WeightOrder order();

    /** The parameters and then the buffers of a layer. */
    List<Tensor> tensors(String layer, LayerSpec spec, List<Shape> inputs);

    /** Checks, after the last layer, that nothing is left over. */
    void finish();
}
