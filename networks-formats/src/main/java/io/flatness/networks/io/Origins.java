package io.flatness.networks.io;

import io.flatness.networks.layer.Expand;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Tile;
import io.flatness.networks.tile.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Where the elements of a layer's output come from, through layers that only pick, repeat and reorder elements, or scale all
 * of them alike.
 *
 * @param layer the last layer that does more
 * @param element for each element of the output, row-major, the one of that layer's output
 * @param factor what all were multiplied by
 */
record Origins(int layer, int[] element, double factor) {
    static Origins of(ModelBuilder model, int layer) {
        int[] element = new int[model.shape(layer).size()];
        Arrays.setAll(element, i -> i);
        double factor = 1;
        int at = layer;
        while (at >= 0) {
            LayerSpec spec = model.node(at).layer();
            int before = model.node(at).inputs().isEmpty()
                    ? at
                    : model.node(at).inputs().get(0);
            if (spec instanceof Scale scale && isFactor(scale)) {
                factor *= scale.factor().get(0);
            } else {
                int[] sources = sources(spec, model.shape(before), model.shape(at));
                if (sources.length == 0) {
                    return new Origins(at, element, factor);
                }
                for (int i = 0; i < element.length; i++) {
                    element[i] = sources[element[i]];
                }
            }
            at = before;
        }
        return new Origins(at, element, factor);
    }

    private static boolean isFactor(Scale scale) {
        return scale.factor().size() == 1 && scale.shift().equals(List.of(0.0));
    }

    /** The element of the input behind each of the output; none when the layer does more than move elements. */
    private static int[] sources(LayerSpec spec, Shape from, Shape to) {
        if (spec instanceof Reshape || spec instanceof Identity) {
            int[] same = new int[to.size()];
            Arrays.setAll(same, i -> i);
            return same;
        }
        boolean moves = spec instanceof Permute
                || spec instanceof Slice
                || spec instanceof Gather
                || spec instanceof Expand
                || spec instanceof Tile;
        int[] sources = new int[moves ? to.size() : 0];
        for (int k = 0; k < sources.length; k++) {
            int[] place = new int[to.rank()];
            int rest = k;
            for (int axis = to.rank() - 1; axis >= 0; axis--) {
                place[axis] = rest % to.extent(axis);
                rest /= to.extent(axis);
            }
            int[] own = place(spec, from, place);
            for (int axis = 0; axis < own.length; axis++) {
                sources[k] = sources[k] * from.extent(axis) + own[axis];
            }
        }
        return sources;
    }

    /** The place in the input behind a place in the output. */
    private static int[] place(LayerSpec spec, Shape from, int[] place) {
        int[] own = new int[from.rank()];
        if (spec instanceof Permute permute) {
            for (int axis = 0; axis < own.length; axis++) {
                own[permute.axes().get(axis)] = place[axis];
            }
        } else if (spec instanceof Slice slice) {
            int along = from.axis(slice.axis());
            int first = slice.start() < 0 ? slice.start() + from.extent(along) : slice.start();
            for (int axis = 0; axis < own.length; axis++) {
                own[axis] = axis == along ? first + place[axis] * slice.step() : place[axis];
            }
        } else if (spec instanceof Gather gather) {
            int along = from.axis(gather.axis());
            int picked = 0;
            for (int i = 0; i < gather.shape().size(); i++) {
                picked = picked * gather.shape().get(i) + place[along + i];
            }
            for (int axis = 0; axis < own.length; axis++) {
                own[axis] = axis < along
                        ? place[axis]
                        : axis == along
                                ? Math.floorMod(gather.indices().get(picked), from.extent(along))
                                : place[axis + gather.shape().size() - 1];
            }
        } else {
            int added = place.length - own.length;
            for (int axis = 0; axis < own.length; axis++) {
                own[axis] = place[axis + added] % from.extent(axis);
            }
        }
        return own;
    }
}
