package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;

/**
 * The layer with weights whose units an attention reads, perhaps through layers that pick some of them.
 *
 * @param position of the layer in the architecture
 * @param unit for each unit that is read, the unit of that layer; owned by this record
 */
record Projection(int position, int[] unit) {
    int units() {
        return unit.length;
    }

    static Projection of(Architecture architecture, int position) {
        if (position < 0) {
            throw new RefusedException(
                    "attention-rescaling needs projections: an attention of this network reads its input itself");
        }
        Layer layer = architecture.layers().get(position);
        if (layer.absorbsOutput()) {
            int[] all = new int[layer.units()];
            Arrays.setAll(all, unit -> unit);
            return new Projection(position, all);
        }
        if (layer.inputs().size() != 1) {
            throw new RefusedException("attention-rescaling finds layer " + layer.name() + " (" + layer.type()
                    + ") between a projection and its attention: it reads several layers");
        }
        Projection before = of(architecture, layer.inputs().get(0));
        double[] marks = new double[before.units()];
        Arrays.setAll(marks, unit -> unit + 1);
        // a factor of its own for each unit shows which of them come out where
        double[] seen =
                layer.propagate(List.of(UnitMap.scaling(marks))).monomial().scale();
        int[] unit = new int[seen.length];
        Arrays.setAll(unit, u -> before.unit[(int) Math.round(seen[u]) - 1]);
        return new Projection(before.position, unit);
    }
}
