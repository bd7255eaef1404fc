package io.flatness.networks.engine;

import io.flatness.spi.loss.JacobianProducts;

/**
 * Products with the Jacobian of all outputs with respect to the parameters.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
record OutputJacobian<A>(NetworkSurface surface, Engine<A> engine) implements JacobianProducts {
    private int outputs() {
        return engine.program().outputSize();
    }

    @Override
    public double[] jacobianVector(double[] theta, double[] v) {
        surface.layout().requireVector(theta);
        surface.layout().requireVector(v);
        double[] all = new double[Math.multiplyExact(engine.samples().count(), outputs())];
        engine.forEachTile(theta, new double[][] {v}, pass -> {
            double[] rows = pass.rows(1);
            pass.forward().push(0, rows);
            System.arraycopy(rows, 0, all, pass.first * outputs(), pass.outputs());
        });
        return all;
    }

    @Override
    public double[] vectorJacobian(double[] theta, double[] w) {
        surface.layout().requireVector(theta);
        int length = engine.samples().count() * outputs();
        if (w.length != length) {
            throw new IllegalArgumentException(
                    "w has length " + w.length + " but there are " + length + " outputs over all samples");
        }
        double[] into = new double[surface.dimension()];
        engine.accumulate(theta, into, (pass, gradient) -> {
            double[] rows = pass.rows(1);
            System.arraycopy(w, pass.first * outputs(), rows, 0, pass.outputs());
            pass.forward().pull(rows, Pull.into(gradient));
        });
        return into;
    }
}
