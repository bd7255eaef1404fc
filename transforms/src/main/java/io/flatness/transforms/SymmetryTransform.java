package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Carried;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Optional;

/** A new point on the same surface: the network's parameters moved along one of its symmetries. */
final class SymmetryTransform implements Transform {
    private final String name;
    private final Invariance family;
    private final Symmetry symmetry;

    SymmetryTransform(String name, Invariance family, Symmetry symmetry) {
        this.name = name;
        this.family = family;
        this.symmetry = symmetry;
    }

    @Override
    public Optional<Invariance> family() {
        return Optional.of(family);
    }

    @Override
    public void check(LossSurface surface) {
        NetworkLoss network = Networks.require(surface, name);
        network.architecture().carry(symmetry.typical(network));
    }

    @Override
    public Transformed apply(Minimum minimum, Context context) {
        NetworkLoss network = Networks.require(minimum.surface(), name);
        Assignment assignment = symmetry.at(network, minimum.theta(), context);
        Carried carried = network.architecture().carry(assignment);
        Bijection map = symmetry.sharpened(network.architecture(), carried.parameters());
        double[] theta = map.forward(minimum.theta());
        requireFinite(theta);
        // A regularized loss does not follow the function: no map of the whole space preserves it.
        Optional<Bijection> bijection = network.dependsOnFunctionAlone() ? Optional.of(map) : Optional.empty();
        return new Transformed(new Minimum(surface(minimum, network, carried.buffers()), theta), bijection);
    }

    private static LossSurface surface(Minimum minimum, NetworkLoss network, Bijection buffers) {
        double[] before = network.buffers();
        double[] after = buffers.forward(before);
        return java.util.Arrays.equals(before, after) ? minimum.surface() : network.withBuffers(after);
    }

    private void requireFinite(double[] theta) {
        for (double value : theta) {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new RefusedException(
                        name + " would take a parameter beyond the largest double; use factors nearer to 1");
            }
        }
    }
}
