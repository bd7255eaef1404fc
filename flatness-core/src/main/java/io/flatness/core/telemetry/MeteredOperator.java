package io.flatness.core.telemetry;

import io.flatness.spi.loss.SymmetricOperator;

/** Counts and times the products of a Hessian. */
final class MeteredOperator implements SymmetricOperator {
    private final SymmetricOperator operator;
    private final Evaluations evaluations;
    private final Runnable check;

    MeteredOperator(SymmetricOperator operator, Evaluations evaluations, Runnable check) {
        this.operator = operator;
        this.evaluations = evaluations;
        this.check = check;
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] into) {
        check.run();
        long start = System.nanoTime();
        operator.apply(x, into);
        evaluations.record(Evaluation.HVP, start, 1);
    }

    @Override
    public double[] apply(double[] x) {
        check.run();
        long start = System.nanoTime();
        double[] product = operator.apply(x);
        evaluations.record(Evaluation.HVP, start, 1);
        return product;
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        check.run();
        long start = System.nanoTime();
        operator.applyBlock(xs, into);
        evaluations.record(Evaluation.HVP, start, xs.length);
    }
}
