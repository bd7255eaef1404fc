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
    private double[][] directions;
    private double[][] products;

    Case(NetworkSurface surface) {
        this.surface = surface;
        this.theta = Workload.theta(surface);
        this.hessian = surface.hessianAt(theta);
        this.directions = Workload.directions(surface, 1);
        this.products = new double[1][surface.dimension()];
    }

    double gradient() {
        return surface.valueAndGradient(theta, products[0]);
    }

    double[] hvp() {
        hessian.apply(directions[0], products[0]);
        return products[0];
    }

    double[][] block() {
        if (directions.length < BLOCK) {
            // Only here, so that the memory of a single product can be measured before.
            directions = Workload.directions(surface, BLOCK);
            products = new double[BLOCK][surface.dimension()];
        }
        hessian.applyBlock(directions, products);
        return products;
    }

    /** Empty where the network is not piecewise linear. */
    double[] exactTrace() {
        return surface.as(ExactCurvature.class)
                .map(exact -> exact.hessianBlockTraces(theta))
                .orElse(new double[0]);
    }
}
