package io.flatness.networks.engine;

import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;

/**
 * Products Jᵀ A J x, with or without second-order terms, plus a multiple of x. Thread-safe.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class NetworkOperator<A> implements SymmetricOperator {
    private final Engine<A> engine;
    private final Engine.Point<A> point;
    private final ParameterLayout layout;
    private final OutputMap map;
    private final double shift;

    NetworkOperator(Engine<A> engine, Engine.Point<A> point, ParameterLayout layout, OutputMap map, double shift) {
        this.engine = engine;
        this.point = point;
        this.layout = layout;
        this.map = map;
        this.shift = shift;
    }

    @Override
    public int dimension() {
        return layout.size();
    }

    @Override
    public void apply(double[] x, double[] into) {
        applyBlock(new double[][] {x}, new double[][] {into});
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        if (xs.length != into.length) {
            throw new IllegalArgumentException(xs.length + " vectors but " + into.length + " places for products");
        }
        for (int i = 0; i < xs.length; i++) {
            layout.requireVector(xs[i]);
            layout.requireVector(into[i]);
        }
        int most = engine.mostTangents();
        for (int first = 0; first < xs.length; first += most) {
            int end = Math.min(xs.length, first + most);
            engine.product(point, map, Arrays.copyOfRange(xs, first, end), Arrays.copyOfRange(into, first, end));
        }
        for (int i = 0; shift != 0 && i < xs.length; i++) {
            for (int k = 0; k < into[i].length; k++) {
                into[i][k] += shift * xs[i][k];
            }
        }
    }
}
