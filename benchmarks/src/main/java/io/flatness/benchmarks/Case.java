package io.flatness.benchmarks;

import io.flatness.networks.engine.NetworkSurface;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.SymmetricOperator;

/** A surface at a point, ready to be measured; results go to arrays that are kept, as an iteration would. */
final class Case {
    private static final int BLOCK = 8;

    private final NetworkSurface surface;
    private final double[] theta;
    private final SymmetricOperator hessian;
    private final double[][] directions;
    private final double[][] products;

    Case(NetworkSurface surface) {
        this.surface = surface;
        this.theta = Workload.theta(surface);
        this.hessian = surface.hessianAt(theta);
        this.directions = Workload.directions(surface, BLOCK);
        this.products = new double[BLOCK][surface.dimension()];
    }

    NetworkSurface surface() {
        return surface;
    }

    double gradient() {
        return surface.valueAndGradient(theta, products[0]);
    }

    double[] hvp() {
        hessian.apply(directions[0], products[0]);
        return products[0];
    }

    double[][] block() {
        hessian.applyBlock(directions, products);
        return products;
    }

    double[] exactTrace() {
        return surface.as(ExactCurvature.class).orElseThrow().hessianBlockTraces(theta);
    }
}
