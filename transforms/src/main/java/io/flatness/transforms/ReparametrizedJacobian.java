package io.flatness.transforms;

import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.SmoothMap;

/** Products with the Jacobian of the outputs by the chain rule. */
record ReparametrizedJacobian(JacobianProducts base, SmoothMap coordinates) implements JacobianProducts {
    @Override
    public double[] jacobianVector(double[] eta, double[] v) {
        return base.jacobianVector(coordinates.forward(eta), coordinates.pushForward(eta, v));
    }

    @Override
    public double[] vectorJacobian(double[] eta, double[] w) {
        return coordinates.pullBack(eta, base.vectorJacobian(coordinates.forward(eta), w));
    }
}
