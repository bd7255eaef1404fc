package io.flatness.networks.problem;

import io.flatness.networks.io.ModelBuilder;
import io.flatness.networks.layer.Add;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers that join branches, and maxima of units. */
public sealed interface CombinedLayers extends LayerParameters {
    /** Adds layers one after the other, called {@code name.0}, {@code name.1} … */
    private static int chain(
            List<LayerParameters> layers, ModelBuilder model, String name, int input, WeightSource weights) {
        int last = input;
        for (int i = 0; i < layers.size(); i++) {
            last = layers.get(i).addTo(model, name + "." + i, last, weights);
        }
        return last;
    }

    /** x + layers(x), or shortcut(x) + layers(x). */
    record Residual(
            @Param(doc = "The layers of the branch, in order")
            List<LayerParameters> layers,

            @Param(doc = "The layers of the other branch; none, the identity, when left out", optional = true) @Nullable
            List<LayerParameters> shortcut)
            implements CombinedLayers {
        /** Checks that there is a branch. */
        public Residual {
            if (layers.isEmpty()) {
                throw new InvalidParameterException("layers", "a residual needs at least one layer");
            }
        }

        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            int branch = chain(layers, model, name, input, weights);
            int other = shortcut == null ? input : chain(shortcut, model, name + ".shortcut", input, weights);
            return model.add(name, new Add(), branch, other);
        }
    }

    /** The outputs of several branches, one after the other along the units. */
    record Concat(
            @Param(doc = "The branches, each a list of layers; an empty one is the identity")
            List<List<LayerParameters>> branches)
            implements CombinedLayers {
        /** Checks that there are branches. */
        public Concat {
            if (branches.isEmpty()) {
                throw new InvalidParameterException("branches", "a concatenation needs at least one branch");
            }
        }

        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            List<Integer> ends = new ArrayList<>();
            for (int i = 0; i < branches.size(); i++) {
                ends.add(chain(branches.get(i), model, name + "." + i, input, weights));
            }
            return model.add(name, new io.flatness.networks.layer.Concat(), ends, List.of());
        }
    }

    /** The largest of each group of units. */
    record Maxout(
            @Param(doc = "Units per group, at least 1") int pieces,

            @Param(doc = "Whether all first pieces come first, then all second ones", defaultValue = "false")
            boolean pieceMajor)
            implements CombinedLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, new io.flatness.networks.layer.Maxout(pieces, pieceMajor), input);
        }
    }
}
