package io.flatness.metrics.invariant;

import io.flatness.numerics.Posynomial;
import io.flatness.spi.RefusedException;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rescalings of a group in logarithmic coordinates: parameter k of the point with coordinates x is θ_k exp(Σ_v e_kv
 * x_v), one coordinate per layer or hidden unit whose outputs the following layers can take back.
 *
 * <p>Found by carrying powers of two through the network's layers and reading the exponents off the parameters, so that
 * it knows no layer types. A layer whose outputs cannot be scaled alone (the stream of a residual network, a unit before
 * tanh) has no coordinate.
 */
final class Orbit {
    /** Units told apart in one walk: their codes, squared, stay powers of two in range. */
    private static final int CODES = 400;

    private final int parameters;
    private final List<Coordinate> coordinates;

    private Orbit(int parameters, List<Coordinate> coordinates) {
        this.parameters = parameters;
        this.coordinates = coordinates;
    }

    /**
     * One logarithmic coordinate.
     *
     * @param layer name of the layer whose outputs it scales
     * @param unit the unit, −1 for all of them
     * @param members the parameters that it touches, ascending
     * @param exponents e of each member, never 0
     */
    record Coordinate(String layer, int unit, int[] members, double[] exponents) {}

    /** The orbit of a network under a group. */
    static Orbit of(NetworkLoss network, Group group) {
        Architecture architecture = network.architecture();
        List<Coordinate> coordinates = new ArrayList<>();
        for (int position = 0; position < architecture.layers().size(); position++) {
            Layer layer = architecture.layers().get(position);
            if (!layer.absorbs() || position == architecture.output()) {
                continue;
            }
            int[] whole;
            try {
                whole = exponents(network, position, UnitMap.uniform(layer.units(), 2));
            } catch (RefusedException refused) {
                continue;
            }
            if (group == Group.LAYER) {
                coordinates.add(coordinate(layer, -1, whole, null, 0));
                continue;
            }
            for (int first = 0; first < layer.units(); first += CODES) {
                int[] coded = exponents(network, position, codes(layer.units(), first));
                for (int unit = first; unit < Math.min(layer.units(), first + CODES); unit++) {
                    coordinates.add(coordinate(layer, unit, whole, coded, unit - first + 1));
                }
            }
        }
        return new Orbit(network.dimension(), coordinates);
    }

    private static UnitMap codes(int units, int first) {
        double[] scale = new double[units];
        for (int unit = 0; unit < units; unit++) {
            int code = unit - first + 1;
            scale[unit] = code >= 1 && code <= CODES ? Math.scalb(1.0, code) : 1;
        }
        return UnitMap.scaling(scale);
    }

    /** Powers of two by which the parameters change when a layer's outputs are scaled and taken back at once. */
    private static int[] exponents(NetworkLoss network, int position, UnitMap scaled) {
        Architecture architecture = network.architecture();
        int[] source = new int[network.dimension()];
        double[] factor = new double[network.dimension()];
        Arrays.setAll(source, k -> k);
        Arrays.fill(factor, 1);
        int[] bufferSource = new int[architecture.buffers().size()];
        double[] bufferFactor = new double[bufferSource.length];
        Arrays.setAll(bufferSource, k -> k);
        Arrays.fill(bufferFactor, 1);
        List<UnitMap> outputs = new ArrayList<>();
        for (int at = 0; at < architecture.layers().size(); at++) {
            Layer layer = architecture.layers().get(at);
            List<UnitMap> inputs = new ArrayList<>();
            for (int input : layer.inputs()) {
                inputs.add(input < 0 ? UnitMap.identity(architecture.inputUnits()) : outputs.get(input));
            }
            UnitMap output;
            if (layer.absorbs()) {
                output = at == position ? scaled : UnitMap.identity(layer.units());
                layer.transport(inputs, output, source, factor, bufferSource, bufferFactor);
            } else {
                output = layer.propagate(inputs);
            }
            outputs.add(output);
        }
        if (!outputs.get(architecture.output()).isIdentity()) {
            throw new RefusedException("the scale of layer " + position + " reaches the output");
        }
        int[] exponents = new int[factor.length];
        for (int k = 0; k < exponents.length; k++) {
            exponents[k] = Math.getExponent(factor[k]);
        }
        return exponents;
    }

    private static Coordinate coordinate(
            Layer layer, int unit, int[] whole, int @org.jspecify.annotations.Nullable [] coded, int code) {
        int count = 0;
        int[] members = new int[whole.length];
        double[] exponents = new double[whole.length];
        for (int k = 0; k < whole.length; k++) {
            if (whole[k] != 0 && (coded == null || coded[k] == whole[k] * code)) {
                members[count] = k;
                exponents[count++] = whole[k];
            }
        }
        return new Coordinate(layer.name(), unit, Arrays.copyOf(members, count), Arrays.copyOf(exponents, count));
    }

    /** Number of coordinates. */
    int size() {
        return coordinates.size();
    }

    List<Coordinate> coordinates() {
        return coordinates;
    }

    /**
     * The minimum over the orbit of Σ_k c_k factor_k(x)^power.
     *
     * @param coefficients c, one per parameter, at least 0
     * @return the minimum with its point x
     */
    Posynomial.Minimum minimum(double[] coefficients, int power, LinearAlgebra algebra) {
        List<Posynomial.Coordinate> logarithms = coordinates.stream()
                .map(coordinate -> new Posynomial.Coordinate(coordinate.members(), coordinate.exponents()))
                .toList();
        Posynomial.Minimum minimum = new Posynomial(coefficients, logarithms).minimize(algebra);
        double[] x = Arrays.stream(minimum.point()).map(s -> s / power).toArray();
        return new Posynomial.Minimum(x, minimum.value(), minimum.gradient(), minimum.imbalance(), minimum.attained());
    }

    /** The factor of every parameter at x. */
    double[] factors(double[] x) {
        double[] logs = new double[parameters];
        for (int v = 0; v < x.length; v++) {
            Coordinate coordinate = coordinates.get(v);
            for (int m = 0; m < coordinate.members().length; m++) {
                logs[coordinate.members()[m]] += coordinate.exponents()[m] * x[v];
            }
        }
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k]);
        }
        return logs;
    }
}
