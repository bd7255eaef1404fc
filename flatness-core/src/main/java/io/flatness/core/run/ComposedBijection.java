package io.flatness.core.run;

import io.flatness.spi.loss.Bijection;

/** y = second(first(x)). */
record ComposedBijection(Bijection first, Bijection second) implements Bijection {
    @Override
    public int dimension() {
        return first.dimension();
    }

    @Override
    public double[] forward(double[] x) {
        return second.forward(first.forward(x));
    }

    @Override
    public double[] inverse(double[] y) {
        return first.inverse(second.inverse(y));
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return second.pushForward(first.forward(x), first.pushForward(x, v));
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        return first.pullBack(x, second.pullBack(first.forward(x), w));
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return first.inversePushForward(x, second.inversePushForward(first.forward(x), v));
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        return second.inversePullBack(first.forward(x), first.inversePullBack(x, w));
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        double[] middle = first.forward(x);
        double[] outer = first.pullBack(x, second.secondOrder(middle, w, first.pushForward(x, v)));
        double[] inner = first.secondOrder(x, second.pullBack(middle, w), v);
        for (int i = 0; i < outer.length; i++) {
            outer[i] += inner[i];
        }
        return outer;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        return first.logAbsDeterminant(x) + second.logAbsDeterminant(first.forward(x));
    }

    @Override
    public boolean affine() {
        return first.affine() && second.affine();
    }
}
