package io.flatness.core.telemetry;

import io.flatness.spi.loss.SymmetricOperator;

/** Counts and times products. */
final class MeteredOperator implements SymmetricOperator {
    private final SymmetricOperator operator;
    private final Watch watch;
    private final Evaluation counted;

    MeteredOperator(SymmetricOperator operator, Watch watch, Evaluation counted) {
        this.operator = operator;
        this.watch = watch;
        this.counted = counted;
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        watch.check().run();
        long start = System.nanoTime();
        operator.apply(x, into);
        watch.evaluations().record(counted, start, 1);
    }

    @Override
    public double[] apply(double[] x) {
        watch.check().run();
        long start = System.nanoTime();
        double[] product = operator.apply(x);
        watch.evaluations().record(counted, start, 1);
        return product;
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        watch.check().run();
        long start = System.nanoTime();
        operator.applyBlock(xs, into);
        watch.evaluations().record(counted, start, xs.length);
    }
}
